"""The truth of saved pages, and how what a system finds is held against it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from classifier.page.wording import bare

_GRAM = 4
_NEARLY = 0.85  # ratio from which two titles are one


@dataclass(frozen=True)
class PageTruth:
    """What a person read on a page."""

    headline: str
    body: list[str]
    optional_body: list[str]
    recs: list[str]
    optional_recs: list[str]
    date: str
    byline: str
    list: bool


def read_truth(folder: Path) -> dict[str, PageTruth]:
    """The truth of every page of a folder, by its name."""
    document = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    names = PageTruth.__dataclass_fields__
    return {page: PageTruth(**{name: found[name] or type_of() for name, type_of in _EMPTY.items() if name in names})
            for page, found in document.items()}  # fmt: skip


_EMPTY = {
    "headline": str, "body": list, "optional_body": list, "recs": list, "optional_recs": list, "date": str,
    "byline": str, "list": bool,
}  # fmt: skip


def grams(text: str) -> Counter[str]:
    """The bag of character 4-grams."""
    said = bare(text)
    return Counter(said[k : k + _GRAM] for k in range(len(said) - _GRAM + 1))


def text_f1(text: str, truth: PageTruth) -> float:
    """F1 of the 4-grams; those of optional paragraphs and of the headline count for nothing."""
    found, wanted = grams(text), grams("\n".join(truth.body))
    spare = grams("\n".join([*truth.optional_body, truth.headline]))
    common = (found & wanted).total()
    counted = found.total() - ((found - wanted) & spare).total()
    if not common:
        return 0.0
    precision, recall = common / counted, common / wanted.total()
    return 2 * precision * recall / (precision + recall)


def same_text(found: str, truth: str) -> bool:
    """Equal apart from spaces and punctuation."""
    return bare(found) == bare(truth)


def same_names(found: str, truth: str) -> bool:
    """The same people, however they are joined."""
    return set(re.split(r"[、,，\s]+", found)) == set(re.split(r"[、,，\s]+", truth))


def says(one: str, other: str) -> bool:
    """Whether two items are one: equal, the one within the other, or nearly equal."""
    short, long = sorted((bare(one), bare(other)), key=len)
    if not short:
        return False
    if short == long or len(short) >= 6 and short in long and len(long) <= 1.8 * len(short) + 6:
        return True
    return len(short) >= 8 and SequenceMatcher(None, short, long).ratio() >= _NEARLY


class Recommendations:
    """How many of the recommendations were found, and how many of what was called one is."""

    def __init__(self) -> None:
        self.wanted = self.found = self.right = self.wrong = 0

    def add(self, items: Sequence[str], truth: PageTruth) -> None:
        """Count the items of a page."""
        hits: set[int] = set()
        for item in items:
            places = [place for place, wanted in enumerate(truth.recs) if says(item, wanted)]
            hits.update(places)
            if not places and not any(says(item, spare) for spare in [*truth.optional_recs, truth.headline]):
                self.wrong += 1
        own = {place for place, wanted in enumerate(truth.recs) if truth.headline and says(wanted, truth.headline)}
        self.wanted += len(truth.recs)
        self.found += len(hits | own)
        self.right += len(hits)

    def shares(self) -> tuple[float | None, float | None]:
        """Found of all, right of those called one; None where a system names none."""
        if not self.right:
            return None, None
        return self.found / self.wanted, self.right / (self.right + self.wrong)
