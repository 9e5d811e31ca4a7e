"""``clickbait data``: look after a corpus."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TextIO

from console.messages import _, translated
from console.messages.columns import padded
from console.options import add_table, table_options, told
from tabular.files import STANDARD, check_output
from tabular.writer import output_format
from training.corpus.check import check
from training.corpus.format import bundled_corpus
from training.corpus.labelled_pages import check_pages
from training.corpus.public_sets import SETS, PublicSet, convert
from training.real.dehydrated import read_graded_keys, real_folder
from training.real.hydrate import hydrate, write_hydrated

_NAME = 11  # the width of the names in a check's summary


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    checker = actions.add_parser("check", help="report bad rows, duplicates, leaks between splits, balance")
    checker.add_argument("path", nargs="*", type=Path, help="corpus files or folders (default: the bundled corpus)")
    checker.add_argument(
        "--against",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="tables of headlines that no row may resemble",
    )
    add_table(checker)
    pages = actions.add_parser("pages", help="report unlabelled lines and other faults of labelled pages")
    pages.add_argument("path", nargs="?", type=Path, help="folder of layouts (default: the bundled pages)")
    actions.add_parser("list", help="public data sets that can be converted")
    converter = actions.add_parser("convert", help="turn a public data set into a corpus")
    converter.add_argument("name", choices=sorted(SETS), help="which set (see 'clickbait data list')")
    converter.add_argument(
        "source", type=Path, metavar="PATH", help="the file or folder that its authors distribute, or '-'"
    )
    converter.add_argument(
        "target", type=Path, metavar="OUT", help="the table to write, of the kind that its name says, or '-' (CSV)"
    )
    converter.add_argument("--excel", action="store_true", help="a byte-order mark, and no cell that is a formula")
    add_table(converter)

    hydrator = actions.add_parser("hydrate", help="put the text back to the graded real headlines")
    hydrator.add_argument("folder", nargs="+", type=Path, help="folders or files that hold the headlines")
    hydrator.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the corpus to write, of the kind that its name says"
    )
    hydrator.add_argument("--grades", type=Path, metavar="FILE", help="dehydrated grades (default: the bundled ones)")


def run(args: argparse.Namespace) -> int:
    if args.action == "hydrate":
        return _hydrate(args)
    if args.action == "check":
        return _check(args)
    if args.action == "pages":
        return _check_pages(args.path)
    if args.action == "convert":
        out = sys.stderr if str(args.target) == STANDARD else sys.stdout
        count = convert(args.name, args.source, args.target, table_options(args), excel=args.excel)
        print(_("{count} headlines written to {file}").format(count=count, file=args.target), file=out)
        _describe(SETS[args.name], out)
    else:
        for item in SETS.values():
            _describe(item, sys.stdout)
    return 0


def _describe(item: PublicSet, out: TextIO) -> None:
    print(f"\n{item.name} ({item.language}): {translated(item.content)}", file=out)
    facts = {
        _("expects"): translated(item.expects), _("for"): translated(item.use),
        _("licence"): translated(item.licence), _("citation"): item.citation,
    }  # fmt: skip
    for name, fact in facts.items():
        print(f"  {padded(name, 10)}{fact}", file=out)


def _hydrate(args: argparse.Namespace) -> int:
    check_output(args.out, args.folder)
    output_format(args.out)
    graded = read_graded_keys(args.grades or real_folder() / "grades.csv")
    found = hydrate(args.folder, graded)
    for path, reason in found.skipped:
        sys.stderr.write(f"clickbait data: {translated(f'{path} skipped: {reason}')}\n")
    write_hydrated(args.out, found, graded)
    text = _("{found} of {graded} graded headlines found in {files} files: {out}")
    print(text.format(found=len(found.headlines), graded=len(graded), files=found.files, out=args.out))
    return 0


def _check(args: argparse.Namespace) -> int:
    findings = check(args.path or [bundled_corpus()], args.against, table_options(args), told("data"))
    for line in findings.summary:
        print(_summary(line))
    for problem in findings.problems:
        print(f"{_('PROBLEM')} {translated(problem)}")
    text = _("{problems} problems in {headlines} headlines")
    print(text.format(problems=len(findings.problems), headlines=findings.rows))
    return 1 if findings.problems else 0


def _summary(line: str) -> str:
    """A line of a check's summary; of those that only list figures, the name in front of them."""
    said = translated(line)
    return said if said != line else padded(translated(line[:_NAME].rstrip()), _NAME) + line[_NAME:]


def _check_pages(folder: Path | None) -> int:
    faults, counts = check_pages(folder)
    for fault in faults:
        print(f"{_('PROBLEM')} {translated(fault)}")
    for name in sorted(counts):
        print(f"{name:<22}{counts[name]:>6}")
    text = _("{problems} problems in {pages} pages of {layouts} layouts")
    print(text.format(problems=len(faults), pages=counts["pages"], layouts=counts["layouts"]))
    return 1 if faults else 0
