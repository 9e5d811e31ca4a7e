import json
from pathlib import Path

import pytest

from tests.support.commands import Run, assert_refused
from tests.support.page_examples import EXAMPLE, HEADLINE, as_text


@pytest.fixture
def saved(tmp_path: Path) -> str:
    path = tmp_path / "page.html"
    path.write_text(EXAMPLE, encoding="utf-8")
    return str(path)


def test_a_page_is_summed_up(run: Run, saved: str) -> None:
    code, out, err = run("page", saved)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == HEADLINE and lines[1].split()[0] == "substantive"
    assert lines[2].split() == ["林小漁", "2026-03-02T09:30:00+08:00"]
    assert "路線全長 12.4 公里" in out
    table = lines[next(i for i, line in enumerate(lines) if line.startswith("label")) + 1 : -2]
    values = [float(line.split()[1]) for line in table]
    assert len(table) == 5 and values == sorted(values, reverse=True)
    assert any(line.endswith("冰箱千萬別放這個！達人曝可怕後果  (×2)") for line in table)
    assert lines[-1].startswith("3 paragraphs of the article, 5 recommendations (") and lines[-1].endswith(
        "of the page"
    )


def test_json_is_one_object(run: Run, saved: str) -> None:
    code, out, _ = run("page", saved, "--json", "--url", "https://news.example/life/1", "--threshold", "0")
    assert code == 0 and out.count("\n") == 1
    document = json.loads(out)
    assert set(document) == {"model", "page_kind", "page_kind_score", "article", "blocks"}
    assert document["article"]["headline"] == HEADLINE and document["article"]["label"] == "clickbait"
    links = {block["href"] for block in document["blocks"] if block["href"]}
    assert "https://news.example/life/102" in links and all(link.startswith("https://") for link in links)


def test_a_hyphen_reads_standard_input_as_html_or_text(run: Run) -> None:
    for data in (
        EXAMPLE.encode(),
        EXAMPLE.encode("big5"),
        as_text(EXAMPLE).encode(),
        as_text(EXAMPLE).encode("utf-8-sig"),
        as_text(EXAMPLE).encode("big5"),
        as_text(EXAMPLE).encode("utf-16"),
    ):
        code, out, _ = run("page", "-", stdin=data)
        assert code == 0 and out.startswith(HEADLINE + "\n")


def test_a_page_that_is_no_news_is_told_so(run: Run) -> None:
    code, out, _ = run("page", "-", stdin="<html><body><form><p>帳號</p><p>密碼</p></form>".encode())
    assert code == 0 and out.startswith("(no article on this page: it is something else)\n")
    assert out.endswith("0 paragraphs of the article, 0 recommendations (0 clickbait), 2 other pieces of the page\n")


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"<html></html>", b"<script>let a = 1;</script>", b"\xef\xbb\xbf", b"--"]
)
def test_a_page_without_text_is_refused(run: Run, data: bytes) -> None:
    assert_refused(run("page", "-", stdin=data), "holds no text", "save the page after it has loaded")


def test_what_cannot_be_done_is_one_line(run: Run, saved: str, tmp_path: Path) -> None:
    assert_refused(run("page", str(tmp_path / "none.html")), "none.html cannot be read (No such file or directory)")
    assert_refused(run("page", str(tmp_path / "nothing")), "cannot be read (No such file or directory)")
    assert_refused(run("page", saved, "--url", "news.example"), "'news.example' is not an address", "https://")
    assert_refused(run("page", saved, "--threshold", "2"), "--threshold")
    assert_refused(run("page", saved, "--model", str(tmp_path / "none")), "no model at")
    assert_refused(run("page", "-", stdin=b"<div>" * 9000), "nested more than 2000 deep")
    assert_refused(run("page"), "FILE")


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_no_control_character_reaches_the_terminal(run: Run, options: list[str]) -> None:
    evil = EXAMPLE.replace("冰箱", "\x1b[31m\x9b冰\x07箱\x7f").replace("林小漁", "林\x1b]0;小漁")
    code, out, _ = run("page", "-", *options, stdin=evil.encode())
    assert code == 0 and "箱" in out
    assert [c for c in out if c < " " or "\x7f" <= c <= "\x9f"] == ["\n"] * out.count("\n")
    if options:
        assert any("\x9b冰" in block["text"] for block in json.loads(out)["blocks"])
