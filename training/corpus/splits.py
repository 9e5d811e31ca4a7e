"""Which rows teach, and which measure: the splits of a corpus, and what small or lopsided ones get instead.

A corpus that names its splits keeps them. Where splits are made up, by a hash of the family, one of them may lack a
class: then families are drawn anew by class. Fewer than ``SMALL`` rows without splits are all taught from, and quality
is that of models which have not seen the row (cross-validation by family): a tenth of so few says nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from training.corpus.format import SPLITS, CorpusError, Row

SMALL = 2000  # rows
FOLDS = 5


@dataclass(frozen=True)
class Splits:
    """Rows by split. With ``folds`` all are in ``train``, and quality is cross-validated. ``notices`` are for users."""

    rows: Mapping[str, Sequence[Row]]
    folds: int = 0
    notices: tuple[str, ...] = field(default=())


def splits_of(rows: Sequence[Row]) -> Splits:
    """The splits to train with. Raises CorpusError where a class is missing, or all of it is one family."""
    families: dict[bool, set[str]] = {True: set(), False: set()}
    for row in rows:
        families[row.clickbait].add(row.family)
    if lacking := [kind for kind, found in families.items() if not found]:
        only = "substantive" if lacking[0] else "clickbait"
        raise CorpusError(f"the corpus has only {only} headlines: training needs both classes")
    split = _by_split(rows)
    short = _short(split)
    made_up = all(row.assigned for row in rows)
    if not short and not (made_up and len(rows) < SMALL):
        return Splits(split)
    if len(rows) >= SMALL and any(row.assigned for row in rows):
        drawn = _by_split(_stratified(rows))
        if not _short(drawn):
            return Splits(drawn, notices=(f"{short}: the splits were drawn anew, by class",))
    folds = min(FOLDS, *map(len, families.values()))
    if folds < 2:
        raise CorpusError("all rows of a class are one family: give more rows, or mend the column 'family'")
    why = short if short else f"{len(rows)} rows are few"
    notice = f"{why}: all rows are trained from, and quality is measured by cross-validation in {folds} folds"
    return Splits({"train": list(rows)}, folds, (notice,))


def _by_split(rows: Sequence[Row]) -> dict[str, list[Row]]:
    return {name: [row for row in rows if row.split == name] for name in SPLITS}


def _short(split: Mapping[str, Sequence[Row]]) -> str:
    """What is wrong with the first split that lacks a class; empty where none does."""
    for name, part in split.items():
        found = {row.clickbait for row in part}
        if len(found) < 2:
            only = f"only {'clickbait' if True in found else 'substantive'} headlines" if found else "no headline"
            return f"the {name} split has {only}"
    return ""


def _stratified(rows: Sequence[Row]) -> list[Row]:
    """The rows, those without a split of their own in 80 % train, 10 % validation and 10 % test of each class."""
    bait: defaultdict[str, bool] = defaultdict(bool)
    for row in rows:
        bait[row.family] |= row.clickbait
    given = {row.family for row in rows if not row.assigned}
    places: dict[str, str] = {}
    for kind in (False, True):
        names = sorted((name for name, found in bait.items() if found == kind and name not in given), key=_order)
        held = max(1, len(names) // 10)
        for place, name in enumerate(names):
            places[name] = "test" if place < held else "validation" if place < 2 * held else "train"
    return [replace(row, split=places[row.family]) if row.family in places else row for row in rows]


def _order(family: str) -> bytes:
    return hashlib.blake2b(family.encode("utf-8", "surrogatepass"), digest_size=8).digest()
