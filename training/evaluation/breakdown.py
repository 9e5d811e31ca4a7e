"""Quality by group: topic, outlet or year of the headlines, and the headlines that a model got most wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from training.corpus.format import Row

WORST = 20
SMALLEST_GROUP = 5  # breakdowns show counts, but no rates, of smaller groups
_YEAR = re.compile(r"(\d{4})(?:-\d\d){0,2}")
Array = NDArray[Any]


@dataclass(frozen=True)
class GroupResult:
    """Quality on one topic, outlet or year. A rate is None where the group is too small or has only one class."""

    name: str
    count: int
    clickbait: int
    predicted: int
    f1: float | None
    roc_auc: float | None


@dataclass(frozen=True)
class WorstError:
    """A headline that was misclassified, with its score.

    ``label`` is what the model said; of an error of a kind, ``score`` and ``grade`` are those of the kind.
    """

    headline: str
    score: float
    label: str
    grade: float
    topic: str
    outlet: str


def year_of(row: Row) -> str:
    """The year of a row's date; a date of another form (``2005..2011``) as it is."""
    found = _YEAR.fullmatch(row.date)
    return found[1] if found else row.date


def auc(truth: Array, scores: Array) -> float | None:
    """ROC-AUC; None where there is one class alone."""
    return float(roc_auc_score(truth, scores)) if 0 < truth.sum() < len(truth) else None


def breakdown(
    rows: Sequence[Row], truth: Array, scores: Array, cut: float, key: Callable[[Row], str]
) -> list[GroupResult]:
    """Quality on the rows of each key, largest group first; rows with the key "" belong to none."""
    names = np.array([key(row) for row in rows])
    results = []
    for name in sorted(set(names.tolist()) - {""}):
        inside = names == name
        t, s = truth[inside], scores[inside]
        mixed = len(t) >= SMALLEST_GROUP and 0 < t.sum() < len(t)
        f1 = float(f1_score(t, s >= cut, zero_division=0)) if mixed else None
        results.append(GroupResult(name, len(t), int(t.sum()), int((s >= cut).sum()), f1, auc(t, s) if mixed else None))
    return sorted(results, key=lambda r: (-r.count, r.name))


def worst_errors(
    rows: Sequence[Row], truth: Array, scores: Array, cut: float, labels: Sequence[str], grades: Sequence[float]
) -> list[WorstError]:
    """The WORST misclassified headlines, the one furthest from the truth first."""
    wrong = np.flatnonzero((scores >= cut) != truth)
    wrong = wrong[np.argsort(-np.abs(scores - truth)[wrong], kind="stable")]
    return [
        WorstError(r.headline, float(scores[i]), labels[i], float(grades[i]), r.topic, r.outlet)
        for i, r in ((i, rows[i]) for i in wrong[:WORST].tolist())
    ]
