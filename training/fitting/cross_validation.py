"""The scores of rows by models that have not seen them: how good a model of a small corpus is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from classifier.artifact import Artifact
from classifier.model import Classifier
from training.corpus.format import CorpusError, Row
from training.fitting.heads import Array, labels

NAME = "cross-validation"  # among the metrics of a manifest


def cross_validated(
    rows: Sequence[Row],
    folds: int,
    seed: int,
    fit: Callable[[Sequence[Row]], Artifact],
    progress: Callable[[str], None],
) -> Array:
    """P(clickbait) of each row by a model of the other folds, shape (n,); families are kept together.

    Raises CorpusError where the rows outside of a fold lack a class.
    """
    truth = labels(rows)
    scores = np.zeros(len(rows))
    divider = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    for number, (inner, outer) in enumerate(divider.split(truth, truth, [row.family for row in rows]), 1):
        progress(f"cross-validation: fold {number} of {folds}")
        if len(set(truth[inner].tolist())) < 2:
            raise CorpusError("a class is in too few families for cross-validation: give more rows of it")
        found = fit([rows[place] for place in inner])
        scores[outer] = Classifier(found).scores([rows[place].headline for place in outer])
    return scores
