"""Options that several subcommands have."""

from __future__ import annotations

import argparse
from pathlib import Path


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
