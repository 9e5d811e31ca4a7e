"""A head of a loaded model: from its outputs to the fields of an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.heads import PRIMARY, SIGMOID, SOFTMAX, Head
from classifier.text.batch import Floats
from classifier.text.vocabulary import TFIDF, TermWeights

Arrays = Mapping[str, NDArray[Any]]


def sigmoid(value: Floats) -> Floats:
    """1 / (1 + exp(-value)) without overflow."""
    return np.asarray(0.5 * np.tanh(0.5 * value) + 0.5)


def softmax(values: Floats) -> Floats:
    """Probabilities by row, shape as ``values``, which is overwritten."""
    values -= values.max(axis=1, keepdims=True)
    odds = np.exp(values, out=values)
    odds /= odds.sum(axis=1, keepdims=True)
    return odds


@dataclass(frozen=True, slots=True)
class TrainedHead:
    """A declared head with what training found besides its weights.

    ``first`` is its first column among the outputs of all heads; ``slope`` and ``offset`` are Platt scaling's (1 and 0
    for a head that is not calibrated). ``levels`` are slope and offset for "grade at least 1" and "at least 3", from
    which the expected grade follows.
    """

    head: Head
    first: int
    intercept: Floats
    slope: float
    offset: float
    levels: tuple[tuple[float, float], ...] = ()

    def probabilities(self, outputs: Floats) -> Floats:
        """From outputs without intercept, shape (n, outputs of all heads): (n,) for a sigmoid, (n, classes) else."""
        own = outputs[:, self.first : self.first + self.head.outputs] + self.intercept
        if self.head.link == SIGMOID:
            return sigmoid(self.slope * own[:, 0] + self.offset)
        return softmax(own)

    def expected_grade(self, logits: Floats, probabilities: Floats) -> Floats:
        """Expected grade 0-3: the sum of P(grade >= 1), P(grade >= 2), which is the probability, and P(grade >= 3)."""
        if not self.levels:
            return 3 * probabilities  # taught by labels alone: grade 0 or 3
        (slope, offset), (high_slope, high_offset) = self.levels
        low = np.maximum(sigmoid(slope * logits + offset), probabilities)
        high = np.minimum(sigmoid(high_slope * logits + high_offset), probabilities)
        return np.asarray(low + probabilities + high)

    def columns(self, outputs: Floats) -> list[Sequence[Any]]:
        """The values of ``head.fields``, a list of n values each."""
        found = self.probabilities(outputs)
        if self.head.link == SIGMOID:
            chosen: Sequence[Any] = [self.head.classes[positive] for positive in (found >= 0.5).tolist()]
            return [chosen, found.tolist()] if self.head.choice else [found.tolist()]
        best = found.argmax(axis=1)
        chosen = list(map(self.head.classes.__getitem__, best.tolist()))
        return [chosen, found.max(axis=1).tolist()] if self.head.choice else [found.max(axis=1).tolist()]


def coherent(kinds: Floats, scores: Floats) -> Floats:
    """Probabilities of the kinds, shape (n, kinds), that agree with P(clickbait), shape (n,).

    Clickbait is the union of its kinds, so no kind is likelier than it, and together they are not less likely
    (the bounds of Boole and Fréchet). Where the heads, fitted apart, disagree, the score holds.
    """
    scores = scores[:, None]
    bounded = np.minimum(kinds, scores)
    total = bounded.sum(axis=1, keepdims=True)
    short = total < scores
    bounded *= np.where(short, scores / np.maximum(total, 1e-300), 1.0)
    return bounded


def read_heads(manifest: Mapping[str, Any]) -> list[TrainedHead]:
    """The heads of a model, the primary one first. Raises KeyError, TypeError or ValueError for a damaged manifest."""
    found: list[TrainedHead] = []
    first = 0
    for entry in manifest["heads"]:
        head = Head.from_dict(entry)
        if head.link not in (SIGMOID, SOFTMAX):
            raise ValueError(f"head {head.name!r} has the link {head.link!r}")
        scaling = entry["calibration"] or {"slope": 1.0, "intercept": 0.0}
        intercept = np.array(entry["intercept"], np.float64).reshape(head.outputs)
        levels = tuple((float(a), float(b)) for a, b in entry.get("levels", ()))
        found.append(TrainedHead(head, first, intercept, float(scaling["slope"]), float(scaling["intercept"]), levels))
        first += head.outputs
    if not found or found[0].head.name != PRIMARY:
        raise ValueError(f"the first head must be {PRIMARY!r}")
    return found


def weights_of(group: str, arrays: Arrays, heads: Sequence[Head], rows: int) -> NDArray[np.float32]:
    """Weights of one feature group for the outputs of all heads, shape (rows, outputs); 0 where a head ignores it.

    Raises KeyError for a missing array, ValueError for one of another shape.
    """
    parts = []
    for head in heads:
        if group in head.groups:
            parts.append(arrays[f"{group}_{head.name}"].reshape(rows, head.outputs).astype(np.float32))
        else:
            parts.append(np.zeros((rows, head.outputs), np.float32))
    return np.concatenate(parts, axis=1)


def term_weights(groups: Sequence[str], arrays: Arrays, heads: Sequence[Head]) -> dict[str, TermWeights]:
    """The TF-IDF groups of a model. Raises KeyError or ValueError as ``weights_of``."""
    found = {}
    for group in TFIDF:
        if group in groups:
            keys, idf = arrays[f"{group}_keys"], arrays[f"{group}_idf"]
            found[group] = TermWeights(keys, idf, weights_of(group, arrays, heads, len(keys)))
    return found
