"""Fit all heads on written and real headlines together, with word vectors beside the TF-IDF groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from classifier.heads import SIGMOID, Head
from classifier.text.terms import CLASS_MARK, PAIR_MARK
from training.corpus.format import Row
from training.fitting.heads import Array, LinearModel, TrainingSettings, whole
from training.real.vectors import WordVectors

VECTOR_SCALE = 0.4  # of the vectors beside the TF-IDF groups
REAL_WEIGHT = 4.0  # of a real headline among written ones


@dataclass(frozen=True)
class JointMatrix:
    """The TF-IDF and style columns by group, the share of the vectors, and what folds the latter into the words."""

    matrix: csr_matrix
    columns: dict[str, slice]
    fold: NDArray[np.float32]  # (word terms, dimensions)

    def of(self, head: Head, rows: Array | None = None) -> csr_matrix:
        """The columns that a head reads, of these rows; a head that reads words reads the vectors too."""
        part = self.matrix if rows is None else self.matrix[rows]
        if set(self.columns) - {"vector"} <= set(head.groups):
            return part
        return csr_matrix(hstack([part[:, self.columns[name]] for name in self._read_by(head)]))

    def weights(self, head: Head, weight: Array) -> dict[str, Array]:
        """Weights by feature group, shape (columns, outputs), those of the vectors folded into the words'."""
        found: dict[str, Array] = {}
        start = 0
        for name in self._read_by(head):
            part = self.columns[name]
            size = part.stop - part.start
            found[name] = weight[start : start + size]
            start += size
        found["word"] = found["word"] + self.fold @ found.pop("vector")
        return found

    def _read_by(self, head: Head) -> list[str]:
        """The columns of a head, by name and in their order."""
        return [name for name in self.columns if name in head.groups or (name == "vector" and "word" in head.groups)]


def fold_matrix(terms: Sequence[str], vectors: WordVectors) -> NDArray[np.float32]:
    """The scaled vector of each term of the word group, shape (terms, dimensions); zero for pairs and other words."""
    unit = vectors.unit() * np.float32(VECTOR_SCALE)
    place = {word: i for i, word in enumerate(vectors.words)}
    fold = np.zeros((len(terms), unit.shape[1]), np.float32)
    for row, term in enumerate(terms):
        if PAIR_MARK not in term and not term.startswith(CLASS_MARK) and term in place:
            fold[row] = unit[place[term]]
    return fold


def joint_matrix(parts: dict[str, csr_matrix], word_terms: Sequence[str], vectors: WordVectors) -> JointMatrix:
    """Put the columns of the groups and of the vectors side by side."""
    fold = fold_matrix(word_terms, vectors)
    parts = {**parts, "vector": csr_matrix(parts["word"] @ fold)}
    columns, start = {}, 0
    for name, part in parts.items():
        columns[name] = slice(start, start := start + part.shape[1])
    return JointMatrix(csr_matrix(hstack(list(parts.values()), dtype=np.float64)), columns, fold)


def targets(head: Head, rows: Iterable[Row]) -> Array:
    """Whole grades, or class numbers; -1 where a row says nothing of the head."""
    found = [row.target(head) for row in rows]
    if head.link == SIGMOID:
        return np.array([-1 if value is None else whole(float(value)) for value in found])
    return np.array([-1 if value is None else head.classes.index(str(value)) for value in found])


def fit_joint(
    joint: JointMatrix, head: Head, target: Array, weights: Array, settings: TrainingSettings, rows: Array
) -> LinearModel:
    """One head on these rows (numbers): cumulative regressions, or one multinomial."""
    rows = rows[target[rows] >= 0]
    matrix = joint.of(head, rows)
    if head.link == SIGMOID:
        weight, intercept = np.zeros((matrix.shape[1], 1)), np.zeros(1)
        for level, share in enumerate(settings.cumulative, 1):
            truth = target[rows] >= level
            if not share or truth.all() or not truth.any():
                continue
            model = LogisticRegression(
                C=settings.regularization, solver="liblinear", max_iter=1000, random_state=settings.seed
            )
            model.fit(matrix, truth, sample_weight=weights[rows])
            weight += share * model.coef_.T
            intercept += share * model.intercept_
        return LinearModel(weight, intercept)
    model = LogisticRegression(C=settings.regularization, max_iter=300, tol=1e-3)
    model.fit(matrix, target[rows], sample_weight=weights[rows])
    if list(model.classes_) != list(range(len(head.classes))):
        raise ValueError(f"the rows name only {len(model.classes_)} classes of {head.name}")
    return LinearModel(model.coef_.T, model.intercept_)


Progress = Callable[[str], Any]
