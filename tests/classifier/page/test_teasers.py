import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.page.document import Block
from classifier.page.lines import Line
from classifier.page.teasers import merge_repeated, one_item_each
from tests.support.page_lines import letters, numbers, probabilities

TITLE = "白沙港老碼頭重新開放 週末有市集"
OTHER = "縣立圖書館延長開館到晚上十點"
EXCERPT = "白沙港務所昨天宣布，老碼頭整修完畢，本週末重新開放。"


def found(*lines: Line, roles: str | None = None, sure: float | list[float] = 0.9) -> str:
    given_roles = roles or "r" * len(lines)
    return letters(one_item_each(numbers(given_roles), lines, probabilities(given_roles, sure)))


def test_of_a_picture_and_a_title_of_one_link_the_title_is_the_item() -> None:
    picture, title = Line("碼頭的示意圖", "/n/1", 1.0, alt=True), Line(TITLE, "/n/1", 1.0)
    assert found(picture, title) == "xr"
    assert found(title, picture) == "rx"
    assert found(picture, title, sure=[0.99, 0.5]) == "xr"


def test_a_picture_alone_is_an_item() -> None:
    assert found(Line(TITLE, "/n/1", 1.0, alt=True), Line(OTHER, "/n/2", 1.0, alt=True)) == "rr"


def test_a_heading_is_the_title_of_a_teaser_and_an_excerpt_is_none() -> None:
    heading = Line(TITLE, "/n/1", 1.0, tags=frozenset(("h3",)))
    assert found(Line("生活萬象週報專題", "/n/1", 1.0), heading, sure=[0.99, 0.5]) == "xr"
    assert found(Line(EXCERPT, "/n/1", 1.0), Line(TITLE, "/n/1", 1.0), sure=[0.99, 0.5]) == "xr"


def test_an_excerpt_without_a_link_goes_with_the_title_of_its_card() -> None:
    title = Line(TITLE, "/n/1", 1.0, containers=(1, 2, 3))
    excerpt = Line(EXCERPT, containers=(1, 2, 4))
    assert found(title, excerpt) == "rx"
    assert found(title, excerpt, Line(OTHER, "/n/2", 1.0, containers=(1, 2, 5))) == "rrr"  # a list, no card


def test_what_says_the_title_again_stays_to_be_counted() -> None:
    assert found(Line(TITLE, "/n/1", 1.0, alt=True), Line(TITLE, "/n/1", 1.0)) == "rr"
    assert found(Line(TITLE[:9] + "…", "/n/1", 1.0), Line(TITLE, "/n/1", 1.0)) == "rr"
    assert found(Line(f"{TITLE} 01:17", "/n/1", 1.0), Line(TITLE, "/n/1", 1.0)) == "rr"


def test_teasers_of_two_links_are_two() -> None:
    assert found(Line(TITLE, "/n/1", 1.0), Line(OTHER, "/n/2", 1.0)) == "rr"
    assert found(Line(TITLE, "#", 1.0), Line(OTHER, "#", 1.0)) == "rr"
    assert found(Line(TITLE, "javascript:void(0)", 1.0), Line(OTHER, "javascript:void(0)", 1.0)) == "rr"
    assert found(Line(TITLE), Line(OTHER)) == "rr"


def test_lines_of_one_link_far_apart_are_two_teasers() -> None:
    between = [Line(f"{n} 分鐘前") for n in range(7)]
    first, second = Line("碼頭的示意圖", "/n/1", 1.0, alt=True), Line(TITLE, "/n/1", 1.0)
    assert found(first, *between, second, roles="r" + "x" * 7 + "r") == "r" + "x" * 7 + "r"
    assert found(first, *between[:5], second, roles="r" + "x" * 5 + "r") == "x" * 6 + "r"


@pytest.mark.parametrize(
    "line",
    [
        Line("15837 跟贴15837", "/talk/1", 1.0),
        Line("投書信箱：desk@fog.example", "mailto:desk@fog.example", 1.0),
        Line("青公网安备 11010502034662号", "/beian", 1.0),
        Line("晨霧新聞粉絲專頁", "https://www.facebook.com/fog", 1.0),
    ],
)
def test_a_link_that_is_surely_no_news_is_no_item(line: Line) -> None:
    assert found(line, Line(TITLE, "/n/1", 1.0)) == "xr"


def test_other_roles_stay() -> None:
    lines = [Line(TITLE, "/n/1"), Line(EXCERPT), Line(OTHER, "/n/2", 1.0), Line("關於我們", "/about", 1.0)]
    assert found(*lines, roles="hbrx") == "hbrx"
    assert found() == ""


_LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from([TITLE, OTHER, EXCERPT, TITLE[:8] + "…", "碼頭的圖"]),
        st.sampled_from([None, "/n/1", "/n/2", "#"]),
        alt=st.booleans(),
    ),
    max_size=9,
)


@given(_LINES, st.data())
def test_only_recommendations_change_and_every_link_keeps_one(lines: list[Line], data: st.DataObject) -> None:
    roles = "".join(data.draw(st.lists(st.sampled_from("hbrx"), min_size=len(lines), max_size=len(lines))))
    before = numbers(roles)
    after = one_item_each(before, lines, probabilities(roles))
    assert letters(before) == roles
    assert all(new == old or (old, new) == (2, 3) for old, new in zip(before.tolist(), after.tolist(), strict=True))
    pushed = [lines[i].href for i in np.flatnonzero(before == 2)]
    kept = [lines[i].href for i in np.flatnonzero(after == 2)]
    assert {href for href in pushed if href} == {href for href in kept if href}


def block(text: str, href: str | None = None, role: str = "recommendation", score: float = 0.9) -> Block:
    return Block(role, score, text, href)


def counts(*blocks: Block) -> dict[str, int]:
    return {each.text: each.count for each in merge_repeated(blocks)}


def test_what_says_the_same_is_one_with_a_count() -> None:
    assert counts(block(TITLE, "/n/1"), block(OTHER, "/n/2"), block(TITLE, "/n/1")) == {TITLE: 2, OTHER: 1}
    assert counts(block(TITLE, "/n/1"), block(TITLE.replace(" ", "，"), None)) == {TITLE: 2}
    assert counts(block(TITLE, "/n/1"), block(TITLE, "/n/9")) == {TITLE: 2}


def test_the_surest_and_the_first_link_stay() -> None:
    (one,) = merge_repeated([block(TITLE, None, score=0.5), block(TITLE, "/n/1", score=0.8)])
    assert (one.role_score, one.href, one.count) == (0.8, "/n/1", 2)


@pytest.mark.parametrize("dots", ["…", "...", "⋯", ""])
def test_a_cut_teaser_is_the_whole_one_of_its_link(dots: str) -> None:
    cut = TITLE[:8] + dots
    assert counts(block(cut, "/n/1"), block(TITLE, "/n/1")) == {TITLE: 2}
    assert counts(block(TITLE, "/n/1"), block(cut, "/n/1")) == {TITLE: 2}
    assert counts(block(TITLE, "/n/1"), block(cut, "/n/2")) == {TITLE: 1, cut: 1}


def test_three_forms_of_one_item_are_one() -> None:
    cut = TITLE[:8] + "…"
    assert counts(block(cut, "/n/1"), block(TITLE, "/n/1"), block(TITLE, "/n/1")) == {TITLE: 3}
    assert counts(block(cut, "/n/1"), block(TITLE, "/n/1"), block(cut, "/n/1")) == {TITLE: 3}


def test_text_of_the_article_is_never_merged() -> None:
    assert len(merge_repeated([block(EXCERPT, role="body"), block(EXCERPT, role="body")])) == 2
    assert len(merge_repeated([block(TITLE, role="headline"), block(TITLE)])) == 2
    assert len(merge_repeated([block(TITLE, role="headline"), block(TITLE, role="headline")])) == 1
