"""Quality of page roles on layouts that the model has not seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.model_selection import GroupKFold

from classifier.page.roles import ROLES, decide
from classifier.text.tokenizer import Tokenizer
from training.corpus.labelled_pages import LabelledPage
from training.fitting.page_roles import RoleSettings, examples_of, fit_examples, fitted_model

FOLDS = 8
Predicted = NDArray[np.int64]  # role numbers of the lines of a page


def cross_validate(
    pages: Sequence[LabelledPage], engine: Tokenizer, folds: int = FOLDS, settings: RoleSettings | None = None
) -> list[Predicted]:
    """Predicted role numbers of each page, by a model that saw no page of its layout.

    The pages have one mode, whose default settings apply where ``settings`` is None.
    """
    layouts = [page.layout for page in pages]
    examples = examples_of(pages, engine, settings)
    predicted: list[Predicted] = [np.empty(0, np.int64)] * len(pages)
    for train, test in GroupKFold(folds).split(pages, groups=layouts):
        seen = {layouts[i] for i in train}
        fitted = fit_examples([example for example in examples if example.page.layout in seen], settings)
        model = fitted_model(pages[0].mode, fitted)
        for i in test:
            found = model.probabilities(pages[i].lines, pages[i].titles, engine)
            predicted[i] = decide(found, pages[i].lines)
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
