"""Fit the role models on the page corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from classifier.page.roles import MODES, ROLES, RoleModel
from classifier.page.wording import wording
from classifier.text.terms import CLASS_MARK
from classifier.text.tokenizer import Tokenizer, tokenizer
from classifier.text.vocabulary import term_keys
from training.corpus.labelled_pages import LabelledPage
from training.fitting.heads import one_thread
from training.fitting.page_decisions import NO_DECISIONS, fit_decisions, layout_folds, unseen_probabilities
from training.fitting.page_examples import Example, read_examples
from training.fitting.processes import training_pool

STORED = ("keys", "idf", "words", "facts", "intercept", "transition", "start", "kinds", "headlines")
PARALLEL_LINES = 5000  # lines of pages from which separate processes are faster
ModeFit = tuple[str, dict[str, NDArray[Any]], dict[str, Any]]  # mode, arrays, entry of the manifest


@dataclass(frozen=True)
class RoleSettings:
    """What shapes a role model besides its pages. ``regularization`` was chosen by cross-validation over layouts."""

    regularization: float  # C of the regression
    reduced: int  # reduced versions of each page to learn from, besides the page itself
    min_word_layouts: int = 2  # a word that only one site has says nothing about others
    min_fact_layouts: int = 2
    chain: float = 0.2  # exponent of the transitions: the structure facts already describe the neighbours
    tolerance: float = 1e-3  # of the solver: a tenth of it takes three times as long
    smoothing: float = 1.0  # added to each count of one role after another
    seed: int = 0


SETTINGS: Mapping[str, RoleSettings] = {
    "html": RoleSettings(regularization=0.3, reduced=2),
    "text": RoleSettings(regularization=1.0, reduced=1),
}


def examples_of(
    pages: Sequence[LabelledPage], engine: Tokenizer, settings: RoleSettings | None = None
) -> list[Example]:
    """Examples of these pages, which have one mode; its default settings apply where ``settings`` is None."""
    settings = settings or SETTINGS[pages[0].mode]
    return read_examples(pages, engine, reduced=settings.reduced, seed=settings.seed)


def fit_roles(pages: Sequence[LabelledPage], engine: Tokenizer, settings: RoleSettings | None = None) -> dict[str, Any]:
    """Arrays of ``RoleModel`` for the mode of these pages, and ``names`` of the facts."""
    return fit_examples_with_kinds(examples_of(pages, engine, settings), engine, settings)


def fit_examples_with_kinds(
    examples: Sequence[Example], engine: Tokenizer, settings: RoleSettings | None = None
) -> dict[str, Any]:
    """``fit_roles`` from examples that were read before."""
    fit = role_fitter(examples[0].page.mode, settings)
    unseen = unseen_probabilities(examples, engine, fit, layout_folds(examples))
    return fit_examples(examples, settings) | fit_decisions(examples, unseen)._asdict()


def role_fitter(mode: str, settings: RoleSettings | None = None) -> Callable[[Sequence[Example]], RoleModel]:
    """Makes a role model, without decisions over pages, from examples of a mode."""
    return lambda examples: fitted_model(mode, fit_examples(examples, settings))


def fit_examples(examples: Sequence[Example], settings: RoleSettings | None = None) -> dict[str, Any]:
    """``fit_roles`` without the decisions over a page."""
    settings = settings or SETTINGS[examples[0].page.mode]
    pages = [example.page for example in examples]
    facts, words = [example.facts for example in examples], [example.words for example in examples]
    names = _vocabulary(pages, facts, settings.min_fact_layouts)
    terms = _vocabulary(pages, words, settings.min_word_layouts)
    transformer = TfidfTransformer()
    tfidf = transformer.fit_transform(_matrix([line for page in words for line in page], terms))
    matrix = hstack([_matrix([set(line) for page in facts for line in page], names), tfidf]).tocsr()
    target = np.array([ROLES.index(role) for page in pages for role in page.roles])
    # A page with many lines must not count for more than one with few.
    weight = np.concatenate([_line_weights(page) for page in pages])
    model = LogisticRegression(C=settings.regularization, tol=settings.tolerance, max_iter=2000)
    model.fit(matrix, target, sample_weight=weight / weight.mean())
    transition, start = _chain(pages, settings)
    return {
        "names": names,
        "terms": terms,
        "keys": term_keys("word", terms),
        "idf": transformer.idf_.astype(np.float32),
        "words": model.coef_[:, len(names) :].T.astype(np.float32),
        "facts": model.coef_[:, : len(names)].T.astype(np.float32),
        "intercept": model.intercept_,
        "transition": transition,
        "start": start,
    }


def _line_weights(page: LabelledPage) -> NDArray[np.float64]:
    """Weights of the lines of a page, shape (n,).

    The sentences of a page that is no article teach no roles: each alone might stand in one, and what tells them is the
    kind of the page.
    """
    own = [page.kind == "article" or not wording(line).prose for line in page.lines]
    return np.asarray(np.array(own, float) / np.sqrt(len(page.lines)))


def _vocabulary(pages: Sequence[LabelledPage], found: Sequence[Sequence[Sequence[str]]], least: int) -> list[str]:
    """Names that occur in at least ``least`` layouts, sorted."""
    layouts: dict[str, set[str]] = {}
    for page, lines in zip(pages, found, strict=True):
        for line in lines:
            for name in line:
                layouts.setdefault(name, set()).add(page.layout)
    return sorted(name for name, where in layouts.items() if len(where) >= least and not name.startswith(CLASS_MARK))


def _matrix(rows: Sequence[Any], names: Sequence[str]) -> csr_matrix:
    number = {name: i for i, name in enumerate(names)}
    counts = [Counter(number[name] for name in row if name in number) for row in rows]
    indptr = np.cumsum([0, *map(len, counts)])
    indices = np.array([i for row in counts for i in row], np.int64)
    data = np.array([n for row in counts for n in row.values()], np.float64)
    matrix = csr_matrix((data, indices, indptr), shape=(len(rows), len(names)))
    matrix.sort_indices()  # the order of a set changes from run to run, and with it the last digits of a sum
    return matrix


def _chain(pages: Sequence[LabelledPage], settings: RoleSettings) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How often a role follows another, divided by how often it occurs at all; the same for how often it starts a page.

    The regression's probabilities include the prior already: without the division it would count twice.
    """
    size = len(ROLES)
    follows, begins = np.full((size, size), settings.smoothing), np.full(size, settings.smoothing)
    for page in pages:
        numbers = [ROLES.index(role) for role in page.roles]
        begins[numbers[0]] += 1
        np.add.at(follows, (numbers[:-1], numbers[1:]), 1)
    prior = follows.sum(axis=0) / follows.sum()
    follows = follows / follows.sum(axis=1, keepdims=True) / prior
    return follows**settings.chain, (begins / begins.sum() / prior) ** settings.chain


@contextmanager
def fitting_roles(pages: Sequence[LabelledPage]) -> Iterator[Iterator[ModeFit]]:
    """Fit a role model for each mode of these pages in the background; iterating waits for the models.

    A few pages are fitted in this process when they are iterated over. Raises CorpusError when a process was killed.
    """
    chosen = [[page for page in pages if page.mode == mode] for mode in MODES]
    jobs = len(MODES) if sum(len(page.lines) for page in pages) >= PARALLEL_LINES else 1
    with training_pool(_fit_mode, ((part,) for part in chosen if part), jobs) as fits:
        yield fits


@one_thread
def _fit_mode(pages: Sequence[LabelledPage]) -> ModeFit:
    fitted = fit_roles(pages, tokenizer())
    lines = sum(len(page.lines) for page in pages)
    arrays = {name: fitted[name] for name in STORED}
    return pages[0].mode, arrays, {"pages": len(pages), "lines": lines, "facts": fitted["names"]}


def add_roles(manifest: dict[str, Any], arrays: dict[str, NDArray[Any]], fits: Iterable[ModeFit]) -> None:
    """Add role models to the manifest and arrays of an artefact."""
    manifest["roles"] = {}
    for mode, found, entry in fits:
        arrays.update({f"role_{mode}_{name}": array for name, array in found.items()})
        manifest["roles"][mode] = entry


def fitted_model(mode: str, fitted: dict[str, Any]) -> RoleModel:
    """The model that predicts with what ``fit_roles`` returned."""
    return RoleModel(mode, NO_DECISIONS._asdict() | fitted, fitted["names"])
