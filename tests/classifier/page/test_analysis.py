import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier import Classifier
from classifier.page.analysis import MAX_CHARACTERS, MAX_LINES, Block, Page, PageError, analyze
from classifier.page.roles import ROLES
from tests.conftest import ROOT
from tests.support.page_examples import BAIT, CUT, EXAMPLE, HEADLINE, PLAIN, SIDE, TWICE, as_text, news
from training.corpus.labelled_pages import PageFile, page_files

URL = "https://news.example/life/1"


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


@pytest.fixture(scope="module")
def example(classifier: Classifier) -> Page:
    return analyze(html=EXAMPLE, url=URL, classifier=classifier)


def test_the_article_is_what_the_page_reports(example: Page) -> None:
    check(example)
    article = example.article
    assert article.headline == HEADLINE
    assert (article.byline, article.published) == ("林小漁", "2026-03-02T09:30:00+08:00")
    assert article.label == "substantive" and article.score is not None and article.topic
    assert [paragraph[:3] for paragraph in article.text.split("\n")] == ["海風市", "交通局", "局方指"]


def test_what_is_pushed_is_found_with_its_bait(example: Page) -> None:
    found = pushed(example)
    assert len(found) == 5
    assert (found[BAIT].label, found[TWICE].label) == ("clickbait", "clickbait")


def test_plain_news_of_the_same_outlet_is_a_recommendation_and_substantive(example: Page) -> None:
    block = pushed(example)[PLAIN]
    assert (block.role, block.label) == ("recommendation", "substantive")


def test_links_are_resolved_against_the_address(example: Page, classifier: Classifier) -> None:
    assert pushed(example)[BAIT].href == "https://news.example/life/101"
    assert pushed(analyze(html=EXAMPLE, classifier=classifier))[BAIT].href == "/life/101"


def test_a_block_tells_where_it_stands(example: Page) -> None:
    assert pushed(example)[BAIT].path == "html>body>aside>ul>li>a"


def test_an_item_of_two_lists_is_one_with_a_count(example: Page) -> None:
    assert pushed(example)[TWICE].count == 2
    assert [block.text for block in example.blocks].count(TWICE) == 1


def test_a_cut_teaser_is_the_whole_one_of_the_same_link(classifier: Classifier) -> None:
    page = analyze(html=news(side=SIDE.replace(f">{TWICE}</a>", f">{CUT}…</a>")), classifier=classifier)
    assert pushed(page)[TWICE].count == 2
    assert f"{CUT}…" not in pushed(page)
    first = SIDE.replace(f'alt="{TWICE}"', f'alt="{CUT}..."')
    assert pushed(analyze(html=news(side=first), classifier=classifier))[TWICE].count == 2


def test_a_cut_teaser_of_another_link_is_another_item(classifier: Classifier) -> None:
    side = SIDE.replace(f'"/life/102">{TWICE}</a>', f'"/life/999">{CUT}…</a>')
    found = pushed(analyze(html=news(side=side), classifier=classifier))
    assert found[TWICE].count == found[f"{CUT}…"].count == 1


def test_image_text_and_title_of_a_teaser_are_one(classifier: Classifier) -> None:
    side = SIDE.replace(f">{PLAIN}<", f'><img alt="{PLAIN}"><h3>{PLAIN}</h3><')
    assert pushed(analyze(html=news(side=side), classifier=classifier))[PLAIN].count == 2


def test_text_alone_is_enough(classifier: Classifier, example: Page) -> None:
    page = analyze(text=as_text(EXAMPLE), classifier=classifier)
    check(page)
    assert page.article.headline == HEADLINE and page.article.text == example.article.text
    assert (page.article.byline, page.article.published) == ("林小漁", "2026-03-02 09:30")
    assert set(pushed(page)) == set(pushed(example))
    assert pushed(page)[TWICE].count == 2
    assert {(block.href, block.path) for block in page.blocks} == {(None, None)}


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("記者林小漁／海風報導 2026-03-02 09:30", ("林小漁", "2026-03-02 09:30")),
        ("撰文：陳大同 | 2026年3月2日 上午 9:30", ("陳大同", "2026年3月2日 上午 9:30")),
        ("編輯 陳大同、林小漁 2026/03/02", ("陳大同、林小漁", "2026/03/02")),
        ("更新", (None, None)),
    ],
)
def test_byline_and_time_are_read_near_the_headline(
    classifier: Classifier, byline: str, expected: tuple[str | None, str | None]
) -> None:
    article = analyze(html=news(head="", byline=byline), classifier=classifier).article
    assert (article.byline, article.published) == expected


def test_a_page_with_json_ld_alone_has_headline_byline_and_time(classifier: Classifier) -> None:
    file = PageFile(ROOT / "datasets" / "pages" / "jsonldonly" / "01.html")
    article = analyze(html=file.path.read_bytes(), classifier=classifier).article
    assert article.headline == file.metadata.headline
    assert (article.byline, article.published) == (file.metadata.byline, file.metadata.published)
    assert article.text


@pytest.mark.parametrize("file", page_files()[::6], ids=lambda file: file.name)
def test_bundled_pages_have_an_article_and_recommendations(classifier: Classifier, file: PageFile) -> None:
    page = analyze(html=file.path.read_bytes(), classifier=classifier)
    check(page)
    assert page.article.headline and page.article.text
    shown = re.sub(r"\s", "", as_text(file.path.read_text(encoding="utf-8")))
    assert all(re.sub(r"\s", "", paragraph) in shown for paragraph in page.article.text.split("\n"))
    if "recommendation" in file.html().roles:
        assert page.recommendations


@pytest.mark.parametrize(("encoding", "declared"), [("big5", "utf-8"), ("gb18030", "big5"), ("utf-16", "big5")])
def test_a_wrong_declaration_changes_nothing(
    classifier: Classifier, example: Page, encoding: str, declared: str
) -> None:
    data = EXAMPLE.replace("utf-8", declared).encode(encoding)
    assert analyze(html=data, url=URL, classifier=classifier) == example


def test_broken_markup_is_read_as_a_browser_does(classifier: Classifier, example: Page) -> None:
    broken = re.sub("</(li|p|ul|ol|main|article|nav|header|footer|aside|body|html)>", "", EXAMPLE)
    page = analyze(html=broken + "</div></b><a href='", url=URL, classifier=classifier)
    assert page.article.headline == HEADLINE and page.article.text == example.article.text
    assert {BAIT, TWICE, PLAIN} <= set(pushed(page))


@pytest.mark.parametrize(
    "html",
    [
        "", " \n", "<html></html>", "<body></body>", "<", "<!--", "</p>", "\x00", "\ud800", 
        "<script>let a = '字';</script>",
        b"", b"\xff\xfe", b"\xef\xbb\xbf", "<head><title>字字字字</title></head>", "<p>——</p>",
    ],
)  # fmt: skip
def test_a_page_without_text_has_no_blocks(classifier: Classifier, html: str | bytes) -> None:
    page = analyze(html=html, classifier=classifier)
    assert page.blocks == [] and page.article.text == ""
    assert page.article.headline is page.article.score is page.article.label is None


def test_a_login_form_is_no_article(classifier: Classifier) -> None:
    form = "<form class=login><h1>會員登入</h1><label>帳號<input></label><button>登入</button></form>"
    page = analyze(html=f"<title>登入</title>{form}", classifier=classifier)
    check(page)
    assert page.article.headline is None and page.article.text == "" and page.recommendations == []


def test_a_shop_has_no_article_text(classifier: Classifier) -> None:
    goods = [("經典帆布鞋 米白", 1280), ("防水登山鞋 中筒", 3450), ("慢跑鞋 透氣網布", 2190)]
    items = "".join(
        f"<div class=item><a href=/p/{p}>{n}</a><b>NT$ {p}</b><button>購買</button></div>" for n, p in goods
    )
    page = analyze(html=f"<h1>海風鞋店</h1>{items}<footer>客服專線 02-0000-0000</footer>", classifier=classifier)
    check(page)
    assert page.article.text == ""


@pytest.mark.parametrize("href", ["http://[", "//[", "javascript:alert(1)", "http://a:99999999/", "\x01", "%", "a b"])
def test_a_link_may_be_nonsense(classifier: Classifier, href: str) -> None:
    page = analyze(html=EXAMPLE.replace("/life/101", href), url=URL, classifier=classifier)
    assert isinstance(pushed(page)[BAIT].href, str)


@pytest.mark.parametrize("url", ["", "news.example", "ftp://news.example/", "https://", "http://[", "javascript:x"])
def test_a_bad_address_is_refused(classifier: Classifier, url: str) -> None:
    with pytest.raises(PageError, match="is not an address of a page") as error:
        analyze(text="字", url=url, classifier=classifier)
    assert error.value.field == "url"


def test_html_or_text_is_needed_and_not_both(classifier: Classifier) -> None:
    for given_ in ({}, {"html": "<p>字", "text": "字"}):
        with pytest.raises(PageError, match="give either"):
            analyze(**given_, classifier=classifier)


@pytest.mark.parametrize("field", ["html", "text"])
def test_a_page_has_a_limit(classifier: Classifier, field: str) -> None:
    with pytest.raises(PageError, match=f"at most {MAX_CHARACTERS}") as error:
        analyze(**{field: "字" * (MAX_CHARACTERS + 1)}, classifier=classifier)  # type: ignore[arg-type]
    assert error.value.field == field


def test_nesting_that_no_page_has_is_refused(classifier: Classifier) -> None:
    with pytest.raises(PageError, match="nested more than 2000 deep") as error:
        analyze(html="<div>" * 2_000_000, classifier=classifier)
    assert error.value.field == "html"


@pytest.mark.parametrize(
    "unit", ["<p>字字", "<div></b>字", "字<br>", "<li><a href=x>他只做一件事</a>", "字" * 1000, "<!-- >"]
)
def test_ten_megabytes_are_analysed_in_bounded_time(classifier: Classifier, unit: str) -> None:
    begin = time.process_time()
    page = analyze(html=unit * (10_000_000 // len(unit)), classifier=classifier)
    assert len(page.blocks) <= MAX_LINES
    assert time.process_time() - begin < 30


def test_the_threshold_decides(classifier: Classifier) -> None:
    for threshold, label in ((0.0, "clickbait"), (1.0, "substantive")):
        page = analyze(html=EXAMPLE, threshold=threshold, classifier=classifier)
        assert {block.label for block in page.recommendations if (block.score or 0) < 1} == {label}


def test_scores_are_those_of_the_headlines_alone(classifier: Classifier, example: Page) -> None:
    texts = [block.text for block in example.recommendations]
    assert [block.score for block in example.recommendations] == [p.score for p in classifier.predict(texts)]


def test_a_page_is_plain_values_for_json(example: Page) -> None:
    document = example.to_dict()
    assert document["article"]["headline"] == HEADLINE
    assert len(document["blocks"]) == len(example.blocks)
    assert set(document["blocks"][0]) == {*Block.__slots__, "topic"} - {"answers"}


TEXTS = st.one_of(
    st.text(max_size=12), st.sampled_from([HEADLINE, BAIT, PLAIN, "熱門文章", "記者林小漁", "他說：「好。」" * 9])
)
TAGS = st.sampled_from(
    "div p a h1 ul li b table tr td img script title svg form select option template ruby rt".split()
)
NAMES = st.sampled_from("class id href alt data-role property content name".split())


@st.composite
def elements(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """An element that may lack its end, or have another's."""
    tag, values = draw(TAGS), draw(st.dictionaries(NAMES, TEXTS, max_size=2))
    quote = draw(st.sampled_from(["'", '"', ""]))
    attributes = "".join(f" {name}={quote}{value}{quote}" for name, value in values.items())
    end = draw(st.sampled_from([f"</{tag}>", f"</{tag}>", "", f"</{draw(TAGS)}>", "<!--", "]]>"]))
    return f"<{tag}{attributes}>{''.join(draw(st.lists(inner, max_size=4)))}{end}"


MARKUP = st.recursive(TEXTS, elements, max_leaves=25)
FUZZ = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])


@FUZZ
@given(st.lists(MARKUP, max_size=4).map("".join), st.none() | st.just(URL))
def test_any_markup_has_a_result(classifier: Classifier, html: str, url: str | None) -> None:
    check(analyze(html=html, url=url, classifier=classifier))


@FUZZ
@given(st.lists(st.one_of(TEXTS, st.text(st.characters(codec=None), max_size=30)), max_size=12).map("\n".join))
def test_any_text_has_a_result(classifier: Classifier, text: str) -> None:
    page = analyze(text=text, classifier=classifier)
    check(page)
    shown = "".join(re.sub("[\x00\ud800-\udfff]", "", text).split())
    assert all("".join(line.split()) in shown for line in page.article.text.split("\n"))


@FUZZ
@given(st.binary(max_size=200))
def test_any_bytes_have_a_result(classifier: Classifier, data: bytes) -> None:
    check(analyze(html=data, classifier=classifier))


@pytest.mark.parametrize("name", ["chinatimes", "ettoday", "ltn", "udn"])
def test_real_pages_have_an_article_and_many_recommendations(classifier: Classifier, shared: Path, name: str) -> None:
    file = shared / "pages" / f"{name}.html"
    if not file.is_file():
        pytest.skip(f"{file} is not here: real pages stay outside the repository")
    page = analyze(html=file.read_bytes(), classifier=classifier)
    check(page)
    assert page.article.headline and len(page.article.text) > 100
    assert len(page.recommendations) >= 10
