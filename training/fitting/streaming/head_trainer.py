"""The binary regressions of one head, learned by stochastic gradient descent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from scipy.special import log_softmax
from sklearn.linear_model import SGDClassifier

from classifier.heads import SIGMOID, Head
from training.corpus.format import CorpusError
from training.fitting.fitted_head import Columns, FittedHead
from training.fitting.heads import POSITIVE, Array, LinearModel, TrainingSettings
from training.fitting.platt import fit_levels, platt
from training.fitting.streaming.chunks import UNKNOWN
from training.fitting.streaming.spool import Shard

TOO_FEW = "too few families for calibration: give more clickbait and substantive rows"
NewLearner = Callable[[float, int], SGDClassifier]  # from C and the number of rows


@dataclass
class Model:
    """A binary regression: which of a head's labels are positive."""

    learner: SGDClassifier
    positive: Callable[[Array], Array]

    def learn(self, matrix: csr_matrix, labels: Array, weights: Array, state: int) -> None:
        if len(labels):
            self.learner.set_params(random_state=state)
            self.learner.partial_fit(matrix, self.positive(labels), classes=[False, True], sample_weight=weights)


def _at_least(level: int, labels: Array) -> Array:
    return np.asarray(labels >= level)


def _equals(number: int, labels: Array) -> Array:
    return np.asarray(labels == number)


class HeadTrainer:
    """Regressions over a head's own columns: one a level of its grades, or one a class against all others."""

    def __init__(
        self, head: Head, columns: Columns, counts: Array, settings: TrainingSettings, new: NewLearner
    ) -> None:
        """``counts`` are the rows by grade (0-3) or by class number."""
        self.head, self._settings = head, settings
        self._columns = {group: part for group, part in columns.items() if group in head.groups}
        self._every_column = len(self._columns) == len(columns)
        rows = int(counts.sum())
        self.models: dict[int, Model] = {}  # by level or class number
        if head.link == SIGMOID:
            above = counts[::-1].cumsum()[::-1]
            self.separable = bool(0 < above[POSITIVE] < rows)
            for level, share in enumerate(settings.cumulative, 1):
                if share and 0 < above[level] < rows:
                    self.models[level] = Model(new(settings.regularization, rows), partial(_at_least, level))
            return
        self.separable = True
        self._classes = [int(number) for number in counts.nonzero()[0]]
        if len(self._classes) > 1 and self._columns:
            for number in self._classes:
                learner = new(settings.topic_regularization, rows)
                self.models[number] = Model(learner, partial(_equals, number))

    def own(self, shard: Shard) -> tuple[csr_matrix, Array, Array]:
        """The rows that say something of this head: its columns of the matrix, labels and weights."""
        labels = shard.labels[self.head.column]
        known = labels != UNKNOWN
        matrix = shard.matrix if known.all() else shard.matrix[known]
        if not self._every_column:
            matrix = csr_matrix(hstack([matrix[:, part] for part in self._columns.values()] or [matrix[:, :0]]))
        return matrix, labels[known], shard.labels["weight"][known].astype(np.float64)

    def fitted(self, held_out: Shard) -> FittedHead:
        """The head; ``held_out`` rows, which nothing was fitted on, calibrate it.

        Raises CorpusError when they lack a class.
        """
        matrix, labels, _ = self.own(held_out)
        if self.head.link != SIGMOID:
            classes, model = self._softmax(matrix, labels)
            return self._by_group(replace(self.head, classes=classes), model, None)
        weight, intercept = np.zeros(matrix.shape[1]), 0.0
        for level, found in self.models.items():
            share = self._settings.cumulative[level - 1]
            weight += share * found.learner.coef_[0]
            intercept += share * float(found.learner.intercept_[0])
        model = LinearModel(weight, intercept)
        if not self.head.calibrated:
            return self._by_group(self.head, model, None)
        truth = labels >= POSITIVE
        if len(set(truth.tolist())) < 2:
            raise CorpusError(TOO_FEW)
        logits = model.logits(matrix)
        levels = fit_levels(logits, labels, self._settings) if self.head.expected else ()
        return self._by_group(self.head, model, platt(logits, truth, self._settings), levels)

    def _softmax(self, matrix: csr_matrix, labels: Array) -> tuple[tuple[str, ...], LinearModel]:
        """The regressions of all classes as one softmax. Each was fitted against all others, so one factor, the
        temperature (Guo et al. 2017) under which the held-out rows are most likely, makes them a distribution."""
        names = tuple(self.head.classes[number] for number in self._classes)
        if not self.models:
            return names[:1] or self.head.classes[-1:], LinearModel(np.zeros((matrix.shape[1], 1)), np.zeros(1))
        learners = [model.learner for model in self.models.values()]
        weight = np.stack([learner.coef_[0] for learner in learners], axis=1).astype(np.float64)
        intercept = np.array([float(learner.intercept_[0]) for learner in learners])
        rows = np.isin(labels, self._classes).nonzero()[0]
        if len(rows):
            logits = matrix[rows] @ weight + intercept
            truth = np.searchsorted(self._classes, labels[rows])
            factor = minimize_scalar(
                lambda f: -log_softmax(f * logits, axis=1)[np.arange(len(rows)), truth].mean(),
                bounds=(0.1, 10), method="bounded",
            ).x  # fmt: skip
            weight, intercept = weight * factor, intercept * factor
        return names, LinearModel(weight, intercept)

    def _by_group(
        self,
        head: Head,
        model: LinearModel,
        calibration: tuple[float, float] | None,
        levels: tuple[tuple[float, float], ...] = (),
    ) -> FittedHead:
        weight, weights, start = model.weight.reshape(len(model.weight), head.outputs), {}, 0
        for group, part in self._columns.items():
            weights[group] = weight[start : (start := start + part.stop - part.start)]
        return FittedHead(head, weights, np.atleast_1d(np.asarray(model.intercept, np.float64)), calibration, levels)
