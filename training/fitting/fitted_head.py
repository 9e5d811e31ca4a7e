"""Fit the declared heads, and what a fitted head becomes in an artefact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from scipy.sparse import csr_matrix, hstack

from classifier.heads import PRIMARY, SIGMOID, Head
from training.corpus.format import Row
from training.fitting.heads import Array, TrainingSettings, fit_classes, fit_grades, graded_target
from training.fitting.platt import fit_levels, out_of_fold, platt

Columns = Mapping[str, slice]  # of the matrix, by feature group


@dataclass(frozen=True)
class FittedHead:
    """A head with the weights of its columns by feature group, shape (columns, outputs), intercepts, shape (outputs,),
    and slope and intercept of Platt scaling where it is calibrated."""

    head: Head
    weights: dict[str, Array]
    intercept: Array
    calibration: tuple[float, float] | None = None
    levels: tuple[tuple[float, float], ...] = ()  # slope and offset of "grade at least 1" and "at least 3"

    def entry(self) -> dict[str, Any]:
        """The head in the manifest."""
        entry: dict[str, Any] = {**self.head.to_dict(), "intercept": self.intercept.tolist(), "calibration": None}
        if self.calibration:
            slope, offset = self.calibration
            entry["calibration"] = {"method": "platt", "slope": slope, "intercept": offset}
        if self.levels:
            entry["levels"] = [list(level) for level in self.levels]
        return entry

    def stored(self, group: str) -> Array:
        """The weights of a group as they are stored: float32 for the primary head, float16 for the others."""
        weight = self.weights[group]
        if self.head.name == PRIMARY:
            return weight[:, 0].astype(np.float32)
        return (weight[:, 0] if self.head.link == SIGMOID else weight).astype(np.float16)


class Taught(Protocol):
    """Heads that something else taught before (``training.fitting.on_prior``)."""

    def knows(self, head: Head) -> bool:
        """Whether it has this head."""

    def fit(
        self, head: Head, matrix: csr_matrix, columns: Columns, rows: Sequence[Row], settings: TrainingSettings
    ) -> FittedHead:
        """The head with what the rows add."""


def fit_heads(
    heads: Iterable[Head],
    matrix: csr_matrix,
    columns: Columns,
    rows: Sequence[Row],
    settings: TrainingSettings,
    taught: Taught | None,
    progress: Callable[[str], None],
) -> list[FittedHead]:
    """All heads that the rows say anything of, in the order of their declaration; ``taught`` ones start from there."""
    found = []
    for head in heads:
        progress(f"{head.name} head")
        if taught and taught.knows(head):
            found.append(taught.fit(head, matrix, columns, rows, settings))
        elif fitted := fit_head(head, matrix, columns, rows, settings, progress):
            found.append(fitted)
    return found


def fit_head(
    head: Head,
    matrix: csr_matrix,
    columns: Columns,
    rows: Sequence[Row],
    settings: TrainingSettings,
    progress: Callable[[str], None],
) -> FittedHead | None:
    """One head; None for a secondary sigmoid head whose rows are all of one class."""
    groups = [g for g in columns if g in head.groups or (g == "vector" and "word" in head.groups)]
    own = matrix if len(groups) == len(columns) else hstack([matrix[:, columns[g]] for g in groups] or [matrix[:, :0]])
    own = csr_matrix(own)
    calibration: tuple[float, float] | None = None
    levels: tuple[tuple[float, float], ...] = ()
    if head.link == SIGMOID:
        target = graded_target(rows, settings, head)
        if head.name != PRIMARY and not target.separable:
            return None
        own = own if len(target.rows) == len(rows) else own[target.rows]
        if head.calibrated:
            logits = out_of_fold(own, target, settings, progress)
            calibration = platt(logits, target.positive, settings)
            levels = fit_levels(logits, target.grades, settings) if head.expected else ()
        model = fit_grades(own, target, settings)
    else:
        head, model = fit_classes(own, rows, head, settings)
    weight = model.weight.reshape(own.shape[1], head.outputs)
    weights, start = {}, 0
    for group in groups:
        size = columns[group].stop - columns[group].start
        weights[group] = weight[start : start + size]
        start += size
    return FittedHead(head, weights, np.atleast_1d(np.asarray(model.intercept, np.float64)), calibration, levels)
