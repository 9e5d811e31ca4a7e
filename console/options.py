"""Options that several subcommands have."""

from __future__ import annotations

import argparse
from pathlib import Path

SENSITIVITIES = ("strict", "balanced", "sensitive")


def add_model(parser: argparse.ArgumentParser, what: str = "model folder") -> None:
    """``--model``; without it the model is looked for (``classifier.artifact.default_model_path``)."""
    default = "default: CLICKBAIT_MODEL, else your own, else the packaged one"
    parser.add_argument("--model", type=Path, metavar="DIR", help=f"{what} ({default})")


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
