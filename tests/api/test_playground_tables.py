"""Tables in the playground: what spreadsheets paste, and the file that they open."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from classifier import CLICKBAIT, Classifier
from classifier.heads import KINDS
from tests.conftest import HEADLINES
from tests.support.browser import browser, visit  # noqa: F401  # fixtures
from tests.support.playground import Visit, address, app, database, score  # noqa: F401  # fixtures

FORMULAS = ["=1+1標題", "+1標題", "-標題", "@標題", "＝標題", "＋標題", "－標題", "＠標題"]
URL = "https://news.example/life/a-very-long-address-of-an-article-that-nobody-reads-aloud"


def paste(page: Page, text: str) -> str:
    """Paste into the empty box as the reader does; what the box holds then."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.fill("#headlines", "")
    page.locator("#headlines").press("Control+v")
    return page.input_value("#headlines")


@pytest.mark.parametrize(
    ("pasted", "headlines", "told"),
    [
        ("編號\t標題\t連結\r\n1\t市公車上路\thttps://a.example\r\n2\t電費漲了\thttps://b.example\r\n",
         "市公車上路\n電費漲了", "取第 2 欄「標題」（共 3 欄），2 則標題"),
        ("日期\t标题\n2026-01-01\t市公車上路", "市公車上路", "第 2 欄「标题」"),
        ("id\t Headline \tsummary\n1\t市公車上路\t這一段摘要比標題還要長得多", "市公車上路", "第 2 欄「Headline」"),
        ("TITLE\tlink\n市公車上路\tx", "市公車上路", "第 1 欄「TITLE」"),
        (f"1\t{URL}\t市公車新路線上路\n2\t{URL}\t電費漲了\n", "市公車新路線上路\n電費漲了", "文字最長的第 3 欄"),
        ('標題\t記者\n"市公車\n上路"\t甲\n"他說""好""\n真的"\t乙', '市公車 上路\n他說"好" 真的', "2 則標題"),
        ('"市公車\r\n新路線上路"\r\n電費漲了\r\n', "市公車 新路線上路\n電費漲了", "換行的儲存格算一則，共 2 則"),
        ('標題\t記者\n"好"他這樣說\t甲\n"好"\t乙\n"沒有結尾\t丙', '"好"他這樣說\n"好"\n"沒有結尾', "3 則標題"),
        ("標題\t記者\n\t甲\n\t\n市公車上路\t乙", "市公車上路", "1 則標題"),
        ("\t\t\n標題\t記者\n市公車上路\t甲", "市公車上路", "第 1 欄「標題」"),
    ],
)  # fmt: skip
def test_the_column_with_the_headlines_is_taken_and_told(
    visit: Visit, address: str, pasted: str, headlines: str, told: str
) -> None:
    page = visit(address).page
    assert paste(page, pasted) == headlines
    expect(page.locator("#pasted")).to_contain_text(told)


def test_lines_are_pasted_as_they_are(visit: Visit, address: str) -> None:
    page = visit(address).page
    for text in ('"好"他這樣說\n電費漲了\n', "市公車上路", '"市公車上路"\n"電費漲了"', "a, b\nc, d"):
        assert paste(page, text) == text
        expect(page.locator("#pasted")).to_be_empty()


def test_a_table_is_pasted_between_lines_and_can_be_undone(visit: Visit, address: str) -> None:
    page = visit(address).page
    paste(page, "標題\t記者\n市公車上路\t甲")
    page.fill("#headlines", "第一行\n第三行")
    expect(page.locator("#pasted")).to_be_empty()
    box = page.locator("#headlines")
    box.evaluate("box => box.setSelectionRange(3, 3)")
    box.press("Control+v")
    expect(box).to_have_value("第一行\n市公車上路\n第三行")
    expect(page.locator("#pasted")).to_contain_text("1 則標題")
    page.get_by_role("button", name="English").click()
    expect(page.locator("#pasted")).to_contain_text("column 1 of 2")
    box.press("Control+z")
    expect(box).to_have_value("第一行\n第三行")


def copied(cell: str) -> str:
    """A cell as spreadsheets copy it: quoted only where it must be."""
    return '"' + cell.replace('"', '""') + '"' if "\n" in cell or "\t" in cell else cell


# A cell that begins with a quotation mark and is not quoted is ambiguous: spreadsheets write it as it is.
cells = st.text(st.sampled_from('標題a1 "\n\t，😀'), max_size=8).filter(
    lambda cell: "\n" in cell or "\t" in cell or not cell.startswith('"')
)
tables = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1))


def test_cells_come_back_as_they_were_copied(visit: Visit, address: str) -> None:
    page = visit(address).page
    page.evaluate("import('/static/cells.js').then((module) => { window.cells = module; })")

    @settings(max_examples=150, deadline=None)
    @given(tables)
    def check(rows: list[list[str]]) -> None:
        text = "\r\n".join("\t".join(copied(cell) for cell in row) for row in rows)
        assert page.evaluate("text => cells.cellsOf(text)", text) == rows

    check()


def download(page: Page) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("button", name="下載 CSV").click()
    assert started.value.suggested_filename == "clickbait-headlines.csv"
    return started.value.path().read_bytes()


def rows_of(file: bytes) -> list[dict[str, str]]:
    assert file.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def test_the_file_holds_what_is_shown_in_the_order_of_the_lines(
    visit: Visit, address: str, full_classifier: Classifier
) -> None:
    watched = visit(address)
    watched.refusals = True
    page = watched.page
    lines = [HEADLINES[0], "", "\u200b", 'Say "no", 他說', *HEADLINES[1:]]
    page.fill("#headlines", "\n".join(lines))
    page.locator("#headlines").press("Control+Enter")
    expect(page.locator("li.verdict")).to_have_count(6)
    page.locator("#sort").check()
    for threshold in (None, 0.9):
        if threshold is not None:
            page.locator("#threshold").fill(str(threshold))
        rows = rows_of(download(page))
        scored = [lines[0], *lines[3:]]
        assert list(rows[0]) == ["line", "headline", "label", "score", "uncertain", "kind", *KINDS, "topic"]
        assert [row["line"] for row in rows] == ["1", "4", "5", "6", "7", "8"]
        assert [row["headline"] for row in rows] == scored
        for row, one in zip(rows, full_classifier.predict(scored, threshold=threshold), strict=True):
            assert row["label"] == one.label
            assert float(row["score"]) == pytest.approx(one.score)
            assert row["uncertain"] == str(one.uncertain).lower()
            assert row["topic"] == one.topic
            assert row["kind"] == (one.kind or "" if one.label == CLICKBAIT else "")
            assert [float(row[kind]) for kind in KINDS] == [pytest.approx(one.kinds[kind]) for kind in KINDS]


def test_no_cell_of_the_file_is_a_formula(visit: Visit, address: str) -> None:
    page = visit(address).page
    score(page, FORMULAS)
    assert [row["headline"] for row in rows_of(download(page))] == [f"'{text}" for text in FORMULAS]


def test_any_text_stays_whole_in_the_file(visit: Visit, address: str) -> None:
    page = visit(address).page
    page.evaluate("import('/static/csv.js').then((module) => { window.file = module; })")
    made = """headlines => file.csv(
      headlines.map((headline, i) => ({ line: i + 1, prediction: { headline, score: 0.5, topic: "life" } })),
      () => ({ bait: false, uncertain: true }),
    )"""

    @settings(max_examples=100, deadline=None)
    @given(st.lists(st.text(st.sampled_from("=+-@\t\r\n＝＋－＠標a1\",' 😀"), min_size=1), min_size=1))
    def check(headlines: list[str]) -> None:
        rows = rows_of(page.evaluate(made, headlines).encode())
        for row, headline in zip(rows, headlines, strict=True):
            assert row["headline"] == ("'" if headline[0] in "=+-@\t\r\n＝＋－＠" else "") + headline
            assert (row["score"], row["kind"], row["topic"]) == ("0.5", "", "life")

    check()
