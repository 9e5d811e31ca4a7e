"""Options that several subcommands have."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from console.messages import _, translated

if TYPE_CHECKING:
    from tabular.options import TableOptions

SENSITIVITIES = ("strict", "balanced", "sensitive")


def add_model(parser: argparse.ArgumentParser, what: str = "model folder") -> None:
    """``--model``; without it the model is looked for (``classifier.artifact.default_model_path``)."""
    default = translated("default: CLICKBAIT_MODEL, else your own, else the packaged one")
    text = _("{what} ({default})").format(what=translated(what), default=default)
    parser.add_argument("--model", type=Path, metavar="DIR", help=text)


def add_table(parser: argparse.ArgumentParser, *, column: bool = True) -> None:
    """How a table is read where its content does not say it: the same options on every command that reads one."""
    if column:
        parser.add_argument(
            "--column", metavar="NAME", help="column with the headlines (default: headline, title, 標題, 标题 ...)"
        )
    parser.add_argument(
        "--encoding", metavar="NAME", help="utf-8, utf-16, big5, gb18030 ... (default: found by the content)"
    )
    parser.add_argument(
        "--delimiter", metavar="CHARACTER", help="between the cells, as ';' or tab (default: found by the first line)"
    )


def table_options(args: argparse.Namespace) -> TableOptions:
    """What ``add_table`` read. Raises TableError for an unknown encoding or delimiter."""
    from tabular.options import TableOptions  # not where a command only scores its arguments

    if args.encoding:
        from tabular.encodings import named_encoding

        named_encoding(args.encoding)
    if args.delimiter:
        from tabular.dialect import named_delimiter

        named_delimiter(args.delimiter)
    return TableOptions(args.encoding, args.delimiter, getattr(args, "column", None))


def told(command: str) -> Callable[[str], None]:
    """A line on stderr for each thing that a command leaves out."""
    return lambda notice: print(f"clickbait {command}: {translated(notice)}", file=sys.stderr)


def probability(text: str) -> float:
    """argparse type: a number from 0 to 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1")
    return value


def add_cut(parser: argparse.ArgumentParser) -> None:
    """``--threshold`` or ``--sensitivity``."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--threshold", type=probability, help="call it clickbait from this score on (0-1)")
    group.add_argument(
        "--sensitivity", choices=SENSITIVITIES,
        help="the model's own threshold for precision first, balance (default), or recall first",
    )  # fmt: skip


def threshold_of(args: argparse.Namespace, model: Path) -> float | None:
    """The threshold that the options name, None for the model's own; the cuts are read from the model's manifest."""
    if args.sensitivity is None:
        return float(args.threshold) if args.threshold is not None else None
    from classifier.artifact import read_manifest

    return float(read_manifest(model)["cuts"][args.sensitivity]["threshold"])
