"""Evaluate a classifier on labelled headlines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr
from sklearn.metrics import f1_score, roc_auc_score

from classifier.model import Classifier
from training.corpus.format import CorpusError, Row
from training.evaluation.metrics import RESAMPLES, Measure, measures
from training.fitting.heads import labels

WORST = 20
SMALLEST_GROUP = 5  # breakdowns show counts, but no rates, of smaller groups
THRESHOLDS = tuple(round(0.05 * k, 2) for k in range(1, 20))


@dataclass(frozen=True)
class WorstError:
    """A headline that was misclassified, with its score."""

    headline: str
    score: float
    label: str
    grade: float
    topic: str
    outlet: str


@dataclass(frozen=True)
class GroupResult:
    """Quality on one topic or outlet. A rate is None where the group is too small or has only one class."""

    name: str
    count: int
    clickbait: int
    predicted: int
    f1: float | None
    roc_auc: float | None


@dataclass(frozen=True)
class Report:
    """All results. ``truth`` and ``scores`` are in the order of the rows."""

    source: str
    model: str
    threshold: float
    count: int
    clickbait: int
    measures: dict[str, Measure]
    confusion: dict[str, int]
    thresholds: list[dict[str, float]]
    spearman_grade: float | None
    clear_roc_auc: float | None
    topic_accuracy: float | None
    by_topic: list[GroupResult]
    by_outlet: list[GroupResult]
    worst: list[WorstError]
    truth: NDArray[Any]
    scores: NDArray[Any]

    def to_dict(self) -> dict[str, Any]:
        """The results as values for JSON, without the arrays."""
        values = asdict(self)
        del values["truth"], values["scores"]
        return values


def evaluate(
    classifier: Classifier,
    rows: Sequence[Row],
    *,
    source: str = "",
    threshold: float | None = None,
    resamples: int = RESAMPLES,
) -> Report:
    """Score the rows and compare with their labels. With ``resamples`` 0 there are no intervals.

    Raises CorpusError when the rows have only one class.
    """
    cut = classifier.threshold if threshold is None else threshold
    truth = labels(rows)
    grades = np.array([row.grade for row in rows])
    predictions = classifier.predict([row.headline for row in rows])
    scores = np.array([p.score for p in predictions])
    if len(set(truth.tolist())) < 2:
        only = "clickbait" if truth[0] else "substantive"
        raise CorpusError(f"{source or 'the data'}: only {only} headlines; a quality measure needs both classes")
    decided = scores >= cut
    graded = all(row.graded for row in rows)
    clear = (grades < 0.5) | (grades >= 2)
    with_topic = [(p.topic, row.topic) for p, row in zip(predictions, rows, strict=True) if row.topic]
    return Report(
        source=source,
        model=classifier.version,
        threshold=cut,
        count=len(rows),
        clickbait=int(truth.sum()),
        measures=measures(truth, scores, cut, resamples=resamples),
        confusion={
            "true_positive": int((decided & truth).sum()),
            "false_positive": int((decided & ~truth).sum()),
            "false_negative": int((~decided & truth).sum()),
            "true_negative": int((~decided & ~truth).sum()),
        },
        thresholds=[_at(truth, scores, t) for t in THRESHOLDS],
        spearman_grade=float(spearmanr(scores, grades).statistic) if graded and len(set(scores)) > 1 else None,
        clear_roc_auc=_auc(truth[clear], scores[clear]) if graded else None,
        topic_accuracy=sum(a == b for a, b in with_topic) / len(with_topic) if with_topic else None,
        by_topic=_breakdown(rows, truth, scores, cut, lambda row: row.topic),
        by_outlet=_breakdown(rows, truth, scores, cut, lambda row: row.outlet),
        worst=_worst(rows, scores, cut, [p.label for p in predictions]),
        truth=truth,
        scores=scores,
    )


def _auc(truth: NDArray[Any], scores: NDArray[Any]) -> float | None:
    return float(roc_auc_score(truth, scores)) if 0 < truth.sum() < len(truth) else None


def _at(truth: NDArray[Any], scores: NDArray[Any], threshold: float) -> dict[str, float]:
    decided = scores >= threshold
    hits = float((decided & truth).sum())
    precision = hits / max(float(decided.sum()), 1.0)
    recall = hits / float(truth.sum())
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return {
        "threshold": threshold,
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "flagged": float(decided.mean()),
    }


def _breakdown(
    rows: Sequence[Row], truth: NDArray[Any], scores: NDArray[Any], cut: float, key: Callable[[Row], str]
) -> list[GroupResult]:
    names = np.array([key(row) for row in rows])
    results = []
    for name in sorted(set(names) - {""}):
        inside = names == name
        t, s = truth[inside], scores[inside]
        mixed = len(t) >= SMALLEST_GROUP and 0 < t.sum() < len(t)
        f1 = float(f1_score(t, s >= cut, zero_division=0)) if mixed else None
        results.append(
            GroupResult(name, len(t), int(t.sum()), int((s >= cut).sum()), f1, _auc(t, s) if mixed else None)
        )
    return sorted(results, key=lambda r: (-r.count, r.name))


def _worst(rows: Sequence[Row], scores: NDArray[Any], cut: float, labels: Sequence[str]) -> list[WorstError]:
    wrong = [i for i, row in enumerate(rows) if (scores[i] >= cut) != row.clickbait]
    wrong.sort(key=lambda i: -abs(scores[i] - rows[i].clickbait))
    return [
        WorstError(r.headline, float(scores[i]), labels[i], r.grade, r.topic, r.outlet)
        for i, r in ((i, rows[i]) for i in wrong[:WORST])
    ]
