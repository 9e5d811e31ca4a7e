"""The parts of a page's ``<title>``: the headline, a section, the outlet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifier.page.wording import bare

_SHORTEST_NAME = 2  # characters
_NAME_LENGTHS = range(2, 17)
_MARK = re.compile(r"\s*[|｜│_－–—·»]\s*|\s+-+\s+")


def title_parts(title: str) -> list[str]:
    """A title and the parts between its marks: the headline is mostly the first of them, on some sites the last."""
    parts = [part for part in _MARK.split(title) if part]
    return [title, *parts] if len(parts) > 1 else [title]


def without_outlet(title: str, outlets: Sequence[str]) -> str:
    """A title without the names of these outlets at its end or beginning behind a mark.

    At the end a longer or shorter form of a name counts too (自由時報電子報); nothing else is taken, news never.
    """
    names = [name for outlet in outlets if len(name := bare(outlet).lower()) >= _SHORTEST_NAME]
    parts = title_parts(title)[1:]
    while len(parts) > 1 and _ends_as(bare(parts[-1]).lower(), names):
        parts.pop()
    while len(parts) > 1 and bare(parts[0]).lower() in names:
        parts.pop(0)
    if not parts:
        return title
    return title[title.index(parts[0]) : title.rindex(parts[-1]) + len(parts[-1])]


def _ends_as(said: str, names: Sequence[str]) -> bool:
    if len(said) not in _NAME_LENGTHS:
        return False
    return any(said.startswith(name) or name.startswith(said) for name in names)
