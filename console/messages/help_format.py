"""The layout of ``--help`` in Chinese: translated, and wrapped by the width of what a terminal shows."""

from __future__ import annotations

import argparse
import re
from typing import Any

from console.messages.columns import width, wrapped
from console.messages.templates import translated

_HEADING = re.compile("^([\u4e00-\u9fff]+):$", re.MULTILINE)  # argparse writes this colon itself


class ChineseHelpFormatter(argparse.HelpFormatter):
    """argparse's own layout, of translated text."""

    def format_help(self) -> str:
        return _HEADING.sub(r"\1：", super().format_help())

    def add_text(self, text: str | None) -> None:
        super().add_text(text and translated(text))

    def start_section(self, heading: str | None) -> None:
        super().start_section(heading and translated(heading))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and translated(action.help)

    def _format_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None) -> str:
        said = translated("usage: ") if prefix is None else prefix
        blank = " " * width(said)  # what argparse aligns the next lines with
        return super()._format_usage(usage, actions, groups, blank).replace(blank, said, 1)

    def _split_lines(self, text: str, columns: int) -> list[str]:
        return wrapped(text, columns)

    def _fill_text(self, text: str, columns: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrapped(text, columns - len(indent)))
