"""Style features in words that a reader understands, in Traditional and Simplified Chinese and in English."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("zh-TW", "zh-CN", "en")
_BOUND = re.compile(r"(length|segments)(<=|>=|>|=)(\d+)")


@cache
def wording() -> dict[str, dict[str, dict[str, str]]]:
    """The words as data: ``classes``, ``places``, ``bounds`` and ``features``, by name, then by language."""
    found: dict[str, Any] = json.loads((files("classifier.headline") / "wording.json").read_text(encoding="utf-8"))
    return found


def describe(name: str, language: str = "en") -> str:
    """What a style feature (``classifier.headline.style``) stands for: ``teaser@end`` is "keeps the point back, at the
    very end".

    Raises KeyError for an unknown feature or language.
    """
    words = wording()
    if bound := _BOUND.fullmatch(name):
        what = words["features"][bound[1]][language]
        limit = words["bounds"][bound[2]][language].format(bound[3])
        return f"{what}: {limit}" if language == "en" else f"{what}：{limit}"
    stem, _, place = name.partition("@")
    what = (words["classes"].get(stem) or words["features"][stem])[language]
    if not place:
        return what
    where = words["places"][place][language]
    if language == "en":
        return f"{what}, {where}"
    return f"{what}{where}" if where.startswith("，") else f"{what}（{where}）"
