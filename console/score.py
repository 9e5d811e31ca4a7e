"""``clickbait score``: score an archive."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

from archive import run as archive
from archive.staging import rejects_of
from classifier.artifact import default_model_path
from classifier.extras import require
from console.cli import UsageError
from console.messages import _
from console.options import add_cut, add_model, add_table, table_options, threshold_of, told
from tabular.files import STANDARD, kind_of, standard_input
from tabular.formats import NAMES


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "input", nargs="+", metavar="IN",
        help="CSV, TSV, JSONL, XLSX or Parquet: files, folders or globs, or '-' for standard input",
    )  # fmt: skip
    parser.add_argument(
        "out", metavar="OUT",
        help="the file to write, of the kind that its name says; a folder for a file per part; or '-'",
    )  # fmt: skip
    add_table(parser)
    parser.add_argument("--from", choices=NAMES, dest="source", help="kind of IN, whatever its name")
    parser.add_argument("--to", choices=NAMES, dest="target", help="kind of OUT, whatever its name")
    parser.add_argument(
        "--add", type=_names, default=(), metavar="NAME,...",
        help="further columns: uncertain, topic_score, logit, kinds",
    )  # fmt: skip
    parser.add_argument(
        "--excel", action="store_true",
        help="CSV or TSV that a spreadsheet opens as it is: with a byte-order mark, and no cell that is a formula",
    )  # fmt: skip
    parser.add_argument("--prefix", default="", metavar="TEXT", help="put this before the names of the added columns")
    add_cut(parser)
    add_model(parser)
    parser.add_argument("--resume", action="store_true", help="continue an interrupted run")
    parser.add_argument("--jobs", type=_count, metavar="N", help="processes (default 1; with dask, one a core)")
    parser.add_argument("--engine", choices=("local", "dask"), default="local", help="where to run (default local)")
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="Dask scheduler, as tcp://host:8786 (default: start one)"
    )
    parser.add_argument(
        "--part-rows", type=_count, default=archive.PART_ROWS, metavar="N",
        help=f"rows of a part, which a process takes at once and an interruption costs (default {archive.PART_ROWS})",
    )  # fmt: skip
    parser.epilog = (
        "Rows that cannot be scored go to OUT.rejects, or to standard error where OUT is '-'. See docs/scale.md."
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def run(args: argparse.Namespace) -> int:
    table = table_options(args)
    options = archive.Options(
        args.column, args.prefix, threshold_of(args, args.model or default_model_path()), args.part_rows, args.add,
        args.excel, table.encoding, table.delimiter,
    )  # fmt: skip
    if args.resume and STANDARD in (*args.input, args.out):
        raise UsageError("--resume needs files: standard input and output begin anew")
    if args.out == STANDARD:
        return _to_standard_output(args, options)
    done = _score(args, options, Path(args.out), args.target)
    if done is None:
        return 130
    print(_summary(done, Path(args.out)))
    return 0


def _to_standard_output(args: argparse.Namespace, options: archive.Options) -> int:
    """Score into a temporary file; what is said of the run goes to standard error."""
    source = args.source or kind_of(Path(args.input[0]) if args.input[0] != STANDARD else standard_input(args.source))
    with tempfile.TemporaryDirectory(prefix="clickbait-") as folder:
        out = Path(folder) / f"out.{args.target or source}"
        done = _score(args, options, out, None)
        if done is None:
            return 130
        with out.open("rb") as file:
            sys.stdout.flush()
            shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        rejects = rejects_of(out)
        if rejects.exists():
            sys.stderr.write(rejects.read_text(encoding="utf-8"))
    print(_summary(done, None), file=sys.stderr)
    return 0


def _score(
    args: argparse.Namespace, options: archive.Options, out: Path, target: str | None
) -> archive.Progress | None:
    """Score with a progress bar; None when it was interrupted."""
    engine = _engine(args)
    console = Console(stderr=True)
    bar = Progress(
        SpinnerColumn(), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(), console=console, disable=not console.is_terminal,
    )  # fmt: skip
    try:
        with bar:
            task = bar.add_task(_("scoring"), total=None, rate="")

            def report(progress: archive.Progress) -> None:
                elapsed = bar.tasks[0].elapsed or 0.0
                rate = (progress.rows + progress.rejected - progress.resumed) / elapsed if elapsed else 0.0
                shown = _("{rows:,} rows, {rate:,.0f}/s, {rejected:,} rejected").format(
                    rows=progress.rows, rate=rate, rejected=progress.rejected
                )
                bar.update(task, total=progress.total, completed=progress.read, rate=shown)

            return archive.score_archive(
                args.input, out, engine, options, model=args.model, resume=args.resume, source=args.source,
                target=target, folder=args.out.endswith("/"), report=report, told=told("score"),
            )  # fmt: skip
    except KeyboardInterrupt:
        again = STANDARD in (*args.input, args.out)
        how = _("interrupted: start again") if again else _("interrupted: --resume continues where this stopped")
        sys.stderr.write(f"\nclickbait score: {how}\n")
        return None


def _engine(args: argparse.Namespace) -> archive.Engine:
    if args.engine == "local":
        if args.scheduler:
            raise UsageError("--scheduler belongs to --engine dask")
        return archive.local(args.jobs or 1)
    if args.scheduler and args.jobs:
        raise UsageError("--jobs starts processes here, and the --scheduler has its own workers: give one of the two")
    require("--engine dask", "dask")
    import joblib

    from archive.cluster import cluster

    return cluster(args.scheduler, args.jobs or joblib.cpu_count())


def _summary(done: archive.Progress, out: Path | None) -> str:
    fresh = done.rows + done.rejected - done.resumed
    parts = [_("{rows} rows scored, {bait} clickbait").format(rows=done.rows, bait=done.clickbait)]
    rejected = _("{count} rejected").format(count=done.rejected)
    parts.append(rejected + (_(" (see {file})").format(file=f"{out}.rejects") if out and done.rejected else ""))
    if done.resumed:
        parts.append(_("{count} of them in an earlier run").format(count=done.resumed))
    speed = fresh / done.seconds
    parts.append(_("{seconds:.1f} s, {speed:.0f} rows/s").format(seconds=done.seconds, speed=speed))
    return _("; ").join([*parts, _("model {version}").format(version=done.model)])
