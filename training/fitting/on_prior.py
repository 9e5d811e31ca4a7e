"""Fit heads that real headlines taught already (``training.real.prior``): a corpus teaches what they did not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from classifier.heads import SIGMOID, Head
from classifier.trained_head import sigmoid
from training.corpus.format import Row
from training.fitting.fitted_head import Columns, FittedHead
from training.fitting.heads import Array, TrainingSettings, graded_target
from training.real.prior import Prior, key_numbers

NEW_WEIGHT = 4.0  # as a real headline among written ones weighed when the prior was fitted
ANCHORS = 4000  # rows that hold the prior where it is while new ones correct it
_SCALE = 100.0  # of the prior's logit as a feature: large, so that the penalty does not touch its weight


class PriorColumns:
    """Where the terms of a prior are among the columns of a fitted union of features."""

    def __init__(self, prior: Prior, features: FeatureUnion) -> None:
        """``features`` were made with the prior's terms (``build_features``)."""
        self._prior = prior
        self._places: dict[str, Array] = {}
        for name, transformer in features.transformer_list:
            if name != "style":
                number = transformer.vocabulary_
                self._places[name] = np.array([number[term] for term in prior.terms[name]], np.int64)

    def knows(self, head: Head) -> bool:
        """Whether real headlines taught this head."""
        return head.name in self._prior.heads

    def weights(self, head: Head, columns: Columns) -> dict[str, Array]:
        """The prior's weights by group, shape (columns, outputs); 0 for terms that it does not know."""
        found = {}
        for group, weight in self._prior.heads[head.name].weights.items():
            if group in columns:
                size = columns[group].stop - columns[group].start
                full = np.zeros((size, weight.shape[1]))
                full[slice(None) if group == "style" else self._places[group]] = weight
                found[group] = full
        return found

    def unknown(self, group: str, size: int) -> Array:
        """The columns of a group that the prior has no weight for."""
        if group == "style":
            return np.empty(0, np.int64)
        return np.setdiff1d(np.arange(size), self._places[group])

    def fit(
        self, head: Head, matrix: csr_matrix, columns: Columns, rows: Sequence[Row], settings: TrainingSettings
    ) -> FittedHead:
        """The prior's head, and for a sigmoid what the rows teach of other terms beside it.

        The prior's logit is one feature whose weight is not penalised; everything is divided by that weight at the
        end, so that the prior's calibration, made on real headlines, holds.
        """
        found = self._prior.heads[head.name]
        weights = self.weights(head, columns)
        head = replace(head, classes=tuple(found.entry["classes"]))
        scaling = found.entry.get("calibration")
        calibration = (float(scaling["slope"]), float(scaling["intercept"])) if scaling else None
        levels = tuple((float(a), float(b)) for a, b in found.entry.get("levels", ()))
        if head.link == SIGMOID:
            self._add_residual(head, weights, found.intercept, matrix, columns, rows, settings)
            if calibration:
                self._correct(head, weights, found.intercept, calibration, matrix, columns, rows, settings)
        return FittedHead(head, weights, np.asarray(found.intercept, np.float64), calibration, levels)

    def _add_residual(
        self,
        head: Head,
        weights: dict[str, Array],
        intercept: Array,
        matrix: csr_matrix,
        columns: Columns,
        rows: Sequence[Row],
        settings: TrainingSettings,
    ) -> None:
        target = graded_target(rows, settings, head)
        unknown = {g: self.unknown(g, len(w)) for g, w in weights.items()}
        if not target.separable or not sum(map(len, unknown.values())):
            return
        own = matrix if len(target.rows) == len(rows) else matrix[target.rows]
        logit = sum(own[:, columns[g]] @ w for g, w in weights.items()) + intercept
        rest = [own[:, columns[g].start + places] for g, places in unknown.items()]
        features = csr_matrix(hstack([csr_matrix(logit * _SCALE), *rest]))
        total = np.zeros(features.shape[1])
        for level, share in enumerate(settings.cumulative, 1):
            truth = target.grades >= level
            if not share or truth.all() or not truth.any():
                continue
            model = LogisticRegression(
                C=settings.regularization, solver="liblinear", fit_intercept=False, random_state=settings.seed,
                max_iter=1000,
            )  # fmt: skip
            model.fit(features, truth, sample_weight=target.weights)
            total += share * model.coef_[0]
        if (scale := total[0] * _SCALE) <= 0:  # the corpus says the opposite of the prior: it has no say
            return
        start = 1
        for group, places in unknown.items():
            weights[group][places, 0] = total[start : start + len(places)] / scale
            start += len(places)

    def _correct(
        self,
        head: Head,
        weights: dict[str, Array],
        intercept: Array,
        calibration: tuple[float, float],
        matrix: csr_matrix,
        columns: Columns,
        rows: Sequence[Row],
        settings: TrainingSettings,
    ) -> None:
        """Rows that the prior was not fitted on, as readers' votes, correct the terms that it knows, too.

        A regression over all columns learns them together with rows that hold it where it is: some of the prior's own
        rows, each of both classes with the weight of the probability that it has already.
        """
        target = graded_target(rows, settings, head)
        new = ~np.isin(key_numbers(rows[i].headline for i in target.rows), self._prior.keys)
        if not new.any():
            return
        old = (~new).nonzero()[0]
        held = old[:: max(1, len(old) // ANCHORS)]
        chosen = np.concatenate((new.nonzero()[0], held, held))
        own = matrix[target.rows[chosen]]
        slope, offset = calibration
        total = sum(own[:, columns[g]] @ w for g, w in weights.items()) + intercept
        logit = slope * np.asarray(total)[:, 0] + offset
        count = int(new.sum())
        probable = sigmoid(logit[count : count + len(held)])
        truth = np.concatenate((target.positive[new], np.ones(len(held), bool), np.zeros(len(held), bool)))
        weight = np.concatenate((NEW_WEIGHT * target.weights[new], probable, 1 - probable))
        if truth.all() or not truth.any():
            return
        parts = [own[:, columns[group]] for group in weights]
        features = csr_matrix(hstack([csr_matrix(logit[:, None] * _SCALE), *parts]))
        model = LogisticRegression(
            C=settings.regularization, solver="liblinear", fit_intercept=False, random_state=settings.seed,
            max_iter=1000,
        )  # fmt: skip
        model.fit(features, truth, sample_weight=weight)
        if (scale := model.coef_[0, 0] * _SCALE * slope) <= 0:
            return
        start = 1
        for group in weights:
            size = len(weights[group])
            weights[group] = weights[group] + model.coef_[0, start : start + size, None] / scale
            start += size


def style_ratio(prior: Prior, settings: TrainingSettings, features: FeatureUnion) -> Mapping[str, Array]:
    """Give the style columns the prior's scale; answers by what factor each column grows."""
    for name, transformer in features.transformer_list:
        if name == "style":
            scaler = transformer.named_steps["scale"]
            before = scaler.scale_
            scaler.scale_ = settings.style_scale / prior.style_scale
            return {"style": before / scaler.scale_}
    return {}
