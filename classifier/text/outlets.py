"""Names of outlets, which page titles add behind a headline: ``outlets.txt``, one a line, in either script.

What stands behind a bar or a dash is dropped only where it is one of these names, alone or with the name of a section
(新浪財經, ETtoday娛樂新聞). Anything else may be the news: 「獨家｜NCC重罰中天新聞台」.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from classifier.text.variants import unify

BARS = "|\u00a6\u2223\u2502\u2503\u2758\u4e28"  # the last one is the character 丨: mainland titles take it for a bar
# Bars and underscores need no space, nor do hyphens beside Han; longer dashes part a sentence unless between spaces.
_MARK = re.compile(rf" ?(?:[{BARS}_]|(?<![a-z\d-])-{{1,2}}|-{{1,2}}(?![a-z\d-])|(?<= )[-\u2013-\u2015]+(?= ))+ ?")
_SHORT_CUTS = (*BARS, "_", "-", " \u2013", " \u2014", " \u2015")  # one of them is in each mark


@cache
def names() -> tuple[frozenset[str], tuple[str, ...], int]:
    """Outlets and sections in normal form without spaces, and the length of the longest that both can make."""
    outlets, sections = set(), []
    for line in (files("classifier.text") / "outlets.txt").read_text(encoding="utf-8").splitlines():
        name = unify(line.lower()).replace(" ", "")
        if name.startswith("+"):
            sections.append(name[1:])
        elif name and not name.startswith("#"):
            outlets.add(name)
    return frozenset(outlets), tuple(sections), max(map(len, outlets)) + max(map(len, sections))


def is_outlet(name: str) -> bool:
    """Whether a folded text in one form (``classifier.text.variants``) is an outlet, alone or with a section."""
    outlets, sections, longest = names()
    name = name.replace(" ", "")
    if len(name) > longest:
        return False
    return name in outlets or any(name.endswith(s) and name[: -len(s)] in outlets for s in sections)


def without_outlet(line: str) -> str:
    """A folded line in one form without the outlets at its end; something is left of every line."""
    while cut := next((m.start() for m in _MARK.finditer(line, 1) if is_outlet(line[m.end() :])), 0):
        line = line[:cut].rstrip(" ")
    return line


def without_outlets(text: str) -> str:
    """``without_outlet`` of each line; only lines that hold a mark are looked at."""
    marks = [mark for mark in _SHORT_CUTS if mark in text]
    if not marks:
        return text
    lines = text.split("\n")
    for row in {row for mark in marks for row, line in enumerate(lines) if mark in line}:
        lines[row] = without_outlet(lines[row])
    return "\n".join(lines)
