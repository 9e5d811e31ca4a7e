"""``clickbait feedback``: readers' feedback as training data."""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from classifier import Classifier, ModelError, load
from classifier.atomic import atomic_write
from console.cli import UsageError
from console.options import add_model

PAGE = 1000


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    exporter = actions.add_parser("export", help="write the majority labels as a corpus CSV for 'clickbait train'")
    exporter.add_argument("out", type=Path, metavar="OUT.csv", help="the corpus CSV to write")
    exporter.add_argument(
        "--min-votes", type=int, default=2, metavar="N", help="votes that a headline needs (default 2)"
    )
    exporter.add_argument(
        "--conflicts", type=Path, metavar="FILE", help="disputed headlines go here (default: OUT.conflicts.csv)"
    )
    exporter.add_argument("--database", metavar="URL", help="database (default: DATABASE_URL, else the SQLite file)")
    add_model(exporter, "folder of the model that says the topics")


def run(args: argparse.Namespace) -> int:
    conflicts: Path = args.conflicts or args.out.with_suffix(".conflicts.csv")
    _check(args.out, conflicts, args.min_votes)
    from training.corpus.vote_rows import CONFLICT_FIELDS, FIELDS, as_votes, export

    votes = as_votes(_read(args.database))
    result = export(votes, args.min_votes, _classifier(args.model))
    _write(conflicts, CONFLICT_FIELDS, result.conflicts)
    _write(args.out, FIELDS, result.records)
    grades = Counter(record["grade"] for record in result.records)
    print(f"{len(votes)} pieces of feedback")
    print(
        f"{len(result.records)} headlines exported ({grades['2']} clickbait, {grades['0']} substantive), "
        f"{result.below} below minimum, {result.tied} tied, {result.left_out} left out"
    )
    if held := sum(record["split"] != "train" for record in result.records):
        print(f"{held} of the exported resemble validation or test rows of the bundled corpus: held out of training")
    print(f"corpus written to {args.out}, {len(result.conflicts)} headlines to look at in {conflicts}")
    return 0


def _check(out: Path, conflicts: Path, min_votes: int) -> None:
    if min_votes < 1:
        raise UsageError(f"--min-votes {min_votes} must be at least 1")
    if out.suffix != ".csv":
        raise UsageError(f"{out} must end in .csv: 'clickbait train' tells the format by it")
    if out.resolve() == conflicts.resolve():
        raise UsageError(f"--conflicts {conflicts} is the corpus file itself: name another")
    for path in (out, conflicts):
        if path.is_dir():
            raise UsageError(f"{path} is a folder: name a file")
        if not path.parent.is_dir():
            raise UsageError(f"{path} cannot be written: there is no folder {path.parent}")


def _read(database: str | None) -> Iterator[tuple[str, str, str | None, str | None]]:
    from api.storage import open_store  # SQLAlchemy: only when feedback is read

    store = open_store(database)
    try:
        last = 0
        while page := store.list(last, PAGE):
            yield from ((item.headline, item.label, item.client_id, item.kind) for item in page)
            last = page[-1].id
    finally:
        store.close()


def _classifier(folder: Path | None) -> Classifier | None:
    """The model that says the topics; None, and a word on stderr, when there is none: topics may be empty."""
    try:
        return load(folder)
    except ModelError as error:
        if folder:
            raise
        sys.stderr.write(f"clickbait feedback: topics stay empty, {error}\n")
        return None


def _write(path: Path, names: Sequence[str], records: Sequence[dict[str, str]]) -> None:
    """Write a CSV; the file appears whole or not at all."""
    with atomic_write(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
