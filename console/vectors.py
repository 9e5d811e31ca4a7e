"""``clickbait vectors``: word vectors from an archive of headlines."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from console.cli import UsageError
from console.messages import _
from console.options import add_table, table_options, told
from tabular.files import check_output, tables_at
from tabular.headlines import each_headline
from training.real.vectors import DIMENSIONS, LEAST_COUNT, learn_vectors, save_vectors

NEIGHBOURS = 8


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="+", type=Path, help="tables, text with a headline a line, or folders; or '-'")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the .npz file to write")
    add_table(parser)
    parser.add_argument(
        "--dimensions", type=int, default=DIMENSIONS, metavar="N", help=f"of a vector (default {DIMENSIONS})"
    )
    parser.add_argument(
        "--least-count", type=int, default=LEAST_COUNT, metavar="N",
        help=f"words that occur less often get no vector (default {LEAST_COUNT})",
    )  # fmt: skip
    parser.add_argument("--near", nargs="*", default=[], metavar="WORD", help="show the words that are used alike")
    parser.epilog = "'clickbait train --no-real --vectors FILE' learns with them."


def run(args: argparse.Namespace) -> int:
    out: Path = args.out
    if out.suffix != ".npz":
        raise UsageError(f"{out} must end in .npz")
    check_output(out)
    if args.dimensions < 1 or args.least_count < 1:
        raise UsageError("--dimensions and --least-count are numbers from 1 up")
    options = table_options(args)
    files = tables_at(args.file, told("vectors"))
    console = Console(stderr=True)

    def headlines() -> Iterator[str]:
        for path in files:
            yield from each_headline(path, options)

    with console.status(_("reading")) as status:
        found = learn_vectors(
            headlines, dimensions=args.dimensions, least_count=args.least_count,
            progress=lambda count: status.update(_("{count:,} headlines").format(count=count)),
        )  # fmt: skip
    save_vectors(out, found)
    written = _("{count} words of {size} dimensions written to {out}")
    print(written.format(count=len(found.words), size=found.vectors.shape[1], out=out))
    for word in args.near:
        try:
            near = ", ".join(f"{other} {cosine:.2f}" for other, cosine in found.neighbours(word, NEIGHBOURS))
        except KeyError:
            near = _("has no vector")
        print(f"{word}: {near}")
    return 0
