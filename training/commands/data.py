"""``clickbait data``: look after a corpus."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.check import check
from training.corpus import bundled_corpus


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    checker = actions.add_parser("check", help="report bad rows, duplicates, leaks between splits, balance")
    checker.add_argument("path", nargs="*", type=Path, help="corpus files or folders (default: the bundled corpus)")


def run(args: argparse.Namespace) -> int:
    findings = check(args.path or [bundled_corpus()])
    for line in findings.summary:
        print(line)
    for problem in findings.problems:
        print(f"PROBLEM {problem}")
    print(f"{len(findings.problems)} problems in {findings.rows} headlines")
    return 1 if findings.problems else 0
