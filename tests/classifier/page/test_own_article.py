from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from classifier.page.lines import Line
from classifier.page.own_article import keep_own_article
from tests.support.page_lines import letters, numbers, probabilities

FIRST = "青嶺鎮路燈下月全面換新"
SECOND = "白沙港老碼頭重新開放了"
TEXT = "鎮公所今天宣布，路燈下個月起分三期換成省電燈具。"


def title(text: str, article: int, tag: str = "h1", path: str = "") -> Line:
    return Line(
        text, path=path or f">html>body>article>{tag}", tags=frozenset((tag,)), containers=(1, article, article + 1)
    )


def paragraph(article: int, text: str = TEXT) -> Line:
    return Line(text, path=">html>body>article>p", tags=frozenset(("p",)), containers=(1, article, article + 2))


def kept(lines: Sequence[Line], roles: str) -> str:
    return letters(keep_own_article(numbers(roles), lines, probabilities(roles)))


def test_an_article_below_the_own_one_is_none_of_its_text() -> None:
    lines = [title(FIRST, 10), paragraph(10), paragraph(10), title(SECOND, 20), paragraph(20), paragraph(20)]
    assert kept(lines, "hbbxbb") == "hbbrxx"
    assert kept(lines, "hbbrbb") == "hbbrxx"


def test_a_third_article_is_none_either() -> None:
    lines = [line for n in (10, 20, 30) for line in (title(FIRST if n == 10 else f"{SECOND}{n}", n), paragraph(n))]
    assert kept(lines, "hbxbxb") == "hbrxrx"


def test_titles_of_any_rank_begin_another_article() -> None:
    for tag in ("h1", "h2", "h3"):
        lines = [title(FIRST, 10, tag), paragraph(10), title(SECOND, 20, tag), paragraph(20)]
        assert kept(lines, "hbxb") == "hbrx"


def test_a_sub_heading_within_the_article_begins_none() -> None:
    lines = [title(FIRST, 10), paragraph(10), title("路燈換新之後的巡守路線", 10, "h2"), paragraph(10)]
    assert kept(lines, "hbbb") == "hbbb"
    assert kept(lines, "hbxb") == "hbxb"


def test_the_headline_said_again_begins_none() -> None:
    lines = [title(FIRST, 10), paragraph(10), title(FIRST, 20), paragraph(20)]
    assert kept(lines, "hbhb") == "hbhb"
    lines = [title(FIRST, 20), title(FIRST, 10), paragraph(10)]
    assert kept(lines, "hhb") == "hhb"


def test_a_title_without_a_text_behind_it_begins_none() -> None:
    lines = [title(FIRST, 10), paragraph(10), title(SECOND, 20), Line("關於我們", containers=(1, 30))]
    assert kept(lines, "hbrx") == "hbrx"


def test_links_and_pictures_begin_none() -> None:
    for other in (
        Line(SECOND, "/n/2", 1.0, tags=frozenset(("h2", "a")), containers=(1, 20, 21)),
        Line(SECOND, alt=True, tags=frozenset(("h2",)), containers=(1, 20, 21)),
    ):
        assert kept([title(FIRST, 10), paragraph(10), other, paragraph(10)], "hbrb") == "hbrb"


def test_a_short_or_long_heading_is_no_title() -> None:
    for text in ("延伸閱讀", "碼頭" * 60):
        lines = [title(FIRST, 10), paragraph(10), title(text, 20, "h2"), paragraph(20)]
        assert kept(lines, "hbxb") == "hbxb"


def test_copied_text_needs_a_title_of_the_first_rank_or_a_likely_headline() -> None:
    lines = [Line(FIRST, marker="title"), Line(TEXT), Line(SECOND, marker="title"), Line(TEXT)]
    assert kept(lines, "hbxb") == "hbrx"
    lines = [Line(FIRST), Line(TEXT), Line(SECOND), Line(TEXT)]
    likely = probabilities("hbhb", [0.9, 0.9, 0.4, 0.9])
    assert letters(keep_own_article(numbers("hbxb"), lines, likely)) == "hbrx"
    assert kept(lines, "hbxb") == "hbxb"
    lines = [Line(FIRST, marker="title"), Line(TEXT), Line(SECOND, marker="heading"), Line(TEXT)]
    assert kept(lines, "hbbb") == "hbbb"


def test_a_page_without_a_headline_or_a_text_stays() -> None:
    lines = [title(FIRST, 10), paragraph(10), title(SECOND, 20), paragraph(20)]
    for roles in ("xbxb", "hxxx", "rxrx"):
        assert kept(lines, roles) == roles
    assert kept([], "") == ""


_LINES = st.lists(
    st.one_of(
        st.builds(title, st.sampled_from([FIRST, SECOND, "延伸閱讀"]), st.sampled_from([10, 20, 30])),
        st.builds(paragraph, st.sampled_from([10, 20, 30])),
        st.builds(Line, st.sampled_from([FIRST, SECOND, TEXT]), marker=st.sampled_from([None, "title", "list"])),
    ),
    max_size=10,
)


@given(_LINES, st.data())
def test_only_text_behind_the_headline_goes(lines: list[Line], data: st.DataObject) -> None:
    roles = "".join(data.draw(st.lists(st.sampled_from("hbrx"), min_size=len(lines), max_size=len(lines))))
    found = kept(lines, roles)
    first = roles.find("h")
    assert found[: first + 1] == roles[: first + 1]
    for old, new in zip(roles, found, strict=True):
        assert new == old or new == "r" or (old, new) == ("b", "x")
    if "h" in roles and "b" in roles:
        assert "h" in found and "b" in found
