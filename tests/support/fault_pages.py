"""Small pages, one for each kind of fault that real pages led to, and their parts. All is invented."""

from __future__ import annotations

TITLE = "青嶺鎮路燈下月全面換新 夜間巡守隊樂見"
LEAD = "青嶺鎮公所今天宣布，全鎮一千二百盞路燈下個月起分三期換成省電燈具，預計年底前完工。"
TEXT = [
    LEAD,
    "鎮長沈若川表示，新燈具每年可以省下四百萬元電費，經費由縣府補助六成，其餘由鎮公所自籌。",
    "夜間巡守隊隊長高靜怡受訪時說，巷弄昏暗的問題反映了五年，換燈之後巡邏會安心許多。",
    "工務課統計，去年民眾通報路燈故障共有三百一十件，其中七成集中在老舊社區。",
]
TEASERS = [
    "白沙港老碼頭重新開放 週末有市集",
    "縣立圖書館延長開館到晚上十點",
    "國小操場積水多年 校方下月動工",
    "農會推地產地銷專區 首日賣出三噸",
    "單車道最後一段通車 全長二十公里",
]


def paragraphs(texts: list[str] = TEXT) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def teasers(template: str, *, titles: list[str] = TEASERS) -> str:
    """The teasers, each as the template says with its number ``{n}`` and title ``{title}``."""
    return "".join(template.format(n=20_001 + 7 * n, title=title) for n, title in enumerate(titles))


def page(body: str, *, title: str = f"{TITLE} - 晨霧新聞", head: str | None = None) -> str:
    head = f'<meta property="og:title" content="{TITLE}">' if head is None else head
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


def article(inner: str = "", *, before: str = "", after: str = "", byline: str = "") -> str:
    """A page with the article, ``inner`` behind its paragraphs, and what stands before and after it."""
    text = f"<h1>{TITLE}</h1>{byline}<article>{paragraphs()}{inner}</article>"
    return page(f"{before}{text}{after}")
