"""Quality of page roles on layouts that the model has not seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, f1_score

from classifier.page.reading import read_roles
from classifier.page.roles import ROLES
from classifier.text.tokenizer import Tokenizer
from training.corpus.labelled_pages import LabelledPage
from training.fitting.page_decisions import fit_decisions, layout_folds, unseen_probabilities
from training.fitting.page_roles import RoleSettings, examples_of, role_fitter

FOLDS = 8
Predicted = NDArray[np.int64]  # role numbers of the lines of a page


def cross_validate(
    pages: Sequence[LabelledPage], engine: Tokenizer, folds: int = FOLDS, settings: RoleSettings | None = None
) -> list[Predicted]:
    """Predicted role numbers of each page, by a model that saw no page of its layout.

    The pages have one mode, whose default settings apply where ``settings`` is None.
    """
    examples = examples_of(pages, engine, settings)
    splits = layout_folds(examples, folds)
    unseen = unseen_probabilities(examples, engine, role_fitter(pages[0].mode, settings), splits)
    predicted: list[Predicted] = [np.empty(0, np.int64)] * len(pages)
    for train, test in splits:
        weights = fit_decisions([examples[i] for i in train], [unseen[i] for i in train])
        for i in test:
            if i < len(pages):  # the whole pages come first, their reduced versions behind
                predicted[i] = read_roles(pages[i].lines, pages[i].metadata, unseen[i], weights).roles
    return predicted


def scores(pages: Sequence[LabelledPage], predicted: Sequence[Predicted]) -> dict[str, float]:
    """F1 of each role and their mean (macro-F1) over all lines."""
    truth, guess = _flat(pages, predicted)
    each = f1_score(truth, guess, average=None, labels=range(len(ROLES)))
    return {**dict(zip(ROLES, each.tolist(), strict=True)), "macro": float(each.mean())}


def confusion(pages: Sequence[LabelledPage], predicted: Sequence[Predicted]) -> Predicted:
    """Number of lines by true (rows) and predicted role."""
    return np.asarray(confusion_matrix(*_flat(pages, predicted), labels=range(len(ROLES))))


def _flat(pages: Sequence[LabelledPage], predicted: Sequence[Predicted]) -> tuple[Predicted, Predicted]:
    truth = np.array([ROLES.index(role) for page in pages for role in page.roles])
    return truth, np.concatenate(predicted)
