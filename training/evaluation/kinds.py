"""Quality of a model on each kind of bait: withheld, sensational, push."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from classifier.heads import FAMILY, Head
from classifier.prediction import Prediction
from training.corpus.format import CUT, Row
from training.evaluation.breakdown import WorstError, worst_errors
from training.evaluation.metrics import (
    RESAMPLES,
    Measure,
    best_threshold,
    expected_calibration_error,
    f1_at,
    with_intervals,
)

HALF = 0.5  # the probability from which a headline is said to be of a kind


@dataclass(frozen=True)
class KindResult:
    """Quality on one kind.

    ``count`` rows were graded for it, ``positive`` of them at least ``CUT``. ``measures`` holds ``roc_auc``,
    ``average_precision``, ``f1`` (from a probability of 0.5 on), ``best_f1`` (from ``best_threshold`` on, which these
    rows chose, so it is an upper limit) and ``ece``.
    """

    name: str
    count: int
    positive: int
    predicted: int
    best_threshold: float
    measures: dict[str, Measure]
    worst: list[WorstError]


def evaluate_kinds(
    heads: Sequence[Head], rows: Sequence[Row], predictions: Sequence[Prediction], *, resamples: int = RESAMPLES
) -> list[KindResult]:
    """The results on each kind that the model answers and the rows have grades of, with both classes among them."""
    found = []
    for head in heads:
        if head.family != FAMILY:
            continue
        pairs = [(row, p) for row, p in zip(rows, predictions, strict=True) if row.target(head) is not None]
        grades = np.array([float(row.target(head) or 0) for row, _ in pairs])
        truth = grades >= CUT
        if 0 < truth.sum() < len(truth):
            scores = np.array([p.kinds[head.probability] for _, p in pairs])
            found.append(_result(head, [row for row, _ in pairs], grades, truth, scores, resamples))
    return found


def _result(
    head: Head, rows: Sequence[Row], grades: NDArray[Any], truth: NDArray[Any], scores: NDArray[Any], resamples: int
) -> KindResult:
    best = best_threshold(truth, scores, slack=0.0)
    decided = scores >= HALF
    said = [head.classes[int(positive)] for positive in decided.tolist()]
    return KindResult(
        head.name,
        len(rows),
        int(truth.sum()),
        int(decided.sum()),
        best,
        with_intervals(
            {
                "roc_auc": lambda t, s: float(roc_auc_score(t, s)),
                "average_precision": lambda t, s: float(average_precision_score(t, s)),
                "f1": f1_at(HALF),
                "best_f1": f1_at(best),
                "ece": expected_calibration_error,
            },
            truth,
            scores,
            resamples=resamples,
        ),
        worst_errors(rows, truth, scores, HALF, said, grades.tolist()),
    )
