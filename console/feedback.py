"""``clickbait feedback``: readers' feedback as training data."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from classifier import Classifier, ModelError, load
from console import feedback_import
from console.cli import UsageError
from console.messages import _, translated
from console.options import add_model
from tabular.files import STANDARD, check_output
from tabular.writer import output_format, write_table

PAGE = 1000


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    exporter = actions.add_parser("export", help="write the majority labels as a corpus for 'clickbait train'")
    exporter.add_argument(
        "out", type=Path, metavar="OUT", help="the corpus to write, of the kind that its name says, or '-' (CSV)"
    )
    exporter.add_argument(
        "--excel", action="store_true", help="CSV or TSV with a byte-order mark, and no cell that is a formula"
    )
    exporter.add_argument(
        "--min-votes", type=int, default=2, metavar="N", help="votes that a headline needs (default 2)"
    )
    exporter.add_argument(
        "--conflicts",
        type=Path,
        metavar="FILE",
        help="disputed headlines go here (default: OUT.conflicts, of the kind of OUT)",
    )
    exporter.add_argument(
        "--db", "--database", dest="database", metavar="URL",
        help="database (default: DATABASE_URL, else the SQLite file)",
    )  # fmt: skip
    add_model(exporter, "folder of the model that says the topics")
    feedback_import.configure(
        actions.add_parser("import", help="store the votes that the extension exported to a file")
    )


def run(args: argparse.Namespace) -> int:
    return feedback_import.run(args) if args.action == "import" else _export(args)


def _export(args: argparse.Namespace) -> int:
    conflicts: Path | None = args.conflicts
    if conflicts is None and str(args.out) != STANDARD:
        conflicts = args.out.with_suffix(f".conflicts{args.out.suffix}")
    _check(args.out, conflicts, args.min_votes)
    shown = sys.stderr if str(args.out) == STANDARD else sys.stdout
    from training.corpus.vote_rows import CONFLICT_FIELDS, FIELDS, as_votes, export

    votes = as_votes(_read(args.database))
    result = export(votes, args.min_votes, _classifier(args.model))
    if conflicts:
        write_table(conflicts, CONFLICT_FIELDS, result.conflicts, excel=args.excel)
    write_table(args.out, FIELDS, result.records, excel=args.excel)
    grades = Counter(record["grade"] for record in result.records)
    print(_("{count} pieces of feedback").format(count=len(votes)), file=shown)
    print(
        _(
            "{count} headlines exported ({bait} clickbait, {news} substantive), "
            "{below} below minimum, {tied} tied, {left_out} left out"
        ).format(
            count=len(result.records),
            bait=grades["2"],
            news=grades["0"],
            below=result.below,
            tied=result.tied,
            left_out=result.left_out,
        ),
        file=shown,
    )
    if held := sum(record["split"] != "train" for record in result.records):
        print(
            _(
                "{held} of the exported resemble validation or test rows of the bundled corpus: held out of training"
            ).format(held=held),
            file=shown,
        )
    where = _("in {file}").format(file=conflicts) if conflicts else _("with --conflicts FILE")
    print(
        _("corpus written to {out}, {count} headlines to look at {where}").format(
            out=args.out, count=len(result.conflicts), where=where
        ),
        file=shown,
    )
    return 0


def _check(out: Path, conflicts: Path | None, min_votes: int) -> None:
    if min_votes < 1:
        raise UsageError(f"--min-votes {min_votes} must be at least 1")
    if conflicts and str(out) != STANDARD and out.resolve() == conflicts.resolve():
        raise UsageError(f"--conflicts {conflicts} is the corpus file itself: name another")
    for path in (out, conflicts):
        if path:
            check_output(path)
            output_format(path)


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
        sys.stderr.write(f"clickbait feedback: {translated(f'topics stay empty, {error}')}\n")
        return None
