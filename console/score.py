"""``clickbait score``: score an archive."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

from archive import run as archive
from classifier.artifact import default_model_path
from classifier.extras import require
from console.cli import UsageError
from console.options import add_cut, add_model, threshold_of


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("input", nargs="+", metavar="IN", help="CSV, JSONL or Parquet files, folders or globs")
    parser.add_argument(
        "out", type=Path, metavar="OUT", help="the file to write, of the kind that it says; or a folder"
    )
    parser.add_argument("--column", default="headline", metavar="NAME", help="column with the headlines (headline)")
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
    parser.epilog = "Rows that cannot be scored go to OUT.rejects. See docs/scale.md."


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def run(args: argparse.Namespace) -> int:
    options = archive.Options(
        args.column, args.prefix, threshold_of(args, args.model or default_model_path()), args.part_rows
    )
    engine = _engine(args)
    console = Console(stderr=True)
    bar = Progress(
        SpinnerColumn(), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(), console=console, disable=not console.is_terminal,
    )  # fmt: skip
    try:
        with bar:
            task = bar.add_task("scoring", total=None, rate="")

            def report(progress: archive.Progress) -> None:
                elapsed = bar.tasks[0].elapsed or 0.0
                rate = (progress.rows + progress.rejected - progress.resumed) / elapsed if elapsed else 0.0
                shown = f"{progress.rows:,} rows, {rate:,.0f}/s, {progress.rejected:,} rejected"
                bar.update(task, total=progress.total, completed=progress.read, rate=shown)

            done = archive.score_archive(
                args.input, args.out, engine, options, model=args.model, resume=args.resume, report=report
            )
    except KeyboardInterrupt:
        sys.stderr.write("\nclickbait score: interrupted: --resume continues where this stopped\n")
        return 130
    print(_summary(done, args.out))
    return 0


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


def _summary(done: archive.Progress, out: Path) -> str:
    fresh = done.rows + done.rejected - done.resumed
    parts = [f"{done.rows} rows scored, {done.clickbait} clickbait"]
    parts.append(f"{done.rejected} rejected" + (f" (see {out}.rejects)" if done.rejected else ""))
    if done.resumed:
        parts.append(f"{done.resumed} of them in an earlier run")
    parts.append(f"{done.seconds:.1f} s, {fresh / done.seconds:.0f} rows/s")
    return "; ".join([*parts, f"model {done.model}"])
