"""Platt scaling: from the logits of a sigmoid head to probabilities."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from training.corpus.format import CorpusError
from training.fitting.heads import Array, GradedTarget, TrainingSettings, fit_grades

FOLDS = 5


LEVELS = (1, 3)  # grades whose probability an expected grade needs besides that of grade 2, the score


def fit_platt(
    matrix: csr_matrix, target: GradedTarget, settings: TrainingSettings, progress: Callable[[str], None]
) -> tuple[float, float]:
    """Slope and intercept of Platt scaling (Platt 1999) on ``out_of_fold`` logits. Raises CorpusError as that."""
    return platt(out_of_fold(matrix, target, settings, progress), target.positive, settings)


def out_of_fold(
    matrix: csr_matrix, target: GradedTarget, settings: TrainingSettings, progress: Callable[[str], None]
) -> Array:
    """The logit of each row by a model that was fitted without its fold, shape (n,); families are kept together.

    The matrix has the target's rows. Raises CorpusError when the families do not divide into folds that hold both
    classes.
    """
    folds = min(FOLDS, len(set(target.families.tolist())))
    if folds < 2:
        raise CorpusError("too few families for calibration: training needs at least two")
    truth = target.positive
    logits = np.zeros(len(truth))
    for number, (inner, outer) in enumerate(GroupKFold(folds).split(matrix, truth, target.families), 1):
        progress(f"calibration fold {number} of {folds}")
        if len(set(truth[inner])) < 2:
            raise CorpusError("too few families for calibration: give more clickbait and substantive rows")
        part = GradedTarget(target.rows[inner], target.grades[inner], target.weights[inner], target.families[inner])
        logits[outer] = fit_grades(matrix[inner], part, settings).logits(matrix[outer])
    return logits


def fit_levels(logits: Array, grades: Array, settings: TrainingSettings) -> tuple[tuple[float, float], ...]:
    """Platt scaling of "grade at least 1" and of "at least 3"; of a level that all rows or none reach it is flat."""
    found = []
    for level in LEVELS:
        reached = grades >= level
        if 0 < reached.sum() < len(reached):
            found.append(platt(logits, reached, settings))
        else:
            found.append((0.0, 30.0 if reached.all() else -30.0))
    return tuple(found)


def platt(logits: Array, truth: Array, settings: TrainingSettings) -> tuple[float, float]:
    """Slope and intercept of Platt scaling with the temperature; the logits are of rows that were not fitted on."""
    scaling = LogisticRegression(C=1e6).fit(logits[:, None], truth)
    slope, intercept = float(scaling.coef_[0, 0]), float(scaling.intercept_[0])
    return settings.temperature * slope, settings.temperature * intercept
