import re
from pathlib import Path

import pytest

from classifier import Classifier
from classifier.page.analysis import Block, Page, analyze
from classifier.page.title_parts import without_outlet
from tests.conftest import ROOT
from tests.support.page_examples import (
    BAIT,
    CUT,
    EXAMPLE,
    HEADLINE,
    PLAIN,
    SIDE,
    TWICE,
    URL,
    as_text,
    check,
    news,
    pushed,
)
from training.corpus.labelled_pages import PageFile, page_files


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


def test_text_alone_is_enough(full_classifier: Classifier) -> None:
    example = analyze(html=EXAMPLE, url=URL, classifier=full_classifier)
    page = analyze(text=as_text(EXAMPLE), classifier=full_classifier)
    check(page)
    assert page.article.headline == HEADLINE and page.article.text == example.article.text
    assert (page.article.byline, page.article.published) == ("林小漁", "2026-03-02T09:30:00+08:00")
    assert set(pushed(page)) == set(pushed(example))
    assert pushed(page)[TWICE].count == 2
    assert {(block.href, block.path) for block in page.blocks} == {(None, None)}


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("記者林小漁／海風報導 2026-03-02 09:30", ("林小漁", "2026-03-02T09:30:00+08:00")),
        ("撰文：陳大同 | 2026年3月2日 上午 9:30", ("陳大同", "2026-03-02T09:30:00+08:00")),
        ("編輯 陳大同、林小漁 2026/03/02", ("陳大同、林小漁", "2026-03-02")),
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
    assert (article.byline or "") in "、".join(file.metadata.authors)
    assert article.published and article.published[:10] == (file.metadata.published or "")[:10]
    assert article.text


@pytest.mark.parametrize("file", page_files()[::6], ids=lambda file: file.name)
def test_bundled_pages_have_an_article_and_recommendations(full_classifier: Classifier, file: PageFile) -> None:
    page = analyze(html=file.path.read_bytes(), classifier=full_classifier)
    check(page)
    has_article = "headline" in file.html().roles  # a list of teasers has none
    assert bool(page.article.headline and page.article.text) == has_article
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


def test_a_login_form_is_no_article(classifier: Classifier) -> None:
    form = "<form class=login><h1>會員登入</h1><label>帳號<input></label><button>登入</button></form>"
    page = analyze(html=f"<title>登入</title>{form}", classifier=classifier)
    check(page)
    assert page.article.headline is None and page.article.text == "" and page.recommendations == []


def test_a_shop_has_no_article_text(full_classifier: Classifier) -> None:
    goods = [("經典帆布鞋 米白", 1280), ("防水登山鞋 中筒", 3450), ("慢跑鞋 透氣網布", 2190)]
    items = "".join(
        f"<div class=item><a href=/p/{p}>{n}</a><b>NT$ {p}</b><button>購買</button></div>" for n, p in goods
    )
    page = analyze(html=f"<h1>海風鞋店</h1>{items}<footer>客服專線 02-0000-0000</footer>", classifier=full_classifier)
    check(page)
    assert page.article.text == ""


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
    assert set(document["blocks"][0]) == {*Block.__slots__, "grade", "kind", "kinds", "topic"} - {"answers"}


@pytest.mark.parametrize("name", ["chinatimes", "ettoday", "ltn", "udn"])
def test_real_pages_have_an_article_and_many_recommendations(classifier: Classifier, shared: Path, name: str) -> None:
    file = shared / "pages" / f"{name}.html"
    if not file.is_file():
        pytest.skip(f"{file} is not here: real pages stay outside the repository")
    page = analyze(html=file.read_bytes(), classifier=classifier)
    check(page)
    assert page.article.headline and len(page.article.text) > 100
    assert len(page.recommendations) >= 10


def test_the_name_that_the_page_gives_itself_counts_for_nothing(classifier: Classifier) -> None:
    named = EXAMPLE.replace("<head>", '<head><meta property="og:site_name" content="雲嶺晨刊">')
    plain = analyze(html=named, classifier=classifier)
    page = analyze(html=named.replace(f"{HEADLINE}</h1>", f"{HEADLINE}｜雲嶺晨刊</h1>"), classifier=classifier)
    assert page.article.headline == f"{HEADLINE}｜雲嶺晨刊"
    assert page.article.score is not None and page.article.score == plain.article.score


@pytest.mark.parametrize(
    ("title", "outlets", "left"),
    [
        ("新路線週一上路｜雲嶺晨刊", ["雲嶺晨刊"], "新路線週一上路"),
        ("新路線週一上路 - 地方 | 雲嶺晨刊電子報", ["雲嶺晨刊"], "新路線週一上路 - 地方"),
        ("雲嶺晨刊 - 新路線週一上路", ["雲嶺晨刊"], "新路線週一上路"),
        ("獨家｜雲嶺晨刊遭罰三百萬 台長下台說明白了嗎", ["雲嶺晨刊"], "獨家｜雲嶺晨刊遭罰三百萬 台長下台說明白了嗎"),
        ("地方｜新路線週一上路", ["地方新聞社"], "地方｜新路線週一上路"),
        ("新路線週一上路", ["雲嶺晨刊"], "新路線週一上路"),
        ("雲嶺晨刊", ["雲嶺晨刊"], "雲嶺晨刊"),
        ("甲｜乙", [], "甲｜乙"),
    ],
)
def test_a_title_loses_the_outlet_and_never_its_news(title: str, outlets: list[str], left: str) -> None:
    assert without_outlet(title, outlets) == left
