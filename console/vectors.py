"""``clickbait vectors``: word vectors from an archive of headlines."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from console.cli import UsageError
from training.real.texts import each_headline
from training.real.vectors import DIMENSIONS, LEAST_COUNT, learn_vectors, save_vectors

NEIGHBOURS = 8


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="+", type=Path, help="CSV, TSV, JSONL or text files, gzipped or not")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the .npz file to write")
    parser.add_argument("--column", default="headline", metavar="NAME", help="column with the headlines (headline)")
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
    if not out.absolute().parent.is_dir():
        raise UsageError(f"{out} cannot be written: there is no folder {out.parent}")
    if args.dimensions < 1 or args.least_count < 1:
        raise UsageError("--dimensions and --least-count are numbers from 1 up")
    console = Console(stderr=True)

    def headlines() -> Iterator[str]:
        for path in args.file:
            yield from each_headline(path, args.column)

    with console.status("reading") as status:
        found = learn_vectors(
            headlines, dimensions=args.dimensions, least_count=args.least_count,
            progress=lambda count: status.update(f"{count:,} headlines"),
        )  # fmt: skip
    save_vectors(out, found)
    print(f"{len(found.words)} words of {found.vectors.shape[1]} dimensions written to {out}")
    for word in args.near:
        try:
            near = ", ".join(f"{other} {cosine:.2f}" for other, cosine in found.neighbours(word, NEIGHBOURS))
        except KeyError:
            near = "has no vector"
        print(f"{word}: {near}")
    return 0
