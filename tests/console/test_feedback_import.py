"""``clickbait feedback import``: the extension's file of votes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.storage import open_store
from console.cli import main

Run = Callable[..., tuple[int, str, str]]
VOTE = {
    "id": "0b1c", "headline": "這樣做的人都後悔了", "label": "clickbait", "kind": "withheld",
    "page_host": "news.example", "model_version": "abc123", "client_id": "reader-1",
    "voted_at": "2026-11-30T08:00:00.000Z",
}  # fmt: skip
BARE = {"id": "0b1d", "headline": "港務局公布明年航班", "label": "substantive"}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command on a file with this content; answers exit code, stdout and stderr."""

    def call(content: str | bytes, *arguments: str) -> tuple[int, str, str]:
        path = tmp_path / "votes.jsonl"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = main(["feedback", "import", str(path), "--db", f"sqlite:///{tmp_path}/votes.sqlite3", *arguments])
        return code, *capsys.readouterr()

    return call


def stored(folder: Path) -> list[tuple[Any, ...]]:
    if not (folder / "votes.sqlite3").exists():
        return []
    store = open_store(f"sqlite:///{folder}/votes.sqlite3")
    found = [(row.headline, row.label, row.kind, row.page_host, row.client_id) for row in store.list()]
    store.close()
    return found


def lines(*votes: dict[str, Any]) -> str:
    return "".join(json.dumps(vote, ensure_ascii=False) + "\n" for vote in votes)


def test_votes_are_stored_once_however_often_they_come(run: Run, tmp_path: Path) -> None:
    code, out, err = run(lines(VOTE, BARE))
    assert (code, err) == (0, "")
    assert out.endswith("(1 clickbait, 1 substantive): 2 stored, 0 there already\n")
    both = [
        (VOTE["headline"], "clickbait", "withheld", "news.example", "reader-1"),
        (BARE["headline"], "substantive", None, None, None),
    ]
    assert stored(tmp_path) == both
    code, out, _ = run("\ufeff" + lines(VOTE, BARE, BARE | {"id": "0b1e"}).replace("\n", "\r\n\n"))
    assert code == 0 and out.endswith(": 1 stored, 2 there already\n")
    assert len(stored(tmp_path)) == 3


def test_a_dry_run_counts_and_stores_nothing(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(lines(VOTE, BARE), "--dry-run")
    assert code == 0 and out.endswith(": nothing stored (--dry-run)\n")
    assert stored(tmp_path) == []


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        ("", "holds no votes"),
        ("\n\n", "holds no votes"),
        (b"\xff\xfe{}", "is not UTF-8"),
        ("{", "line 1 is no JSON document"),
        ("[" * 100_000, "line 1 is no JSON document"),
        (lines(VOTE) + "7\n", "line 2 is no JSON object"),
        (lines(VOTE | {"label": "bait"}), "line 1, label: "),
        (lines(VOTE, BARE | {"kind": "push"}), "line 2, kind: "),
        (lines({"headline": "a", "label": "clickbait"}), "line 1, id: "),
        (lines(VOTE | {"headline": 7}), "line 1, headline: "),
        (lines(VOTE | {"headline": "\u200b "}), "line 1, headline: "),
        (lines(VOTE | {"headline": "字" * 1001}), "line 1, headline: longer than 1000 characters"),
        (lines(VOTE | {"page_host": "https://news.example/a"}), "line 1, page_host: "),
        (lines(VOTE | {"extra": 1}), "line 1, extra: "),
        ("id,headline,label\n", "line 1 is no JSON document"),
    ],
)
def test_another_file_is_refused_in_one_line_and_nothing_is_stored(
    run: Run, tmp_path: Path, content: str | bytes, fact: str
) -> None:
    code, out, err = run(content)
    assert (code, out) == (2, "")
    assert fact in err and err.count("\n") == 1
    assert stored(tmp_path) == []


def test_a_vote_that_says_something_else_is_no_duplicate(run: Run) -> None:
    assert run(lines(VOTE))[0] == 0
    code, _, err = run(lines(VOTE | {"headline": "另一則標題的內容"}))
    assert code == 2 and "0b1c is in the database with other values" in err


def test_no_such_file(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "import", "/nowhere/votes.jsonl"]) == 2
    assert (
        capsys.readouterr().err
        == "clickbait feedback: /nowhere/votes.jsonl cannot be read: No such file or directory\n"
    )
