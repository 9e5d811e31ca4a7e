"""Evaluate a classifier on labelled headlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from classifier.model import Classifier
from classifier.prediction import Prediction
from training.corpus.format import CorpusError, Row
from training.evaluation.breakdown import GroupResult, WorstError, auc, breakdown, worst_errors, year_of
from training.evaluation.kinds import KindResult, evaluate_kinds
from training.evaluation.metrics import RESAMPLES, Measure, measures, share_of_true
from training.fitting.heads import labels

PLAIN, CLEAR = 0.5, 2.0  # grades below are plain news, from here on clear bait
THRESHOLDS = tuple(round(0.05 * k, 2) for k in range(1, 20))


@dataclass(frozen=True)
class Report:
    """All results. ``truth`` and ``scores`` are in the order of the rows.

    ``plain_called`` is the share of plain news (grade below 0.5) that is called clickbait, ``clear_found`` that of
    clear bait (grade 2 or more), ``clear_roc_auc`` how well these two are told apart; ``spearman_grade`` is the rank
    correlation of the expected grade with the annotators'. None where the rows have no grades. ``topic_accuracies``
    are by each annotator's account, ``topic_accuracy`` is the first one's. ``sensitivities`` tells what the model's
    own cuts give on these rows.
    """

    source: str
    model: str
    threshold: float
    count: int
    clickbait: int
    measures: dict[str, Measure]
    confusion: dict[str, int]
    thresholds: list[dict[str, float]]
    sensitivities: dict[str, dict[str, float]]
    spearman_grade: float | None
    clear_roc_auc: float | None
    plain_called: Measure | None
    clear_found: Measure | None
    topic_accuracy: float | None
    topic_accuracies: list[float]
    kinds: list[KindResult]
    by_topic: list[GroupResult]
    by_outlet: list[GroupResult]
    by_year: list[GroupResult]
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

    Raises CorpusError when there are no rows, or of one class alone.
    """
    if not rows:
        raise CorpusError(f"{source or 'the data'}: no headlines; a quality measure needs both classes")
    cut = classifier.threshold if threshold is None else threshold
    truth = labels(rows)
    grades = np.array([row.grade for row in rows])
    predictions = classifier.predict([row.headline for row in rows], threshold=cut)
    scores = np.array([p.score for p in predictions])
    if len(set(truth.tolist())) < 2:
        only = "clickbait" if truth[0] else "substantive"
        raise CorpusError(f"{source or 'the data'}: only {only} headlines; a quality measure needs both classes")
    decided = scores >= cut
    graded = all(row.graded for row in rows)
    plain, clear = grades < PLAIN, grades >= CLEAR
    expected = [p.grade for p in predictions]
    topics = _topic_accuracies(rows, predictions)
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
        sensitivities={name: _at(truth, scores, found) for name, found in _cuts(classifier)},
        spearman_grade=float(spearmanr(expected, grades).statistic) if graded and len(set(expected)) > 1 else None,
        clear_roc_auc=auc(clear[plain | clear], scores[plain | clear]) if graded else None,
        plain_called=share_of_true(decided[plain], resamples=resamples) if graded else None,
        clear_found=share_of_true(decided[clear], resamples=resamples) if graded else None,
        topic_accuracy=topics[0] if topics else None,
        topic_accuracies=topics,
        kinds=evaluate_kinds(classifier.heads, rows, predictions, resamples=resamples),
        by_topic=breakdown(rows, truth, scores, cut, lambda row: row.topic),
        by_outlet=breakdown(rows, truth, scores, cut, lambda row: row.outlet),
        by_year=breakdown(rows, truth, scores, cut, year_of),
        worst=worst_errors(rows, truth, scores, cut, [p.label for p in predictions], grades.tolist()),
        truth=truth,
        scores=scores,
    )


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


def _cuts(classifier: Classifier) -> list[tuple[str, float]]:
    """The thresholds of the model's sensitivities, the strictest first."""
    return sorted(((name, found["threshold"]) for name, found in classifier.cuts.items()), key=lambda cut: -cut[1])


def _topic_accuracies(rows: Sequence[Row], predictions: Sequence[Prediction]) -> list[float]:
    """The share of right topics by each annotator's account: the first one's, then the others'."""
    found: list[list[bool]] = []
    for row, prediction in zip(rows, predictions, strict=True):
        for annotator, topic in enumerate((row.topic, *row.other_topics) if row.topic else ()):
            if annotator == len(found):
                found.append([])
            found[annotator].append(prediction.topic == topic)
    return [sum(right) / len(right) for right in found]
