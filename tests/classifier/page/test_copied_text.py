import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.page.copied_text import text_lines

LINK = "[路燈下月全面換新](https://heron.example/n/1)"


def texts(text: str) -> list[str]:
    return [line.text for line in text_lines(text)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# 路燈下月全面換新", "路燈下月全面換新"),
        ("## 路燈", "路燈"),
        ("###### 路燈", "路燈"),
        ("- 路燈", "路燈"),
        ("* 路燈", "路燈"),
        ("+ 路燈", "路燈"),
        ("• 路燈", "路燈"),
        ("•路燈", "路燈"),
        ("▸ 路燈", "路燈"),
        ("> 路燈換新，市府說。", "路燈換新，市府說。"),
        (">> 路燈換新，市府說。", "路燈換新，市府說。"),
        ("- ## 路燈", "路燈"),
        ("> - 路燈", "路燈"),
        ("**路燈**", "路燈"),
        ("__路燈__", "路燈"),
        ("*路燈*", "路燈"),
        ("***路燈***", "路燈"),
        ("~~路燈~~", "路燈"),
        ("市府說，**路燈**全面換新。", "市府說，路燈全面換新。"),
        (LINK, "路燈下月全面換新"),
        (f"- {LINK}", "路燈下月全面換新"),
        (f"1. {LINK}", "路燈下月全面換新"),
        (f"12) {LINK}", "路燈下月全面換新"),
        (f"1. **{LINK}**", "路燈下月全面換新"),
        (f"### {LINK}", "路燈下月全面換新"),
        ('[路燈換新](https://heron.example/n/1 "路燈換新")', "路燈換新"),
        ("[路燈換新](<https://heron.example/n/1>)", "路燈換新"),
        ("[路燈換新](https://heron.example/n/路燈_(街道))", "路燈換新"),
        ("[**路燈**換新](/n/1)", "路燈換新"),
        ("![路燈](https://heron.example/1.jpg)", "路燈"),
        ("<https://heron.example/n/1>", "https://heron.example/n/1"),
        (r"\[路燈\] 換新", "[路燈] 換新"),
        (r"\# 路燈", "# 路燈"),
        (r"1\. 路燈", "1. 路燈"),
        (r"a\_b\*c", "a_b*c"),
    ],
)
def test_marks_of_markdown_are_taken_off(source: str, expected: str) -> None:
    assert texts(source) == [expected]


@pytest.mark.parametrize(
    "source",
    [
        "1. 先關閉電源",
        "3 天後恢復供電",
        "2026. 3. 2",
        "3.5 公里的路段換新",
        "-3 度低溫",
        "5 * 3 * 2 公尺",
        "#路燈 #換新",
        "snake_case_name 之外",
        "路燈 (第二期) 換新",
        "[快訊] 路燈換新",
        "【路燈】換新｜海風",
        "（白鷺社記者陳沐青海風2日電）路燈換新。",
        "評分：***",
        "內地團｜食飯時間設下限",
        "路燈換新…",
        "C:\\路燈\\圖",
        "A < B > C",
    ],
)
def test_what_is_no_mark_stays(source: str) -> None:
    assert texts(source) == [source]


def test_a_line_notes_its_mark_and_its_link() -> None:
    title, heading, item, plain, picture = text_lines(
        f"# 路燈換新\n## 相關新聞\n- {LINK}\n市府說，{LINK}，費用由中央補助。\n![夜裡的路燈](/1.jpg)\n"
    )
    assert [line.marker for line in (title, heading, item, plain)] == ["title", "heading", "list", None]
    assert (item.href, item.linked) == ("https://heron.example/n/1", 1.0)
    assert plain.href == "https://heron.example/n/1" and 0 < plain.linked < 0.6
    assert (title.href, title.linked, title.alt) == (None, 0.0, False)
    assert picture.alt and picture.text == "夜裡的路燈"


def test_a_heading_within_a_list_item_is_a_heading() -> None:
    assert [line.marker for line in text_lines("- ### 路燈換新")] == ["heading"]


def test_links_that_make_up_a_line_are_lines_of_their_own() -> None:
    first, second = text_lines("[路燈換新](/n/1) | [老樹移植](/n/2)")
    assert (first.text, first.href, second.text, second.href) == ("路燈換新", "/n/1", "老樹移植", "/n/2")


def test_a_sentence_with_links_stays_one_line() -> None:
    source = "海風市府今天宣布，[路燈](/t/1)下月換新，費用由[中央](/t/2)補助三成，其餘自籌。"
    (line,) = text_lines(source)
    assert line.text == "海風市府今天宣布，路燈下月換新，費用由中央補助三成，其餘自籌。"


def test_a_link_that_spans_lines_is_its_text() -> None:
    (line,) = text_lines("[\n\n路燈下月全面換新\n\n](https://heron.example/n/1)")
    assert (line.text, line.href, line.linked) == ("路燈下月全面換新", "https://heron.example/n/1", 1.0)
    found = texts("[\n![夜裡的路燈](/1.jpg)\n### 路燈下月全面換新\n](/n/1)\n老樹移植有爭議")
    assert found == ["夜裡的路燈", "路燈下月全面換新", "老樹移植有爭議"]


def test_a_picture_that_is_a_link_is_a_picture_with_a_link() -> None:
    (line,) = text_lines("[![夜裡的路燈](/1.jpg)](/n/1)")
    assert (line.text, line.href, line.alt) == ("夜裡的路燈", "/n/1", True)


def test_a_picture_within_a_sentence_is_none_of_it() -> None:
    assert texts("路燈![夜裡](/1.jpg)換新。") == ["路燈換新。"]


@pytest.mark.parametrize("source", ["", "\n\n", "---", "***", "| --- | --- |", "[](/n/1)", "![](/1.jpg)", "# ", "- "])
def test_marks_alone_are_no_line(source: str) -> None:
    assert texts(source) == []


_HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=40)
_PLAIN = st.lists(st.one_of(_HAN, st.sampled_from("，。！？「」、：；（）…％123")), min_size=1, max_size=8).map("".join)


@given(st.lists(st.tuples(_HAN, _PLAIN).map("".join), max_size=6))
def test_plain_text_comes_back_as_it_is(rows: list[str]) -> None:
    found = text_lines("\n".join(rows))
    assert [line.text for line in found] == rows
    assert {(line.href, line.linked, line.marker, line.alt) for line in found} <= {(None, 0.0, None, False)}


@given(
    _HAN, st.sampled_from(["# {}", "- {}", "1. [{}](/n)", "> {}", "**{}**", "[{}](/n)", "* [{}](/n '標題')", "#### {}"])
)
def test_whatever_mark_surrounds_it_the_text_is_the_same(text: str, mark: str) -> None:
    assert texts(mark.format(text)) == [text]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(list("[]()!*_~\\<># -1.\n海") + [LINK])).map("".join)))
def test_any_text_has_lines(source: str) -> None:
    for line in text_lines(source):
        assert line.text == " ".join(line.text.split())
        assert 0 <= line.linked <= 1


@pytest.mark.parametrize("piece", ["[", "![", "[海](", "**", "*海", "_", "\\", "<https://", "- ", "> ", "(" * 5])
def test_a_long_row_of_marks_is_read(piece: str) -> None:
    assert len(text_lines(piece * 20_000)) <= 1
