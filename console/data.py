"""``clickbait data``: look after a corpus."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from training.corpus.check import check
from training.corpus.format import bundled_corpus
from training.corpus.labelled_pages import check_pages
from training.corpus.public_sets import SETS, convert
from training.real.dehydrated import read_graded_keys, real_folder
from training.real.hydrate import hydrate, write_hydrated


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    checker = actions.add_parser("check", help="report bad rows, duplicates, leaks between splits, balance")
    checker.add_argument("path", nargs="*", type=Path, help="corpus files or folders (default: the bundled corpus)")
    checker.add_argument(
        "--against", nargs="+", type=Path, default=[], metavar="FILE", help="headlines that no row may resemble (CSV)"
    )
    pages = actions.add_parser("pages", help="report unlabelled lines and other faults of labelled pages")
    pages.add_argument("path", nargs="?", type=Path, help="folder of layouts (default: the bundled pages)")
    actions.add_parser("list", help="public data sets that can be converted")
    converter = actions.add_parser("convert", help="turn a public data set into a corpus CSV")
    converter.add_argument("name", choices=sorted(SETS), help="which set (see 'clickbait data list')")
    converter.add_argument("source", type=Path, metavar="PATH", help="the file or folder that its authors distribute")
    converter.add_argument("target", type=Path, metavar="OUT", help="the CSV to write")

    hydrator = actions.add_parser("hydrate", help="put the text back to the graded real headlines")
    hydrator.add_argument("folder", nargs="+", type=Path, help="folders or files that hold the headlines")
    hydrator.add_argument("--out", type=Path, required=True, metavar="FILE", help="the corpus CSV to write")
    hydrator.add_argument("--grades", type=Path, metavar="FILE", help="dehydrated grades (default: the bundled ones)")


def run(args: argparse.Namespace) -> int:
    if args.action == "hydrate":
        return _hydrate(args)
    if args.action == "check":
        return _check(args)
    if args.action == "pages":
        return _check_pages(args.path)
    if args.action == "convert":
        count = convert(args.name, args.source, args.target)
        print(f"{count} headlines written to {args.target}")
    for item in SETS.values() if args.action == "list" else [SETS[args.name]]:
        print(f"\n{item.name} ({item.language}): {item.content}")
        print(f"  expects   {item.expects}\n  licence   {item.licence}\n  citation  {item.citation}")
    return 0


def _hydrate(args: argparse.Namespace) -> int:
    if not args.out.absolute().parent.is_dir():
        raise ValueError(f"{args.out} cannot be written: there is no folder {args.out.parent}")
    graded = read_graded_keys(args.grades or real_folder() / "grades.csv")
    found = hydrate(args.folder, graded)
    for path, reason in found.skipped:
        sys.stderr.write(f"clickbait data: {path} skipped: {reason}\n")
    write_hydrated(args.out, found, graded)
    print(f"{len(found.headlines)} of {len(graded)} graded headlines found in {found.files} files: {args.out}")
    return 0


def _check(args: argparse.Namespace) -> int:
    findings = check(args.path or [bundled_corpus()], args.against)
    for line in findings.summary:
        print(line)
    for problem in findings.problems:
        print(f"PROBLEM {problem}")
    print(f"{len(findings.problems)} problems in {findings.rows} headlines")
    return 1 if findings.problems else 0


def _check_pages(folder: Path | None) -> int:
    faults, counts = check_pages(folder)
    for fault in faults:
        print(f"PROBLEM {fault}")
    for name in sorted(counts):
        print(f"{name:<22}{counts[name]:>6}")
    print(f"{len(faults)} problems in {counts['pages']} pages of {counts['layouts']} layouts")
    return 1 if faults else 0
