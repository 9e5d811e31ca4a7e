"""The reference of the commands, made from the parsers of ``clickbait``; its texts follow the locale as ``--help``.

python -m tools.docs.commands    prints it as Markdown, in the language of LC_ALL
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator

from console.cli import COMMANDS, build_parser
from tools.docs.languages import Language, locale
from tools.imports import ROOT

_HEADS: dict[Language, str] = {"zh-TW": "| 參數 | 說明 |", "en": "| argument | meaning |"}


def commands(language: Language) -> str:
    """The reference in a language: in a process of its own, because the locale is read when the command starts."""
    environment = {**os.environ, **locale(language), "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-m", "tools.docs.commands", language],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def sections(head: str) -> Iterator[str]:
    """A section for each command and each of its actions."""
    for name in COMMANDS:
        parser = _subparsers(build_parser(name))[name]
        yield from _section(parser, head, 2)
        for action in _subparsers(parser).values():
            yield from _section(action, head, 3)


def _subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _section(parser: argparse.ArgumentParser, head: str, level: int) -> Iterator[str]:
    yield f"{'#' * level} {parser.prog}\n"
    if parser.description:
        yield f"{parser.description}\n"
    usage = parser.format_usage()
    usage = usage[usage.index(parser.prog) :].rstrip()  # behind "usage: " in the language
    yield f"```text\n{usage}\n```\n"
    rows = [row for action in parser._actions for row in _rows(parser, action)]
    if rows:
        yield "\n".join([head, "|---|---|", *rows, ""])
    if parser.epilog:
        yield f"{parser.epilog}\n"


def _rows(parser: argparse.ArgumentParser, action: argparse.Action) -> Iterator[str]:
    if isinstance(action, argparse._HelpAction):
        return
    formatter = parser._get_formatter()
    if isinstance(action, argparse._SubParsersAction):
        for choice in action._choices_actions:
            yield f"| `{choice.dest}` | {_cell(choice.help)} |"
        return
    name = formatter._format_action_invocation(action)
    meaning = formatter._expand_help(action) if action.help else ""
    yield f"| `{name.replace('|', '&#124;')}` | {_cell(meaning)} |"


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    sys.stdout.write("\n".join(sections(_HEADS["en" if sys.argv[1:] == ["en"] else "zh-TW"])))
