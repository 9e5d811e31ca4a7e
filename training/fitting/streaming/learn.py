"""Fit the linear models by stochastic gradient descent over the shards of a spool, several models side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from joblib import Parallel, cpu_count, delayed
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from scipy.special import log_softmax
from sklearn.linear_model import SGDClassifier

from classifier.prediction import TOPICS
from training.corpus.format import CUT, CorpusError
from training.fitting.heads import Array, Head, TopicHead, TrainingSettings, platt
from training.fitting.streaming.chunks import UNKNOWN
from training.fitting.streaming.spool import Shard, Spool

BAIT = int(CUT + 0.5)  # the whole grade from which a headline is clickbait
TOO_FEW = "too few families for calibration: give more clickbait and substantive rows"
EPOCHS = 10
FEWEST_EPOCHS = 5
UPDATES = 4_000_000  # rows times epochs from which fewer epochs do
AVERAGED = 0.5  # the last share of the updates, whose mean is the model (averaged SGD: Polyak and Juditsky 1992)


@dataclass
class Model:
    """A binary regression: which rows it learns from, and which of them are positive."""

    learner: SGDClassifier
    truth: Callable[[Array], Array]  # of the labels

    def learn(self, matrix: csr_matrix, labels: Array, state: int) -> None:
        if len(labels):
            self.learner.set_params(random_state=state)
            self.learner.partial_fit(
                matrix, self.truth(labels), classes=[False, True], sample_weight=labels["weight"].astype(np.float64)
            )


def _graded(level: int, labels: Array) -> Array:
    return np.asarray(labels["grade"] >= level)


def _about(topic: int, labels: Array) -> Array:
    return np.asarray(labels["topic"] == topic)


def epochs_of(rows: int) -> int:
    return max(FEWEST_EPOCHS, min(EPOCHS, UPDATES // max(rows, 1)))


class Trainer:
    """The models of all bait levels and topics that the rows part."""

    def __init__(self, spool: Spool, terms: int, settings: TrainingSettings) -> None:
        """``terms`` columns of the matrices are not of style features. Raises CorpusError where a class is missing."""
        self._spool, self._terms, self._settings = spool, terms, settings
        self.epochs = epochs_of(spool.rows)
        grades, topics = np.zeros(4, int), np.zeros(len(TOPICS), int)
        for number in range(spool.count):
            labels = spool.labels(number)
            grades += np.bincount(labels["grade"], minlength=4)
            topics += np.bincount(labels["topic"][labels["topic"] != UNKNOWN], minlength=len(TOPICS))
        above = grades[::-1].cumsum()[::-1]
        if not 0 < above[BAIT] < spool.rows:
            raise CorpusError(TOO_FEW)
        self.levels = {
            level: Model(self._sgd(settings.regularization, spool.rows), partial(_graded, level))
            for level, share in enumerate(settings.cumulative, 1)
            if share and 0 < above[level] < spool.rows
        }
        self.topics = [int(topic) for topic in topics.nonzero()[0]]
        several = len(self.topics) > 1 and terms > 0
        self._topics = [
            Model(self._sgd(settings.topic_regularization, topics.sum()), partial(_about, topic))
            for topic in (self.topics if several else [])
        ]

    def _sgd(self, regularization: float, rows: int) -> SGDClassifier:
        return SGDClassifier(
            loss="log_loss",
            alpha=1 / (regularization * rows),
            average=max(1, int((1 - AVERAGED) * self.epochs * rows)),
        )

    def run(self, done: Callable[[int], None]) -> None:
        """All epochs; ``done`` is told the rows of each shard."""
        rng = np.random.default_rng(self._settings.seed)
        with Parallel(cpu_count(), require="sharedmem") as parallel:
            for _ in range(self.epochs):
                for number in rng.permutation(self._spool.count).tolist():
                    shard = self._spool.read(number)
                    self._step(parallel, shard, int(rng.integers(1 << 31)))
                    done(len(shard.labels))

    def _step(self, parallel: Parallel, shard: Shard, state: int) -> None:
        known = shard.labels["topic"] != UNKNOWN
        jobs: list[Any] = []
        if self._topics:
            matrix = shard.matrix if known.all() else shard.matrix[known]
            matrix, labels = matrix[:, : self._terms], shard.labels[known]
            jobs += [delayed(model.learn)(matrix, labels, state) for model in self._topics]
        jobs += [delayed(model.learn)(shard.matrix, shard.labels, state) for model in self.levels.values()]
        parallel(jobs)

    def bait(self) -> Head:
        """The folded cumulative regressions, as ``training.fitting.heads.fit_bait``."""
        weight, intercept = np.zeros(self._spool.width), 0.0
        for level, model in self.levels.items():
            share = self._settings.cumulative[level - 1]
            weight += share * model.learner.coef_[0]
            intercept += share * float(model.learner.intercept_[0])
        return Head(weight, intercept)

    def topic_head(self, held_out: Shard) -> TopicHead:
        """One regression a topic, against all others. Their logits are no softmax's: one factor, the temperature
        (Guo et al. 2017) that the held-out rows are most likely under, makes them so."""
        names = [TOPICS[topic] for topic in self.topics]
        if not self._topics:
            return TopicHead(names[:1] or ["other"], np.zeros((self._terms, 1)), np.zeros(1))
        weight = np.stack([model.learner.coef_[0] for model in self._topics], axis=1).astype(np.float64)
        intercept = np.array([float(model.learner.intercept_[0]) for model in self._topics])
        rows = np.isin(held_out.labels["topic"], self.topics).nonzero()[0]
        if len(rows):
            logits = held_out.matrix[rows][:, : self._terms] @ weight + intercept
            truth = np.searchsorted(self.topics, held_out.labels["topic"][rows])
            factor = minimize_scalar(
                lambda f: -log_softmax(f * logits, axis=1)[np.arange(len(rows)), truth].mean(),
                bounds=(0.1, 10), method="bounded",
            ).x  # fmt: skip
            weight, intercept = weight * factor, intercept * factor
        return TopicHead(names, weight, intercept)


def calibrate(bait: Head, held_out: Shard, settings: TrainingSettings) -> tuple[float, float]:
    """Slope and intercept of Platt scaling on the held-out rows. Raises CorpusError when they lack a class."""
    truth = held_out.labels["grade"] >= BAIT
    if len(set(truth.tolist())) < 2:
        raise CorpusError(TOO_FEW)
    return platt(bait.logits(held_out.matrix), truth, settings)
