"""Fit what is decided over a whole page, its kind and its headline, on the page corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from classifier.page import headline_choice, page_kind
from classifier.page.headline_choice import headline_figures
from classifier.page.page_kind import KINDS, page_figures
from classifier.page.roles import Decisions, RoleModel
from classifier.page.wording import bare
from classifier.text.batch import Floats
from classifier.text.tokenizer import Tokenizer
from training.fitting.page_examples import Example

FOLDS = 4
FEWEST_LAYOUTS = 2  # that are left to fit on: of a word or a fact that one site has nothing is learned
REGULARIZATION = 1.0
NO_DECISIONS = Decisions(  # of a model that is asked for roles alone
    np.zeros((len(page_kind.FIGURES) + 1, len(KINDS))), np.zeros(len(headline_choice.FIGURES) + 1)
)
Folds = list[tuple[list[int], list[int]]]  # of each, the examples to fit on and those to predict


def layout_folds(examples: Sequence[Example], folds: int = FOLDS) -> Folds:
    """Folds that keep the pages of a layout together; of a few layouts, one that predicts what it is fitted on."""
    layouts = [example.page.layout for example in examples]
    if len(set(layouts)) < folds + FEWEST_LAYOUTS:
        return [(list(range(len(examples))), list(range(len(examples))))]
    return [(train.tolist(), test.tolist()) for train, test in GroupKFold(folds).split(examples, groups=layouts)]


def unseen_probabilities(
    examples: Sequence[Example], engine: Tokenizer, fit: Callable[[Sequence[Example]], RoleModel], folds: Folds
) -> list[Floats]:
    """P(role) of the lines of each example, by a model (made by ``fit``) that saw no page of its layout."""
    found: dict[int, Floats] = {}
    for train, test in folds:
        model = fit([examples[i] for i in train])
        for i in test:
            page = examples[i].page
            found[i] = model.probabilities(page.lines, page.titles, engine)
    return [found[i] for i in range(len(examples))]


def fit_decisions(examples: Sequence[Example], probabilities: Sequence[Floats]) -> Decisions:
    """Weights of ``classifier.page.page_kind`` and ``headline_choice``, from ``unseen_probabilities``."""
    return Decisions(_fit_kinds(examples, probabilities), _fit_headlines(examples, probabilities))


def _fit_headlines(examples: Sequence[Example], probabilities: Sequence[Floats]) -> NDArray[np.float64]:
    """Weights, shape (number of figures + 1,): whether a candidate is the headline of an article."""
    rows, targets = [], []
    for example, found in zip(examples, probabilities, strict=True):
        page = example.page
        if page.kind != "article" or "headline" not in page.roles:
            continue
        said = {bare(line.text) for line, role in zip(page.lines, page.roles, strict=True) if role == "headline"}
        places, figures = headline_figures(page.lines, found, page.titles)
        rows.append(figures)
        targets += [bare(page.lines[place].text) in said for place in places.tolist()]
    matrix, target = np.concatenate(rows), np.array(targets)
    model = LogisticRegression(C=REGULARIZATION, max_iter=2000).fit(matrix, target)
    return np.append(model.coef_[0], model.intercept_)


def _fit_kinds(examples: Sequence[Example], probabilities: Sequence[Floats]) -> NDArray[np.float64]:
    """Weights, shape (number of figures + 1, 3): what a page is."""
    figures = np.array(list(_figures(examples, probabilities)))
    kinds = np.array([KINDS.index(example.page.kind) for example in examples])
    found = np.zeros((figures.shape[1] + 1, len(KINDS)))
    present = np.unique(kinds)
    if len(present) == 1:  # a corpus of articles alone: every page is one
        found[-1, present] = 10.0
        return found
    model = LogisticRegression(C=REGULARIZATION, max_iter=2000).fit(figures, kinds)
    if len(present) == 2:
        found[:-1, present[1]], found[-1, present[1]] = model.coef_[0], model.intercept_[0]
        found[-1, [kind for kind in range(len(KINDS)) if kind not in present]] = -100.0
        return found
    found[:-1], found[-1] = model.coef_.T, model.intercept_
    return found


def _figures(examples: Sequence[Example], probabilities: Sequence[Floats]) -> Iterator[Floats]:
    for example, found in zip(examples, probabilities, strict=True):
        yield page_figures(example.page.lines, found, example.page.metadata)
