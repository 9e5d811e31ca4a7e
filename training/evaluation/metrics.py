"""Metrics of a binary classifier with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import config_context
from sklearn.metrics import (
    average_precision_score,
    brier_score_loss,
    roc_auc_score,
)

Array = NDArray[Any]
RESAMPLES = 1000
BINS = 10


@dataclass(frozen=True)
class Measure:
    """A value and its 95 % bootstrap interval (percentile method over resampled rows)."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def reliability(truth: Array, scores: Array, bins: int = BINS) -> list[tuple[float, float, int]]:
    """Mean score, share of clickbait and count for each non-empty bin of equal width."""
    which = np.minimum((scores * bins).astype(int), bins - 1)
    table = []
    for k in range(bins):
        inside = which == k
        if inside.any():
            table.append((float(scores[inside].mean()), float(truth[inside].mean()), int(inside.sum())))
    return table


def expected_calibration_error(truth: Array, scores: Array, bins: int = BINS) -> float:
    """Mean distance between mean score and share of clickbait in bins of equal width (Guo et al. 2017)."""
    table = reliability(truth, scores, bins)
    return sum(abs(score - share) * count for score, share, count in table) / len(truth)


def _share(found: Array) -> float:
    """The share of true values, 0 for none. On a few hundred rows scikit-learn's metrics take 50 times as long."""
    return np.count_nonzero(found) / max(len(found), 1)


def measures(
    truth: Array, scores: Array, threshold: float, *, resamples: int = RESAMPLES, seed: int = 0
) -> dict[str, Measure]:
    """All metrics at the threshold. Raises ValueError when only one class is present."""
    if len(set(truth.tolist())) < 2:
        only = "clickbait" if truth.any() else "substantive" if len(truth) else "no"
        raise ValueError(f"only {only} headlines: a quality measure needs both classes")
    truth = np.asarray(truth, np.bool_)
    functions: dict[str, Callable[[Array, Array], float]] = {
        "precision": lambda t, s: _share(t[s >= threshold]),
        "recall": lambda t, s: _share(s[t] >= threshold),
        "f1": f1_at(threshold),
        "roc_auc": lambda t, s: float(roc_auc_score(t, s)),
        "average_precision": lambda t, s: float(average_precision_score(t, s)),
        "brier": lambda t, s: float(brier_score_loss(t, s)),
        "ece": expected_calibration_error,
    }
    return with_intervals(functions, truth, scores, resamples=resamples, seed=seed)


def with_intervals(
    functions: Mapping[str, Callable[[Array, Array], float]],
    truth: Array,
    scores: Array,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> dict[str, Measure]:
    """The value of each function of truth (bool) and scores, with its bootstrap interval.

    Resamples with one class alone are drawn again, so both must be present. Without resamples the limits are NaN.
    """
    rng = np.random.default_rng(seed)
    samples: list[Array] = []
    while len(samples) < resamples:
        index = rng.integers(0, len(truth), len(truth))
        if 0 < truth[index].sum() < len(truth):
            samples.append(index)
    result = {}
    for name, function in functions.items():
        with config_context(skip_parameter_validation=True, assume_finite=True):  # takes two fifths less time
            drawn = [function(truth[index], scores[index]) for index in samples]
        low, high = np.percentile(drawn, [2.5, 97.5]) if drawn else (np.nan, np.nan)
        result[name] = Measure(float(function(truth, scores)), float(low), float(high))
    return result


def share_of_true(found: Array, *, resamples: int = RESAMPLES, seed: int = 0) -> Measure | None:
    """The share of true values with its bootstrap interval; None of no value."""
    if not len(found):
        return None
    # What a resample of rows counts is binomial.
    drawn = np.random.default_rng(seed).binomial(len(found), found.mean(), resamples) / len(found)
    low, high = np.percentile(drawn, [2.5, 97.5]) if resamples else (np.nan, np.nan)
    return Measure(float(found.mean()), float(low), float(high))


def f1_at(threshold: float) -> Callable[[Array, Array], float]:
    """F1 of truth and scores from this threshold on."""
    return lambda t, s: 2 * np.count_nonzero(s[t] >= threshold) / max(np.count_nonzero(s >= threshold) + t.sum(), 1)


def best_threshold(truth: Array, scores: Array, slack: float = 0.02) -> float:
    """The lowest threshold whose F1 is within ``slack`` of the best.

    F1 is flat around its maximum, and real headlines score lower than written ones (docs/evaluation.md). Among the
    thresholds that the validation split cannot distinguish, the lowest one loses the least.
    """
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    f1 = 2 * np.cumsum(truth[order]) / (np.arange(1, len(truth) + 1) + truth.sum())
    usable = np.append(ranked[1:] != ranked[:-1], True)  # a threshold cannot separate equal scores
    return float(ranked[np.flatnonzero(usable & (f1 >= f1[usable].max() - slack))[-1]])
