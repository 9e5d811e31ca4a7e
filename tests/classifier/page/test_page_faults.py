"""One small page for each kind of fault, with what must come out."""

import json
from functools import partial

import pytest

from classifier import Classifier
from classifier.page.analysis import Article, Page, analyze
from tests.support.fault_pages import LEAD, TEASERS, TEXT, TITLE, article, page, paragraphs, teasers
from tests.support.page_examples import pushed

CUT = LEAD.rstrip("。") + "，鎮民代表會則要求先公布"
LOGIN = "<h3>會員登入</h3><form><div>帳號</div><div>密碼</div><button>登入</button></form>"


@pytest.fixture(scope="module")
def read(full_classifier: Classifier) -> partial[Page]:
    return partial(analyze, classifier=full_classifier)


def same(found: Page, texts: list[str] = TEXT, headline: str = TITLE) -> Article:
    """Checks headline and text of the article."""
    assert found.page_kind == "article"
    assert found.article.headline == headline
    assert found.article.text.split("\n") == texts
    return found.article


@pytest.mark.parametrize("dots", ["…", "...", "⋯"])
@pytest.mark.parametrize("box", [LOGIN, "<div class=pay><p>訂閱後可閱讀全文</p></div>", ""])
def test_a_teaser_before_a_paywall_is_an_article(read: partial[Page], dots: str, box: str) -> None:
    html = page(f"<h1>{TITLE}</h1><ul><li>沈青禾／青嶺</li><li>2026/03/02 02:50</li></ul><p>{CUT}{dots}</p>{box}")
    found = same(read(html=html), [CUT + dots])
    assert (found.byline, found.published, found.access) == ("沈青禾", "2026-03-02T02:50:00+08:00", "teaser")
    assert found.score is not None


def test_a_page_says_that_its_text_is_not_free(read: partial[Page]) -> None:
    data = {"@type": "NewsArticle", "headline": TITLE, "isAccessibleForFree": False}
    head = f"<script type=application/ld+json>{json.dumps(data)}</script>"
    assert same(read(html=page(f"<h1>{TITLE}</h1><p>{LEAD}</p>", head=head)), [LEAD]).access == "teaser"


def test_a_whole_article_is_full(read: partial[Page]) -> None:
    assert same(read(html=article())).access == "full"


@pytest.mark.parametrize("mark", ["！", "？", "!"])
def test_a_shouted_h1_under_another_title_is_the_headline(read: partial[Page], mark: str) -> None:
    shouted = f"青嶺鎮千盞路燈年底前全換新{mark}巡守隊等了五年終於盼到{mark}"
    seo = "青嶺路燈什麼時候換？時程、經費一次看懂｜晨霧新聞"
    head = f'<meta property="og:title" content="{seo}">'
    html = page(f"<h1>{shouted}</h1><div>2026.03.02 | 地方</div>{paragraphs()}", title=seo, head=head)
    assert same(read(html=html), headline=shouted).published == "2026-03-02"


@pytest.mark.parametrize("tag", ["h1", "h2"])
def test_of_two_articles_the_first_counts(read: partial[Page], tag: str) -> None:
    second = [
        "白沙港務所昨天宣布，閒置十年的老碼頭整修完畢，本週末重新開放，首日有六十個攤位。",
        "港務所所長溫立群指出，整修費用三千萬元，木棧道全數換新，並且增設無障礙坡道。",
    ]
    html = page(
        f"<article><{tag}>{TITLE}</{tag}><div>{paragraphs()}</div></article>"
        f"<article><{tag}>{TEASERS[0]}</{tag}><div>{paragraphs(second)}</div></article>"
    )
    found = read(html=html)
    same(found)
    assert TEASERS[0] in pushed(found)


@pytest.mark.parametrize(
    "excerpt", ["", "<p>青嶺鎮公所今天宣布，這項工程下個月動工，預計年底前完成，經費由縣府補助。</p>"]
)
@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_a_list_has_no_article_and_its_teasers_are_recommendations(read: partial[Page], excerpt: str, tag: str) -> None:
    items = teasers(f"<li><{tag}><a href=/n/{{n}}>{{title}}</a></{tag}>{excerpt}</li>")
    nav = "<nav><a href=/1>政治</a><a href=/2>生活</a></nav>"
    found = read(html=page(f"{nav}<h1>生活新聞</h1><ul>{items}</ul>", title="生活新聞 - 晨霧新聞", head=""))
    assert (found.page_kind, found.article.headline, found.article.text) == ("list", None, "")
    assert set(pushed(found)) == set(TEASERS)


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none"><p>請先同意隱私權規範，才能啟用聽新聞的功能，感謝您的配合。</p></div>',
        "<div hidden><p>請先同意隱私權規範，才能啟用聽新聞的功能，感謝您的配合。</p></div>",
        "<template><p>請先同意隱私權規範，才能啟用聽新聞的功能，感謝您的配合。</p></template>",
        "<noscript><p>您的瀏覽器不支援程式語法，請更換瀏覽器之後，再回到本頁閱讀新聞。</p></noscript>",
        "<select><option>請選擇鄉鎮</option><option>鎮長沈若川：路燈應該全面換新。</option></select>",
        "<form><p>請留下您的電子信箱，每天早上七點，編輯會把重要的新聞寄給您。</p><input></form>",
    ],
)
def test_what_is_hidden_or_a_form_is_no_text(read: partial[Page], hidden: str) -> None:
    same(read(html=article(hidden)))
    same(read(html=article(before=hidden)))
    same(read(html=article(after=hidden)))


def test_rules_of_comments_are_no_text(read: partial[Page]) -> None:
    rules = "".join(
        f"<li>{rule}</li>"
        for rule in (
            "留言請勿涉及人身攻擊、謾罵或散布不實訊息，違者應自負法律責任。",
            "凡經檢舉屬實之留言，晨霧新聞有權逕行刪除，並停止該帳號之發言權限。",
        )
    )
    same(read(html=article(after=f"<section class=discuss><h3>留言板</h3><ul>{rules}</ul></section>")))


@pytest.mark.parametrize("hiding", ["style='display:none'", "hidden", "style='visibility: hidden'"])
def test_a_page_that_is_hidden_until_its_script_runs_is_read(read: partial[Page], hiding: str) -> None:
    same(read(html=article().replace("<body>", f"<body {hiding}>")))
    same(read(html=article().replace("<h1>", f"<div {hiding}><h1>", 1).replace("</article>", "</article></div>")))


def test_a_picture_beside_its_title_is_no_item(read: partial[Page]) -> None:
    items = teasers(
        '<li><figure><a href=/n/{n}><img alt="示意圖，與{title}有關。(資料照片)"></a></figure>'
        "<h6><a href=/n/{n}>{title}</a></h6><div class=time>2日前</div></li>"
    )
    found = read(html=article(after=f"<h4>相關新聞</h4><ul>{items}</ul>"))
    same(found)
    assert list(pushed(found)) == TEASERS


def test_a_title_beside_a_linked_picture_has_its_link(read: partial[Page]) -> None:
    items = teasers('<li><a href=/n/{n}><img alt="示意圖，與{title}有關。"></a><h6>{title}</h6></li>')
    found = pushed(read(html=article(after=f"<h4>相關新聞</h4><ul>{items}</ul>")))
    assert [found[title].href for title in TEASERS] == [f"/n/{20_001 + 7 * n}" for n in range(len(TEASERS))]


@pytest.mark.parametrize("item", ["{title} 01:1{n}", "01:1{n} {title}", "{title} 2026/03/02 01:01", "{title}"])
@pytest.mark.parametrize("above", [True, False])
def test_tickers_and_lists_with_times_are_recommendations(read: partial[Page], item: str, above: bool) -> None:
    link = f"<li><a href=/News.aspx?id={{n}}>{item.replace('{n}', '7')}</a></li>"
    box = f"<div class=flash><div>快訊</div><ul>{teasers(link)}</ul></div>"
    found = read(html=article(before=box) if above else article(after=box))
    same(found)
    assert list(pushed(found)) == TEASERS


@pytest.mark.parametrize("words", ["為什麼新路燈這麼有人氣？", "最新時程一次看", "老舊社區成為換燈中心"])
@pytest.mark.parametrize("tag", ["p", "h2", "h3"])
def test_a_sub_heading_with_a_key_word_is_text(read: partial[Page], words: str, tag: str) -> None:
    html = article().replace(f"<p>{TEXT[2]}", f"<{tag}>{words}</{tag}><p>{TEXT[2]}")
    same(read(html=html), [*TEXT[:2], words, *TEXT[2:]])


@pytest.mark.parametrize(
    "link",
    [
        "<a href=http://talk.fog.example/20001.html>15837 跟贴15837</a>",
        "<a href=/license>廣播電視節目製作經營許可證：青字第01015號</a>",
        "<a href=/beian>青公网安备 11010502034662号</a>",
        "<a href=mailto:desk@fog.example>投書信箱：desk@fog.example</a>",
        "<a href=/ad-disclosure>公職人員關係人補助交易身分公開專區</a>",
    ],
)
def test_counters_licences_and_mail_are_no_recommendations(read: partial[Page], link: str) -> None:
    found = read(html=article(after=f"<footer>{link}</footer>"))
    same(found)
    assert not found.recommendations


def test_a_lead_in_the_header_is_text(read: partial[Page]) -> None:
    lead = f"【記者沈青禾／青嶺報導】{LEAD}"
    html = page(
        f"<header><h1>{TITLE}</h1><div>2026/03/02 02:47</div><blockquote><div>{lead}</div></blockquote></header>"
        f"<div class=post-content>{paragraphs(TEXT[1:])}</div>"
    )
    found = same(read(html=html), [lead, *TEXT[1:]])
    assert (found.byline, found.published) == ("沈青禾", "2026-03-02T02:47:00+08:00")


def test_links_within_the_text_are_recommendations(read: partial[Page]) -> None:
    links = teasers("<a href=/a/{n}>青嶺｜{title}</a>")
    html = article().replace(f"<p>{TEXT[2]}", f'<div class="flex flex-col">{links}</div><p>{TEXT[2]}')
    found = read(html=html)
    same(found)
    assert list(pushed(found)) == [f"青嶺｜{title}" for title in TEASERS]


SHELL = "<div id=__next><footer>Copyright 2026 Fog Television</footer></div>"


def test_the_text_of_a_page_that_a_script_draws_comes_from_its_data(read: partial[Page]) -> None:
    data = {"props": {"pageProps": {"story": {"title": TITLE, "body": paragraphs(), "related": TEASERS}}}}
    head = (
        f'<meta property="og:title" content="{TITLE}"><meta property=article:published_time content=2026-03-02T10:00Z>'
    )
    script = f"<script id=__NEXT_DATA__ type=application/json>{json.dumps(data)}</script>"
    found = same(read(html=page(SHELL + script, head=head)))
    assert found.published == "2026-03-02T18:00:00+08:00"


def test_the_text_of_json_ld_counts_where_the_page_shows_none(read: partial[Page]) -> None:
    data = {
        "@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(TEXT), "dateModified": "2026-03-03",
        "author": {"@type": "Person", "name": "沈青禾"}, "datePublished": "2026-03-02T02:50:00Z",
    }  # fmt: skip
    script = f"<script type=application/ld+json>{json.dumps(data)}</script>"
    found = same(read(html=page(SHELL + script)))
    assert (found.byline, found.updated) == ("沈青禾", "2026-03-03")
    assert found.published == "2026-03-02T10:50:00+08:00"


def test_a_headline_without_a_text_is_an_article(read: partial[Page]) -> None:
    found = read(html=page(f"<h1>{TITLE}</h1><div id=app></div>", title=TITLE, head=""))
    assert (found.page_kind, found.article.headline, found.article.text) == ("article", TITLE, "")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("記者沈青禾／青嶺報導", "沈青禾"),
        ("【晨霧晚報╱記者沈青禾╱即時報導】", "沈青禾"),
        ("文／沈青禾　圖／林遠", "沈青禾"),
        ("撰文：沈青禾 林遠", "沈青禾、林遠"),
        ("By Mara Linden", "Mara Linden"),
        ("2026-03-02 来源：晨雾网 作者：沈青禾责任编辑：林遠", "沈青禾"),
        ("2026-03-02 列印 文字大小", None),
        ("責任編輯：林遠", None),
        ("", None),
    ],
)
def test_who_wrote_is_who_is_named_as_the_author(read: partial[Page], line: str, expected: str | None) -> None:
    found = same(read(html=article(byline=f"<div>{line}</div>")))
    assert found.byline == expected


def test_times_are_of_the_zone_of_the_readers(read: partial[Page]) -> None:
    byline = "<div>發布時間：2026/03/02 02:30</div><div>更新時間：2026/03/02 10:00</div>"
    found = same(read(html=article(byline=byline)))
    assert (found.published, found.updated) == ("2026-03-02T02:30:00+08:00", "2026-03-02T10:00:00+08:00")
    head = "<meta property=article:published_time content=2026-03-01T18:30:00Z>"
    html = article(byline=byline).replace("</head>", f"{head}</head>")
    assert read(html=html).article.published == "2026-03-02T02:30:00+08:00"
