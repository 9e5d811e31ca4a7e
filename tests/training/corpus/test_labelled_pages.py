import shutil
from pathlib import Path

import pytest

from classifier.page.roles import ROLES
from training.corpus.labelled_pages import (
    LabelledPageError,
    PageFile,
    bundled_pages,
    check_pages,
    page_files,
    read_pages,
)

HTML = """<html><head><title>新路線上路</title></head><body data-role="boilerplate"><a href=/>首頁</a>
<h1 data-role="headline">新路線上路</h1>
<p data-role="body">市府今天宣布，新路線下週一上路，平日每十五分鐘一班，行經三所醫院，首月免費。</p>
<div data-role="recommendation"><h2 data-role="boilerplate">熱門</h2><a href=/1>他只做一件事</a></div></body></html>"""
TEXT = """boilerplate\t首頁
headline\t新路線上路
body\t市府今天宣布，新路線下週一上路，平日每十五分鐘一班，行經三所醫院，首月免費。
boilerplate\t熱門
recommendation\t他只做一件事
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "a/01")
    return tmp_path


def write(folder: Path, name: str, html: str = HTML, text: str | None = TEXT) -> None:
    path = folder / f"{name}.html"
    path.parent.mkdir(exist_ok=True)
    path.write_text(html, encoding="utf-8")
    if text is not None:
        path.with_suffix(".txt").write_text(text, encoding="utf-8")


def test_the_bundled_pages_have_no_fault() -> None:
    faults, counts = check_pages()
    assert faults == []
    assert counts["pages"] >= 60 and counts["layouts"] >= 12
    assert all(counts[f"{mode} {role}"] for mode in ("html", "text") for role in ROLES)


def test_a_page_is_read_with_the_roles_of_its_lines(folder: Path) -> None:
    html, text = read_pages(folder)
    assert (html.layout, html.name, html.mode, html.titles) == ("a", "a/01", "html", ("新路線上路",))
    assert html.roles == text.roles == ["boilerplate", "headline", "body", "boilerplate", "recommendation"]
    assert [line.text for line in html.lines] == [line.text for line in text.lines]
    assert text.titles == ()


def test_a_sound_folder_has_counts_and_no_fault(folder: Path) -> None:
    faults, counts = check_pages(folder)
    assert faults == []
    assert (counts["pages"], counts["layouts"], counts["html boilerplate"], counts["text body"]) == (1, 1, 2, 1)


@pytest.mark.parametrize(
    ("html", "text", "fault"),
    [
        (HTML.replace('"headline"', '"title"'), TEXT, "'新路線上路' has the role 'title': use one of"),
        (HTML.replace(' data-role="boilerplate"', "", 1), TEXT, "'首頁' has the role None"),
        (HTML, TEXT.replace("headline\t", "title\t"), "has the role 'title'"),
        (HTML, TEXT.replace("\t", " ", 1), "a/02.txt line 1: expected 'role TAB text'"),
        (HTML, None, "02.txt"),
        (HTML.replace('"headline"', '"body"'), TEXT, "a/02 (html): no line with the role headline"),
        (HTML, TEXT.replace("body\t", "boilerplate\t"), "a/02 (text): no line with the role body"),
        (HTML, TEXT.replace("headline\t新", "headline\t舊"), "headline line '舊路線上路' is not in the HTML"),
        (HTML, TEXT, "is also in a/01"),
    ],
)
def test_each_fault_is_found(folder: Path, html: str, text: str | None, fault: str) -> None:
    if "also in" not in fault:
        shutil.rmtree(folder / "a")
    write(folder, "a/02", html, text)
    faults, _ = check_pages(folder)
    assert len(faults) == 1 and fault in faults[0], faults


def test_a_page_that_is_not_utf_8_is_a_fault(folder: Path) -> None:
    (folder / "a" / "01.html").write_bytes(HTML.encode("big5"))
    faults, _ = check_pages(folder)
    assert len(faults) == 1 and "utf-8" in faults[0]


def test_a_folder_without_pages_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LabelledPageError, match="no page in .*expected <layout>/<number>.html"):
        page_files(tmp_path)


def test_the_bundled_pages_stand_in_the_order_of_their_names() -> None:
    files = page_files()
    assert files == sorted(files, key=lambda file: file.path)
    assert PageFile(bundled_pages() / "wire" / "01.html") in files
