"""Fit the declared heads over the shards of a spool, several regressions side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from joblib import Parallel, cpu_count, delayed
from sklearn.linear_model import SGDClassifier

from classifier import heads
from classifier.heads import PRIMARY, SIGMOID
from training.corpus.format import CorpusError
from training.fitting.fitted_head import Columns, FittedHead
from training.fitting.heads import Array, TrainingSettings
from training.fitting.streaming.chunks import UNKNOWN
from training.fitting.streaming.head_trainer import TOO_FEW, HeadTrainer
from training.fitting.streaming.spool import Shard, Spool

EPOCHS = 10
FEWEST_EPOCHS = 5
UPDATES = 4_000_000  # rows times epochs from which fewer epochs do
AVERAGED = 0.5  # the last share of the updates, whose mean is the model (averaged SGD: Polyak and Juditsky 1992)


def epochs_of(rows: int) -> int:
    """How often each row is learned from."""
    return max(FEWEST_EPOCHS, min(EPOCHS, UPDATES // max(rows, 1)))


class Trainer:
    """All heads that the rows of a spool say something of."""

    def __init__(self, spool: Spool, columns: Columns, settings: TrainingSettings) -> None:
        """``columns`` of the matrices by feature group. Raises CorpusError where a class of the primary head is
        missing."""
        self._spool, self._settings = spool, settings
        self.epochs = epochs_of(spool.rows)
        trainers = [
            HeadTrainer(head, columns, counts, settings, self._new_learner)
            for head, counts in zip(heads.HEADS, self._counts(), strict=True)
        ]
        if not next(trainer for trainer in trainers if trainer.head.name == PRIMARY).separable:
            raise CorpusError(TOO_FEW)
        self.heads = [trainer for trainer in trainers if trainer.separable]

    def _counts(self) -> list[Array]:
        """Rows of the spool by grade or class number, for each declared head."""
        counts = [np.zeros(4 if head.link == SIGMOID else len(head.classes), int) for head in heads.HEADS]
        for number in range(self._spool.count):
            labels = self._spool.labels(number)
            for head, found in zip(heads.HEADS, counts, strict=True):
                known = labels[head.column][labels[head.column] != UNKNOWN]
                found += np.bincount(known, minlength=len(found))
        return counts

    def _new_learner(self, regularization: float, rows: int) -> SGDClassifier:
        return SGDClassifier(
            loss="log_loss",
            alpha=1 / (regularization * rows),
            average=max(1, int((1 - AVERAGED) * self.epochs * rows)),
        )

    def run(self, done: Callable[[int], None]) -> None:
        """All epochs; ``done`` is called with the rows of each shard."""
        rng = np.random.default_rng(self._settings.seed)
        with Parallel(cpu_count(), require="sharedmem") as parallel:
            for _ in range(self.epochs):
                for number in rng.permutation(self._spool.count).tolist():
                    shard = self._spool.read(number)
                    self._step(parallel, shard, int(rng.integers(1 << 31)))
                    done(len(shard.labels))

    def _step(self, parallel: Parallel, shard: Shard, state: int) -> None:
        jobs: list[Any] = []
        for head in self.heads:
            own = head.own(shard)
            jobs += [delayed(model.learn)(*own, state) for model in head.models.values()]
        parallel(jobs)

    def fitted(self, held_out: Shard) -> list[FittedHead]:
        """All heads; ``held_out`` calibrates them. Raises CorpusError when it lacks a class."""
        return [head.fitted(held_out) for head in self.heads]
