"""The linear models that scikit-learn fits: the bait head, its calibration, and the topic head.

Bait is graded 0-3, and a linear model of "grade 2 or more" alone forgets that grade 0 is further from bait than
grade 1. So the bait head is a weighted sum of cumulative logistic regressions ("at least 1", "at least 2"; the
cumulative-link idea of McCullagh 1980 with free slopes), folded into one weight vector.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from classifier.prediction import TOPICS
from classifier.text.vocabulary import GROUPS
from training.corpus.format import CorpusError, Row

Array = NDArray[Any]
FOLDS = 5
# A decorator. The order in which BLAS adds depends on its threads: with one, a model is the same on any number of
# cores. On sparse matrices more threads gain nothing, and where others use the cores they wait for each other.
one_thread = threadpool_limits.wrap(1, "blas")


@dataclass(frozen=True)
class TrainingSettings:
    """What shapes a model besides its corpus. The defaults were chosen on real_dev (docs/evaluation.md).

    ``cumulative`` weighs the regressions "grade at least 1, 2, 3"; ``grade_weights`` weigh rows of grade 0-3.
    """

    groups: tuple[str, ...] = GROUPS
    regularization: float = 3.0  # C of the bait head
    cumulative: tuple[float, float, float] = (0.35, 1.0, 0.0)
    grade_weights: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 0.7)
    topic_regularization: float = 10.0
    min_df: int = 3
    style_scale: float = 0.07
    temperature: float = 0.65  # real headlines are less clear than written ones: scores are drawn to the middle
    seed: int = 0


@dataclass(frozen=True)
class Head:
    """A linear model: weights, shape (features,), and intercept."""

    weight: Array
    intercept: float

    def logits(self, matrix: csr_matrix) -> Array:
        return np.asarray(matrix @ self.weight + self.intercept)


def labels(rows: Sequence[Row]) -> Array:
    """Whether each row is clickbait, bool, shape (n,)."""
    return np.array([row.clickbait for row in rows])


def grades(rows: Sequence[Row]) -> Array:
    """Grade of each row as a whole number, half rounded up, shape (n,)."""
    return np.array([int(row.grade + 0.5) for row in rows])


def row_weights(rows: Sequence[Row], settings: TrainingSettings) -> Array:
    """Weight by grade; a row with a label only weighs 1."""
    return np.array([settings.grade_weights[int(row.grade + 0.5)] if row.graded else 1.0 for row in rows])


def fit_bait(matrix: csr_matrix, rows: Sequence[Row], settings: TrainingSettings) -> Head:
    """The folded cumulative regressions. A level that the rows do not part is left out."""
    weight, intercept, graded = np.zeros(matrix.shape[1]), 0.0, grades(rows)
    sample_weight = row_weights(rows, settings)
    for level, share in enumerate(settings.cumulative, 1):
        truth = graded >= level
        if share == 0 or truth.all() or not truth.any():
            continue
        model = LogisticRegression(
            C=settings.regularization, solver="liblinear", max_iter=1000, random_state=settings.seed
        )
        model.fit(matrix, truth, sample_weight=sample_weight)
        weight += share * model.coef_[0]
        intercept += share * float(model.intercept_[0])
    return Head(weight, intercept)


def fit_platt(
    matrix: csr_matrix, rows: Sequence[Row], settings: TrainingSettings, progress: Callable[[str], None]
) -> tuple[float, float]:
    """Slope and intercept of Platt scaling (Platt 1999) on out-of-fold logits, families kept together.

    Raises CorpusError when the families cannot be parted into folds that hold both classes.
    """
    families = np.array([row.family for row in rows])
    truth = labels(rows)
    folds = min(FOLDS, len(set(families)))
    if folds < 2:
        raise CorpusError("too few families for calibration: training needs at least two")
    logits = np.zeros(len(rows))
    for number, (inner, outer) in enumerate(GroupKFold(folds).split(matrix, truth, families), 1):
        progress(f"calibration fold {number} of {folds}")
        if len(set(truth[inner])) < 2:
            raise CorpusError("too few families for calibration: give more clickbait and substantive rows")
        logits[outer] = fit_bait(matrix[inner], [rows[i] for i in inner], settings).logits(matrix[outer])
    return platt(logits, truth, settings)


def platt(logits: Array, truth: Array, settings: TrainingSettings) -> tuple[float, float]:
    """Slope and intercept of Platt scaling with the temperature; the logits are of rows that were not fitted on."""
    scaling = LogisticRegression(C=1e6).fit(logits[:, None], truth)
    slope, intercept = float(scaling.coef_[0, 0]), float(scaling.intercept_[0])
    return settings.temperature * slope, settings.temperature * intercept


@dataclass(frozen=True)
class TopicHead:
    """Topic names and their linear models: weight (features, topics), intercept (topics,)."""

    topics: list[str]
    weight: Array
    intercept: Array


def fit_topics(matrix: csr_matrix, rows: Sequence[Row], settings: TrainingSettings) -> TopicHead:
    """Multinomial logistic regression on the rows that have a topic."""
    known = np.array([i for i, row in enumerate(rows) if row.topic], dtype=int)
    found = [topic for topic in TOPICS if topic in {rows[i].topic for i in known}]
    if len(found) < 2 or not matrix.shape[1]:
        return TopicHead(found[:1] or ["other"], np.zeros((matrix.shape[1], 1)), np.zeros(1))
    target = np.array([found.index(rows[i].topic) for i in known])
    model = LogisticRegression(C=settings.topic_regularization, max_iter=300, tol=1e-3)
    model.fit(matrix[known], target)
    weight, intercept = model.coef_.T, model.intercept_
    if len(found) == 2:  # scikit-learn keeps one row for two classes
        weight, intercept = np.hstack([-weight, weight]) / 2, np.append(-intercept, intercept) / 2
    return TopicHead(found, weight, intercept)
