"""Pages for the tests, written for them, and what holds of every analysed page."""

from selectolax.lexbor import LexborHTMLParser

from classifier.page.analysis import Block, Page
from classifier.page.lines import html_lines
from classifier.page.roles import ROLES

URL = "https://news.example/life/1"
HEADLINE = "海風市公車新路線週一上路 行經三所醫院"
CUT = "冰箱千萬別放這個！達人曝"
TWICE = "冰箱千萬別放這個！達人曝可怕後果"
PLAIN = "海風市議會三讀通過托育補助 每月調高1500元"
BAIT = "他每天只做一件事 一年後醫師看傻了"
HEAD = f"""<head><meta charset="utf-8"><title>{HEADLINE}｜範例日報</title>
<meta property="og:title" content="{HEADLINE}">
<meta property="article:published_time" content="2026-03-02T09:30:00+08:00">
</head>"""
BODY = """<p>海風市政府交通局今天宣布，新闢的公車 88 路下週一起上路，平日每 15 分鐘一班，
行經市立醫院、海風醫院與港都復健醫院。</p>
<p>交通局表示，路線全長 12.4 公里，設 31 站，
首末班車分別為早上 6 時與晚間 10 時，票價比照市區公車，通車首月刷卡免費。</p>
<p>局方指出，沿線里長反映長者就醫須轉車兩次，
因此整併兩條重疊路線，把班次移到新路線，預估每天可服務 4200 人次。</p>"""
SIDE = f"""<aside><h2>更多範例日報新聞</h2><ul>
<li><a href="/life/101">{BAIT}</a></li>
<li><a href="/life/102"><img src="102.jpg" alt="{TWICE}"></a></li>
<li><a href="/politics/103">{PLAIN}</a></li>
</ul><h2>熱門文章</h2><ol>
<li><a href="/life/102">{TWICE}</a></li>
<li><a href="/money/106">這檔股票殺到見骨 內行人卻偷偷買</a></li>
<li><a href="/world/107">日本央行維持利率不變 符合市場預期</a></li>
</ol></aside>"""
NAV = '<header><nav><a href="/">首頁</a> <a href="/politics">政治</a> <a href="/login">登入</a></nav></header>'
FOOT = "<footer><p>範例日報 版權所有　關於我們　聯絡我們　隱私權政策</p></footer>"


def news(*, head: str = HEAD, side: str = SIDE, byline: str = "記者 林小漁／海風報導　2026-03-02 09:30") -> str:
    """A page of news."""
    article = f'<main><article><h1>{HEADLINE}</h1><p class="byline">{byline}</p>{BODY}</article></main>'
    return f'<!doctype html><html lang="zh-TW">{head}<body>{NAV}{article}{side}{FOOT}</body></html>'


EXAMPLE = news()


def as_text(html: str) -> str:
    """The page as a reader copies it."""
    return "\n".join(line.text for line in html_lines(LexborHTMLParser(html)))


def pushed(page: Page) -> dict[str, Block]:
    return {block.text: block for block in page.recommendations}


def check(page: Page) -> None:
    """What holds of every page."""
    for block in page.blocks:
        assert block.role in ROLES and 0 <= block.role_score <= 1 and block.count >= 1 and block.text.strip()
        if block.role in ("headline", "recommendation"):
            assert block.score is None or (0 <= block.score <= 1 and block.label and block.topic)
        else:
            assert (block.score, block.label, block.topic, block.count) == (None, None, None, 1)
    said = [block.text for block in page.blocks if block.role == "body"]
    assert set(filter(None, page.article.text.split("\n"))) <= set(said)
