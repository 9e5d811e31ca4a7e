"""The linear models that scikit-learn fits, one for each head that is declared in ``classifier.heads``.

A sigmoid head is taught by grades 0-3, and a linear model of "grade 2 or more" alone forgets that grade 0 is further
from bait than grade 1. So it is a weighted sum of cumulative logistic regressions ("at least 1", "at least 2"; the
cumulative-link idea of McCullagh 1980 with free slopes), folded into one weight vector. A softmax head is one
multinomial regression.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from classifier.heads import GROUPS, HEADS, Head
from training.corpus.format import Row

Array = NDArray[Any]
# A decorator. The order in which BLAS adds depends on its threads: with one, a model is the same on any number of
# cores. On sparse matrices more threads gain nothing, and where others use the cores they wait for each other.
one_thread = threadpool_limits.wrap(1, "blas")


@dataclass(frozen=True)
class TrainingSettings:
    """What shapes a model besides its corpus. The defaults were chosen on the real_dev of 0.1.0 and kept
    (docs/evaluation.md).

    ``cumulative`` weighs the regressions "grade at least 1, 2, 3"; ``grade_weights`` weigh rows of grade 0-3.
    """

    groups: tuple[str, ...] = GROUPS
    regularization: float = 3.0  # C of the sigmoid heads
    cumulative: tuple[float, float, float] = (0.35, 1.0, 0.0)
    grade_weights: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 0.7)
    topic_regularization: float = 10.0  # C of the softmax heads
    min_df: int = 3
    style_scale: float = 0.07
    temperature: float = 0.65  # real headlines are less clear than written ones: scores are drawn to the middle
    seed: int = 0


@dataclass(frozen=True)
class LinearModel:
    """Weights, shape (features,) or (features, outputs), and intercept, a number or shape (outputs,)."""

    weight: Array
    intercept: Any

    def logits(self, matrix: csr_matrix) -> Array:
        """Shape (rows,) or (rows, outputs)."""
        return np.asarray(matrix @ self.weight + self.intercept)


@dataclass(frozen=True)
class GradedTarget:
    """What teaches a sigmoid head: the rows that say something of it (their numbers), grade and weight of each, and
    the family that keeps versions of one story together."""

    rows: Array
    grades: Array
    weights: Array
    families: Array

    @property
    def positive(self) -> Array:
        """Whether each of the rows is of the second class, bool."""
        return np.asarray(self.grades >= POSITIVE)

    @property
    def separable(self) -> bool:
        """Whether both classes occur."""
        return bool(0 < self.positive.sum() < len(self.grades))


POSITIVE = 2  # the whole grade from which a row is of a sigmoid head's second class


def labels(rows: Sequence[Row]) -> Array:
    """Whether each row is clickbait, bool, shape (n,)."""
    return np.array([row.clickbait for row in rows])


def whole(grade: float) -> int:
    """A grade as a whole number, half rounded up."""
    return int(grade + 0.5)


def row_weights(rows: Sequence[Row], settings: TrainingSettings) -> Array:
    """Weight by bait grade; a row that has a label only weighs 1."""
    return np.array([settings.grade_weights[whole(row.grade)] if row.graded else 1.0 for row in rows])


def graded_target(rows: Sequence[Row], settings: TrainingSettings, head: Head = HEADS[0]) -> GradedTarget:
    """What the rows say of a sigmoid head (default: bait)."""
    given = [(i, grade) for i, row in enumerate(rows) if (grade := row.target(head)) is not None]
    numbers = np.array([i for i, _ in given], np.int64)
    return GradedTarget(
        numbers,
        np.array([whole(float(grade)) for _, grade in given], np.int64),
        row_weights(rows, settings)[numbers] if len(given) else np.empty(0),
        np.array([rows[i].family for i in numbers]),
    )


def fit_grades(matrix: csr_matrix, target: GradedTarget, settings: TrainingSettings) -> LinearModel:
    """The folded cumulative regressions; the matrix has the target's rows. A level that they all pass, or none, is
    left out."""
    weight, intercept = np.zeros(matrix.shape[1]), 0.0
    for level, share in enumerate(settings.cumulative, 1):
        truth = target.grades >= level
        if share == 0 or truth.all() or not truth.any():
            continue
        model = LogisticRegression(
            C=settings.regularization, solver="liblinear", max_iter=1000, random_state=settings.seed
        )
        model.fit(matrix, truth, sample_weight=target.weights)
        weight += share * model.coef_[0]
        intercept += share * float(model.intercept_[0])
    return LinearModel(weight, intercept)


def fit_classes(
    matrix: csr_matrix, rows: Sequence[Row], head: Head, settings: TrainingSettings
) -> tuple[Head, LinearModel]:
    """Multinomial logistic regression on the rows that name a class, and the head with the classes that they name.

    Where fewer than two are named the head always answers the one, or else its last class.
    """
    named = np.array([i for i, row in enumerate(rows) if row.target(head) is not None], dtype=int)
    names = [rows[i].target(head) for i in named]
    found = tuple(name for name in head.classes if name in set(names))
    if len(found) < 2 or not matrix.shape[1]:
        found = found[:1] or head.classes[-1:]
        return replace(head, classes=found), LinearModel(np.zeros((matrix.shape[1], 1)), np.zeros(1))
    model = LogisticRegression(C=settings.topic_regularization, max_iter=300, tol=1e-3)
    model.fit(matrix[named], np.array([found.index(str(name)) for name in names]))
    weight, intercept = model.coef_.T, model.intercept_
    if len(found) == 2:  # scikit-learn keeps one row for two classes
        weight, intercept = np.hstack([-weight, weight]) / 2, np.append(-intercept, intercept) / 2
    return replace(head, classes=found), LinearModel(weight, intercept)
