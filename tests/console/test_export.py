"""``clickbait export``: what is written, the same each time, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

from browser.model_files import FORMAT
from classifier.artifact import MANIFEST
from tests.support.commands import Run, assert_refused

FILES = {"model.json", "lists.bin", "words.bin", "terms.bin", "weights.bin"}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_files_are_the_same_each_time_and_replace_older_ones(run: Run, tmp_path: Path) -> None:
    code, out, err = run("export", "browser", str(tmp_path / "a"))
    assert (code, err) == (0, "") and "5 files written" in out
    first = contents(tmp_path / "a")
    assert set(first) == FILES
    manifest = json.loads(first["model.json"])
    assert manifest["format"] == FORMAT
    assert {name: entry["bytes"] for name, entry in manifest["files"].items()} == {
        name: len(data) for name, data in first.items() if name != "model.json"
    }
    (tmp_path / "a" / "left.bin").write_bytes(b"of an older version")
    assert run("export", "browser", str(tmp_path / "a"))[0] == 0
    assert contents(tmp_path / "a") == first
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_playground_has_all_that_its_page_names(run: Run, tmp_path: Path) -> None:
    assert run("export", "playground", str(tmp_path / "site"))[0] == 0
    found = contents(tmp_path / "site")
    page = found["index.html"].decode()
    assert {name for name in found if name != "index.html"} == {name for name in found if f'"{name}"' in page}
    assert "http:" not in page and 'type="module"' not in page


def test_what_cannot_be_written_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("mine")
    for action in ("browser", "playground"):
        assert_refused(run("export", action, str(tmp_path / "file")), "is a file")
        assert_refused(run("export", action, str(tmp_path / "file" / "below")), "cannot be written")
        assert_refused(run("export", action, str(tmp_path / "folder")), "holds other files")
    assert contents(tmp_path / "folder") == {"notes.txt": b"mine"}
    run("export", "browser", str(tmp_path / "model"))
    assert_refused(run("export", "playground", str(tmp_path / "model")), "holds other files")


def test_a_model_that_cannot_be_used_is_named(run: Run, model_folder: Path, tmp_path: Path) -> None:
    assert_refused(run("export", "browser", str(tmp_path / "out"), "--model", str(tmp_path / "none")), "no model at")
    older = tmp_path / "older"
    older.mkdir()
    (older / MANIFEST).write_text('{"format_version": 1}')
    assert_refused(run("export", "browser", str(tmp_path / "out"), "--model", str(older)), "model format 1")
    assert not (tmp_path / "out").exists()
