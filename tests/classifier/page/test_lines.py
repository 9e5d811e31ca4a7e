import subprocess
import sys

import pytest
from selectolax.lexbor import LexborHTMLParser

from classifier.page.copied_text import text_lines
from classifier.page.elements import class_kinds
from classifier.page.lines import LONGEST, Line, html_lines
from classifier.page.markup_limits import MAX_TAGS, MarkupError, check_markup, first_tags


def lines(html: str, mark: str | None = None) -> list[Line]:
    return html_lines(LexborHTMLParser(html), mark)


def texts(html: str) -> list[str]:
    return [line.text for line in lines(html)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>甲<b>乙</b>丙</p><p>丁</p>", ["甲乙丙", "丁"]),
        ("甲<br>乙<hr>丙", ["甲", "乙", "丙"]),
        ("<p> 甲 \n 乙 &amp; 丙 </p>", ["甲 乙 & 丙"]),
        ("<p></p><script>甲</script><style>乙</style><template>丙</template><textarea>丁</textarea><p>戊", ["戊"]),
        ("<p>——</p><p>●</p><p>甲</p>", ["甲"]),
        ("<img alt=甲><img alt=' '><input alt=乙>", ["甲", "乙"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<p>甲<p>乙</div></b></p>丙<li>丁", ["甲", "乙", "丙", "丁"]),
        ("<table><tr><td>甲<td>乙</table>", ["甲", "乙"]),
        ("", []),
        ("<!-- 甲 -->", []),
    ],
)
def test_a_line_is_what_a_reader_sees_as_one(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


def test_a_line_of_links_is_taken_apart_and_a_sentence_with_a_link_is_not() -> None:
    assert texts("<p><a href=1>甲乙</a>｜<a href=2>丙丁</a> 戊</p>") == ["甲乙", "丙丁", "戊"]
    (sentence,) = lines("<p>今天是個好天氣，<a href=/weather>氣象署</a>表示，明天也是。</p>")
    assert sentence.href == "/weather"
    assert sentence.linked == pytest.approx(3 / 19)


def test_a_line_tells_where_it_stands() -> None:
    (line,) = lines('<main><article class="story-body x"><h1 id=head>甲</h1></article></main>')
    assert line.path == ">html>body>main>article.story-body>h1.head"
    assert {"main", "article", "h1"} <= line.tags
    assert line.kinds == line.near == {"content"}
    assert len(line.containers) == 5 and list(line.containers) == sorted(line.containers)


def test_image_text_is_marked() -> None:
    assert [(line.text, line.alt, line.href) for line in lines("<a href=/1><img alt=甲><h3>乙</h3></a>")] == [
        ("甲", True, "/1"),
        ("乙", False, "/1"),
    ]


@pytest.mark.parametrize(
    ("html", "hidden"),
    [
        ("<p hidden>甲</p><p>乙丙", "hidden"),
        ("<div style='color:red; DISPLAY : none'><p>甲</p></div><p>乙丙", "hidden"),
        ("<div style=visibility:hidden><p>甲</p></div><p>乙丙", "hidden"),
        ("<p>乙丙</p><noscript>甲</noscript>", "hidden"),
        ("<select><option>甲</select><p>乙丙", "hidden"),
        ("<div aria-hidden=true><p>甲</p></div><p>乙丙", "aria"),
        ("<div hidden><p aria-hidden=true>甲</p></div><p>乙丙", "hidden"),
        ("<p style='background:none'>甲</p><p>乙丙", None),
        ("<body style=display:none><p>甲<p>乙丙", None),  # the page itself: its script will show it
    ],
)
def test_a_line_knows_what_hides_it(html: str, hidden: str | None) -> None:
    found = {line.text: line.hidden for line in lines(html)}
    assert found == {"甲": hidden, "乙丙": None}


def test_the_mark_is_inherited_and_the_larger_part_of_a_line_decides() -> None:
    html = "<div r=body><p>甲乙丙丁<span r=boilerplate>戊</span></p><p r=headline>己</p></div>庚"
    assert [(line.text, line.mark) for line in lines(html, "r")] == [
        ("甲乙丙丁戊", "body"),
        ("己", "headline"),
        ("庚", None),
    ]


def test_words_in_class_names_are_found_in_any_spelling() -> None:
    assert class_kinds("HotNews-list_item relatedPosts") >= {"popular", "list"}
    assert class_kinds("x9f_q ") == frozenset()
    assert class_kinds("articlekeyword newslist") >= {"tag", "content", "list"}


def test_lines_of_text() -> None:
    assert [line.text for line in text_lines("甲  乙\r\n\n ——\n\u3000丙\u2028丁")] == ["甲 乙", "丙", "丁"]
    assert text_lines("") == []


def test_a_line_has_a_limit() -> None:
    assert len(texts("字" * (LONGEST + 5))[0]) == LONGEST
    assert len(text_lines("字" * (LONGEST + 5))[0].text) == LONGEST


def test_nesting_is_walked_without_recursion() -> None:
    (line,) = lines("<div>" * 10_000 + "甲")
    assert line.text == "甲" and len(line.containers) == 40


@pytest.mark.parametrize("unit", ["<div>", "<b><i>", "<table><tr><td>", "<svg>", "<x-y>"])
def test_deep_nesting_is_refused(unit: str) -> None:
    with pytest.raises(MarkupError, match="nested more than 2000 deep"):
        check_markup(unit * 6000)


def test_a_tag_with_too_many_attributes_is_refused() -> None:
    with pytest.raises(MarkupError, match="more than 2000 attributes"):
        check_markup("<a " + "x=1 " * 5000 + ">")


@pytest.mark.parametrize(
    "html",
    [
        "<div>甲</div>" * 5000,
        "<ul>" + "<li>甲" * 6000,
        "<p>甲<br>" * 6000,
        "<svg>" + '<path d="M0 0L1 1z"/>' * 6000 + "</svg>",
        f'<img src="data:image/png;base64,{"A" * 50_000}">',
    ],
)
def test_a_long_page_is_no_nesting(html: str) -> None:
    check_markup(html)


def test_a_page_is_read_up_to_a_number_of_tags() -> None:
    assert first_tags("<p>甲" * MAX_TAGS) == "<p>甲" * MAX_TAGS
    assert first_tags("<p>甲" * (MAX_TAGS + 9)) == "<p>甲" * MAX_TAGS


_BOUNDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from selectolax.lexbor import LexborHTMLParser
from classifier.page.lines import html_lines
from classifier.page.markup_limits import MarkupError, check_markup, first_tags
for unit in sys.argv[1:]:
    page = first_tags(unit * (10_000_000 // len(unit)))
    try:
        check_markup(page)
    except MarkupError:
        continue
    html_lines(LexborHTMLParser(page))
"""


@pytest.mark.slow
def test_ten_megabytes_of_any_tag_take_bounded_time_and_memory() -> None:
    units = ["<div>", "<p>", "<div></b>", "<!--", "<", "<svg><tr>", "字<br>"]
    subprocess.run([sys.executable, "-c", _BOUNDED, *units], check=True, timeout=240)
