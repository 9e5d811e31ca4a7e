"""The parts of a page's ``<title>``: the headline, a section, the outlet."""

from __future__ import annotations

import re

from classifier.page.wording import bare

_MARK = re.compile(r"\s*[|｜│_－–—·»]\s*|\s+-+\s+")


def title_parts(title: str) -> list[str]:
    """A title and the parts between its marks: the headline is mostly the first of them, on some sites the last."""
    parts = [part for part in _MARK.split(title) if part]
    return [title, *parts] if len(parts) > 1 else [title]


def without_outlet(title: str, outlets: list[str]) -> str:
    """A title without the names of outlets that stand at its end or beginning behind a mark."""
    parts = title_parts(title)[1:]
    while len(parts) > 1 and _names_one(parts[-1], outlets):
        parts.pop()
    while len(parts) > 1 and _names_one(parts[0], outlets):
        parts.pop(0)
    if not parts:
        return title
    return title[title.index(parts[0]) : title.rindex(parts[-1]) + len(parts[-1])]


def _names_one(part: str, outlets: list[str]) -> bool:
    said = bare(part).lower()
    return any(said in name or name in said for outlet in outlets if (name := bare(outlet).lower()))
