import json
from pathlib import Path

import pytest

from console.cli import UsageError
from console.page_files import SUFFIXES, find_pages
from tests.support.commands import Run, assert_refused, command
from tests.support.page_archives import archive, part, saved_by_chrome
from tests.support.page_examples import BAIT, EXAMPLE, HEADLINE, as_text

OTHER = "白沙港老碼頭重新開放 週末有市集"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pages, a page within, what a browser saves beside a page, and other files."""
    (tmp_path / "in" / "a_files").mkdir(parents=True)
    (tmp_path / "in" / "b.files").mkdir()
    (tmp_path / "in" / "deep").mkdir()
    for name in ("in/b.htm", "in/deep/c.HTML", "in/a_files/frame.html", "in/b.files/frame.htm"):
        (tmp_path / name).write_text(EXAMPLE.replace(HEADLINE, OTHER), encoding="utf-8")
    (tmp_path / "in" / "a.mhtml").write_bytes(saved_by_chrome(EXAMPLE))
    for name in ("in/1.png", "in/2.png", "in/notes.pdf", "in/LICENSE", "in/a_files/x.css"):
        (tmp_path / name).write_bytes(b"\x00")
    return tmp_path / "in"


def rows(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def headlines(out: str) -> list[str | None]:
    return [row["article"]["headline"] for row in rows(out)]  # type: ignore[index]


def test_the_pages_of_a_folder_are_found_without_their_parts(folder: Path) -> None:
    found = find_pages([str(folder)])
    assert [path.relative_to(folder).as_posix() for path in found.paths] == ["a.mhtml", "b.htm", "deep/c.HTML"]
    assert found.skipped == {".png": 2, ".pdf": 1, "without a suffix": 1}
    assert found.skipped_text().startswith("2 .png, ")
    assert found.several


def test_names_stay_in_their_order_and_a_named_file_needs_no_suffix(folder: Path) -> None:
    names = [str(folder / "deep" / "c.HTML"), "-", str(folder / "LICENSE"), str(folder / "none.html")]
    found = find_pages(names)
    assert [str(path) for path in found.paths] == names
    assert found.several and not found.skipped
    assert not find_pages(names[:1]).several


def test_a_folder_without_a_page_is_refused(tmp_path: Path, run: Run) -> None:
    (tmp_path / "1.png").write_bytes(b"\x00")
    with pytest.raises(UsageError, match="no page in"):
        find_pages([str(tmp_path)])
    assert_refused(run("page", str(tmp_path)), "no page in", *SUFFIXES)


def test_standard_input_is_read_once(run: Run) -> None:
    assert_refused(run("page", "-", "-", stdin=EXAMPLE.encode()), "standard input can be read once")


def test_several_files_are_told_one_after_the_other(run: Run, folder: Path) -> None:
    first, second = str(folder / "a.mhtml"), str(folder / "b.htm")
    code, out, err = run("page", first, second)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert [line for line in lines if line.startswith("== ")] == [f"== {first}", f"== {second}"]
    assert lines[1] == HEADLINE and lines[lines.index(f"== {second}") + 1] == OTHER


def test_one_file_is_told_without_its_name(run: Run, folder: Path) -> None:
    code, out, _ = run("page", str(folder / "b.htm"))
    assert code == 0 and out.startswith(OTHER + "\n")
    assert "file" not in rows(run("page", str(folder / "b.htm"), "--json")[1])[0]


def test_a_folder_as_json_is_one_line_a_page(run: Run, folder: Path) -> None:
    code, out, err = run("page", str(folder), "--json")
    assert code == 0
    assert [row["file"] for row in rows(out)] == [str(folder / name) for name in ("a.mhtml", "b.htm", "deep/c.HTML")]
    assert headlines(out) == [HEADLINE, OTHER, OTHER]
    assert err.count("\n") == 1 and "left out" in err
    for kind in ("2 .png", "1 .pdf", "1 without a suffix"):
        assert kind in err


def test_a_folder_with_one_page_is_a_folder_all_the_same(run: Run, folder: Path) -> None:
    code, out, err = run("page", str(folder / "deep"), "--json")
    assert (code, err) == (0, "")
    assert [row["file"] for row in rows(out)] == [str(folder / "deep" / "c.HTML")]


@pytest.mark.parametrize(
    ("name", "data", "fact"),
    [
        ("none.html", None, "cannot be read (No such file or directory)"),
        ("empty.html", b"", "holds no text"),
        ("script.html", b"<html><script>let a = 1</script></html>", "holds no text"),
        ("parts.mhtml", archive(part(b"x", "image/png", coding="base64")), "holds no HTML"),
        ("deep.html", b"<div>" * 9000, "nested more than 2000 deep"),
    ],
)
def test_a_bad_file_among_good_ones_loses_none(
    run: Run, folder: Path, tmp_path: Path, name: str, data: bytes | None, fact: str
) -> None:
    bad = tmp_path / name
    if data is not None:
        bad.write_bytes(data)
    names = [str(folder / "a.mhtml"), str(bad), str(folder / "b.htm")]
    code, out, err = run("page", *names, "--json")
    first, wrong, last = rows(out)
    assert code == 2
    assert err.count("\n") == 1 and err.startswith("clickbait") and "1 of 3 files could not be read" in err
    assert first["article"] and last["article"]
    assert set(wrong) == {"file", "error"} and wrong["file"] == str(bad)
    assert fact in str(wrong["error"])

    code, out, err = run("page", *names)
    assert code == 2 and err.count("\n") == 1
    assert fact in next(line for line in out.splitlines() if line.startswith(f"== {bad}"))
    assert HEADLINE in out and OTHER in out


def test_a_bad_file_alone_is_refused(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "parts.mhtml"
    bad.write_bytes(archive(part(b"x", "image/png", coding="base64")))
    assert_refused(run("page", str(bad)), str(bad), "holds no HTML: save the page again")
    assert_refused(run("page", str(bad), "--json"), "holds no HTML")
    assert_refused(run("page", "-", stdin=b""), "standard input holds no text")


def test_a_file_that_is_given_twice_is_read_twice(run: Run, folder: Path) -> None:
    name = str(folder / "b.htm")
    assert [row["file"] for row in rows(run("page", name, name, "--json")[1])] == [name, name]


def test_standard_input_stands_among_files(run: Run, folder: Path) -> None:
    code, out, _ = run("page", "-", str(folder / "b.htm"), "--json", stdin=EXAMPLE.encode())
    assert code == 0
    assert [row["file"] for row in rows(out)] == ["-", str(folder / "b.htm")]
    assert headlines(out) == [HEADLINE, OTHER]


def test_an_address_is_of_one_page(run: Run, folder: Path) -> None:
    for names in ([str(folder)], [str(folder / "a.mhtml"), str(folder / "b.htm")]):
        assert_refused(run("page", *names, "--url", "https://heron.example/"), "--url is the address of one page")
    assert_refused(run("page", str(folder / "b.htm"), "--url", "heron.example"), "is not an address")


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("stdin", [True, False])
def test_an_archive_is_read_with_its_address(run: Run, tmp_path: Path, coding: str, stdin: bool) -> None:
    data = saved_by_chrome(EXAMPLE, coding)
    (tmp_path / "a.mht").write_bytes(data)
    code, out, _ = run("page", "-" if stdin else str(tmp_path / "a.mht"), "--json", stdin=data)
    assert code == 0 and headlines(out) == [HEADLINE]
    links = {block["text"]: block["href"] for block in rows(out)[0]["blocks"]}  # type: ignore[attr-defined]
    assert links[BAIT] == "https://heron.example/life/101"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "big5hkscs", "gb18030", "utf-8-sig"])
@pytest.mark.parametrize("stdin", [True, False])
def test_a_page_is_read_in_any_encoding(run: Run, tmp_path: Path, encoding: str, stdin: bool) -> None:
    data = EXAMPLE.encode(encoding)
    (tmp_path / "a.html").write_bytes(data)
    code, out, err = run("page", "-" if stdin else str(tmp_path / "a.html"), stdin=data)
    assert (code, err) == (0, "") and out.startswith(HEADLINE + "\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "big5"])
def test_text_is_read_in_any_encoding(run: Run, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(as_text(EXAMPLE).encode(encoding))
    code, out, err = run("page", str(tmp_path / "a.txt"))
    assert (code, err) == (0, "") and "路線全長 12.4 公里" in out


@pytest.mark.slow
def test_the_installed_command_reads_a_folder(folder: Path, model_folder: Path) -> None:
    answer = command("page", folder, folder / "none.html", "--json", CLICKBAIT_MODEL=str(model_folder))
    assert answer.returncode == 2
    assert [row.get("error") is None for row in rows(answer.stdout)] == [True, True, True, False]
    assert answer.stderr.count("\n") <= 2 and "Traceback" not in answer.stderr


def test_what_a_folder_cannot_show_is_an_error_of_that_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "b.html").symlink_to(tmp_path / "gone.html")
    code, out, err = run("page", str(tmp_path), "--json")
    assert code == 2 and err.count("\n") == 1
    good, bad = rows(out)
    assert good["article"] and "cannot be read" in str(bad["error"])


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_no_control_character_of_a_name_reaches_the_terminal(run: Run, tmp_path: Path, options: list[str]) -> None:
    for name in ("a\x1b[31m.html", "b\x9b\n.html"):
        (tmp_path / name).write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "c\x07.html").write_bytes(b"")
    _, out, err = run("page", str(tmp_path), *options)
    for text in (out, err):
        assert [c for c in text if c < " " or "\x7f" <= c <= "\x9f"] == ["\n"] * text.count("\n")
    assert err.count("\n") == 1
    if options:
        assert out.count("\n") == 3
