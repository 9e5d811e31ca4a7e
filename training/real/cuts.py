"""Where to cut the score: for readers who want precision, balance, or to miss nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
# By the weight of recall against precision in the F measure (van Rijsbergen 1979).
SENSITIVITIES = {"strict": 0.5, "balanced": 1.0, "sensitive": 2.0}
SLACK = 0.003
UNCERTAIN_SHARE = 0.15  # of the headlines, those nearest to the threshold, are called uncertain


def cuts_of(truth: Array, scores: Array) -> dict[str, dict[str, float]]:
    """Threshold for each sensitivity, with its precision and recall: the lowest one whose F measure is within SLACK of
    the best, for around its best value the measure is flat, and a lower threshold misses less.

    ``truth`` is bool, ``scores`` are probabilities of rows that nothing was fitted on.
    """
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], np.cumsum(truth[order])
    said = np.arange(1, len(ranked) + 1)
    last = np.append(ranked[1:] != ranked[:-1], True)  # a threshold cannot divide equal scores
    precision, recall = hits / said, hits / max(int(truth.sum()), 1)
    found = {}
    for name, beta in SENSITIVITIES.items():
        weighed = (1 + beta**2) * precision * recall / np.maximum(beta**2 * precision + recall, 1e-12)
        usable = np.where(last, weighed, -1.0)
        best = int(np.flatnonzero(usable >= usable.max() - SLACK)[-1])
        found[name] = {
            "threshold": round(float(min(max(ranked[best], 0.01), 0.99)), 4),
            "precision": round(float(precision[best]), 4),
            "recall": round(float(recall[best]), 4),
        }
    return found


def cut_at(truth: Array, scores: Array, threshold: float) -> dict[str, float]:
    """Precision and recall at a threshold."""
    said = scores >= threshold
    hits = int((said & truth).sum())
    precision, recall = hits / max(int(said.sum()), 1), hits / max(int(truth.sum()), 1)
    return {"threshold": threshold, "precision": round(precision, 4), "recall": round(recall, 4)}


def uncertain_margin(scores: Array, threshold: float) -> float:
    """The distance from the threshold, in logits, within which UNCERTAIN_SHARE of the headlines lie."""
    clipped = np.clip(scores, 1e-12, 1 - 1e-12)
    distance = np.abs(np.log(clipped / (1 - clipped)) - np.log(threshold / (1 - threshold)))
    return round(float(np.quantile(distance, UNCERTAIN_SHARE)), 4)
