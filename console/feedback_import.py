"""``clickbait feedback import``: votes that a reader's browser exported, into the database of the service."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from console.cli import UsageError
from console.messages import translated
from tabular.files import STANDARD


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the votes (JSON Lines), or '-' for standard input")
    parser.add_argument(
        "--db", "--database", dest="database", metavar="URL",
        help="database (default: DATABASE_URL, else the SQLite file)",
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="check the file, count its votes, and store nothing")


def run(args: argparse.Namespace) -> int:
    from api.vote_file import VoteFileError, read_votes  # pydantic: only when feedback is read

    try:
        votes = read_votes(_lines(args.file))
    except VoteFileError as error:
        raise UsageError(f"{args.file}: {error}; nothing was stored") from None
    if not votes:
        raise UsageError(f"{args.file} holds no votes")
    labels = Counter(values["label"] for _, values in votes)
    told = f"{len(votes)} votes in {args.file} ({labels['clickbait']} clickbait, {labels['substantive']} substantive)"
    if args.dry_run:
        print(translated(f"{told}: nothing stored (--dry-run)"))
        return 0
    from api.storage import IdempotencyConflict, InvalidFeedback, open_store  # SQLAlchemy

    store = open_store(args.database)
    stored = Counter[bool]()
    try:
        for key, values in votes:
            stored[store.add(key, **values)[1]] += 1
    except (IdempotencyConflict, InvalidFeedback) as error:
        fact = "is in the database with other values" if isinstance(error, IdempotencyConflict) else str(error)
        raise UsageError(f"{args.file}: vote {key} {fact}; {stored[True]} votes before it were stored") from None
    finally:
        store.close()
    print(translated(f"{told}: {stored[True]} stored, {stored[False]} there already"))
    return 0


def _lines(path: Path) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if str(path) == STANDARD else path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    try:
        # JSON allows U+2028 within a string, where str.splitlines would break the line.
        return data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8: export the votes again from the extension's options") from None
