"""A module's docstring as Markdown: literal blocks behind ``::`` become code blocks, double backticks single ones."""

from __future__ import annotations

import ast
import re
from textwrap import dedent

from tools.imports import ROOT

_LITERAL = re.compile(r"::\n\n((?:(?: {4}[^\n]*)?\n)+)")


def docstring(module: str) -> str:
    """The docstring of ``training.corpus.format`` and the like. Raises ValueError for a module without one."""
    path = ROOT / f"{module.replace('.', '/')}.py"
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    if not text:
        raise ValueError(f"{module} has no docstring")
    return as_markdown(text)


def as_markdown(text: str) -> str:
    """Of the few forms of reStructuredText that the docstrings use."""
    parts = _LITERAL.split(f"{text}\n")  # every second part is a literal block
    for place, part in enumerate(parts):
        literal = place % 2
        parts[place] = f":\n\n```text\n{dedent(part).strip()}\n```\n" if literal else part.replace("``", "`")
    return "".join(parts).strip() + "\n"
