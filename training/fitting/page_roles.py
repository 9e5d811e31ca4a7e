"""Fit the role models on the page corpus, and measure them on layouts that they have not seen."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.model_selection import GroupKFold

from classifier.page.facts import structure
from classifier.page.roles import MODES, ROLES, SHOWN, RoleModel, decide
from classifier.text.normalize import normalize_lines
from classifier.text.tokenizer import Tokenizer, tokenizer
from classifier.text.vocabulary import CLASS_MARK, PAIR_MARK, term_keys
from training.corpus.labelled_pages import LabelledPage
from training.fitting.heads import one_thread

SEED = 0
CUT_DOWN = {"html": 2, "text": 1}  # small versions of each page, beside the whole one
MIN_WORD_LAYOUTS = 2  # a word of one site's frame says nothing of another's
MIN_FACT_LAYOUTS = 2
REGULARIZATION = {"html": 0.3, "text": 1.0}  # C of the regression; chosen by cross-validation over the layouts
CHAIN = 0.2  # exponent of the transitions: structure facts know of the neighbours already
TOLERANCE = 1e-3  # of the solver: a tenth of it takes three times as long
SMOOTHING = 1.0  # added to each count of one role after another
STORED = ("keys", "idf", "words", "facts", "intercept", "transition", "start")
FOLDS = 8
SIDE_BY_SIDE = 5000  # lines of pages from which processes of their own pay
IDLE = 20  # seconds after which a process without work ends
Predicted = NDArray[np.int64]  # role numbers of the lines of a page
ModeFit = tuple[str, dict[str, NDArray[Any]], dict[str, Any]]  # mode, arrays, entry of the manifest


@dataclass(frozen=True)
class Example:
    """A page to learn from: structure facts and words of each of its lines."""

    page: LabelledPage
    facts: list[list[str]]
    words: list[list[str]]


def read_examples(pages: Sequence[LabelledPage], engine: Tokenizer) -> list[Example]:
    """The pages and small versions of them, read once for all fits."""
    times = CUT_DOWN[pages[0].mode]
    small = [cut_down(page, random.Random(f"{SEED}{n}{page.name}")) for n in range(times) for page in pages]
    return [
        Example(page, structure(page.lines, page.titles), [_words(line.text, engine) for line in page.lines])
        for page in (*pages, *small)
    ]


def fit_roles(pages: Sequence[LabelledPage], engine: Tokenizer) -> dict[str, Any]:
    """Arrays of ``RoleModel`` for the mode of these pages, and ``names`` of the facts."""
    return fit_examples(read_examples(pages, engine))


def fit_examples(examples: Sequence[Example]) -> dict[str, Any]:
    """The same from pages that were read already."""
    pages = [example.page for example in examples]
    facts, words = [example.facts for example in examples], [example.words for example in examples]
    names = _vocabulary(pages, facts, MIN_FACT_LAYOUTS)
    terms = _vocabulary(pages, words, MIN_WORD_LAYOUTS)
    transformer = TfidfTransformer()
    counts = _matrix([line for page in words for line in page], terms)
    tfidf = transformer.fit_transform(counts)
    matrix = hstack([_matrix([set(line) for page in facts for line in page], names), tfidf]).tocsr()
    target = np.array([ROLES.index(role) for page in pages for role in page.roles])
    # A page with many lines must not count for more than one with few.
    weight = np.concatenate([np.full(len(page.lines), 1 / np.sqrt(len(page.lines))) for page in pages])
    model = LogisticRegression(C=REGULARIZATION[pages[0].mode], tol=TOLERANCE, max_iter=2000)
    model.fit(matrix, target, sample_weight=weight / weight.mean())
    transition, start = _chain(pages)
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


def cut_down(page: LabelledPage, rng: random.Random) -> LabelledPage:
    """A small version of a page: headline, some body, some recommendations, a little of the rest, poor markup.

    People send fragments too, and feeds, and pages whose class names mean nothing; a model that saw only whole pages
    takes a heading with two paragraphs for a menu.
    """
    chosen: set[int] = set()
    for role, most in (("headline", 1), ("body", rng.randint(1, 8)), ("boilerplate", rng.choice((0, 1, 3, 8)))):
        places = [i for i, found in enumerate(page.roles) if found == role and not page.lines[i].alt]
        chosen.update(places[:1] if role == "headline" else rng.sample(places, min(most, len(places))))
    beside = [i for i, found in enumerate(page.roles[:-1]) if found == "boilerplate" and page.roles[i - 1] == "body"]
    chosen.update(i for i in beside if rng.random() < 0.5)  # notices among the paragraphs
    pushed = [i for i, found in enumerate(page.roles) if found == "recommendation"]
    if pushed and rng.random() < 0.7:  # a stretch of a list, with its title where there is one
        first = rng.choice(pushed)
        while first - 1 in pushed and rng.random() < 0.9:
            first -= 1
        chosen.update(range(max(0, first - 1), min(len(page.lines), first + rng.choice((1, 2, 4, 8, 15)))))
    kept = sorted(chosen)
    named = rng.random() < 0.3
    lines = [page.lines[place] for place in kept]
    if not named:
        lines = [replace(line, kinds=frozenset(), near=frozenset()) for line in lines]
    titles = page.titles if rng.random() < 0.3 else ()
    return replace(page, lines=lines, roles=[page.roles[place] for place in kept], titles=titles)


def _words(text: str, engine: Tokenizer) -> list[str]:
    """Tokens and pairs of neighbours, as the word group reads them."""
    tokens = [t for t in engine.cut(normalize_lines([text[:SHOWN]])) if t.strip()]
    return [*tokens, *(a + PAIR_MARK + b for a, b in zip(tokens, tokens[1:], strict=False))]


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
    matrix.sort_indices()  # the order of a set of names changes from run to run, and with it the last digits of a sum
    return matrix


def _chain(pages: Sequence[LabelledPage]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How often a role follows another, over how often it occurs at all; and how often a page begins with it.

    The division keeps the prior, which the regression's probabilities hold already, from counting twice.
    """
    size = len(ROLES)
    follows, begins = np.full((size, size), SMOOTHING), np.full(size, SMOOTHING)
    for page in pages:
        numbers = [ROLES.index(role) for role in page.roles]
        begins[numbers[0]] += 1
        np.add.at(follows, (numbers[:-1], numbers[1:]), 1)
    prior = follows.sum(axis=0) / follows.sum()
    follows = follows / follows.sum(axis=1, keepdims=True) / prior
    return follows**CHAIN, (begins / begins.sum() / prior) ** CHAIN


@contextmanager
def fitting_roles(pages: Sequence[LabelledPage]) -> Iterator[Iterator[ModeFit]]:
    """Fit a role model for each mode of these pages while the caller goes on; iterating waits for them.

    Many pages are fitted in processes of their own.
    """
    chosen = [[page for page in pages if page.mode == mode] for mode in MODES]
    if sum(len(page.lines) for page in pages) < SIDE_BY_SIDE:
        yield (_fit_mode(part) for part in chosen if part)
        return
    parallel = Parallel(len(MODES), return_as="generator", idle_worker_timeout=IDLE)
    with closing(parallel(delayed(_fit_mode)(part) for part in chosen)) as running:
        yield running


@one_thread
def _fit_mode(pages: Sequence[LabelledPage]) -> ModeFit:
    fitted = fit_roles(pages, tokenizer())
    lines = sum(len(page.lines) for page in pages)
    arrays = {name: fitted[name] for name in STORED}
    return pages[0].mode, arrays, {"pages": len(pages), "lines": lines, "facts": fitted["names"]}


def add_roles(manifest: dict[str, Any], arrays: dict[str, NDArray[Any]], fits: Iterable[ModeFit]) -> None:
    """Put role models into an artefact."""
    manifest["roles"] = {}
    for mode, found, entry in fits:
        arrays.update({f"role_{mode}_{name}": array for name, array in found.items()})
        manifest["roles"][mode] = entry


def fitted_model(mode: str, fitted: dict[str, Any]) -> RoleModel:
    """The model that predicts with these arrays."""
    return RoleModel(mode, fitted, fitted["names"])


def cross_validate(pages: Sequence[LabelledPage], engine: Tokenizer, folds: int = FOLDS) -> list[Predicted]:
    """Predicted role numbers of each page, by a model that saw no page of its layout."""
    groups = [page.layout for page in pages]
    examples = read_examples(pages, engine)
    predicted: list[Predicted] = [np.empty(0, np.int64)] * len(pages)
    for train, test in GroupKFold(folds).split(pages, groups=groups):
        seen = {groups[i] for i in train}
        model = fitted_model(pages[0].mode, fit_examples([e for e in examples if e.page.layout in seen]))
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
    """Lines by true (rows) and predicted role."""
    return np.asarray(confusion_matrix(*_flat(pages, predicted), labels=range(len(ROLES))))


def _flat(pages: Sequence[LabelledPage], predicted: Sequence[Predicted]) -> tuple[Predicted, Predicted]:
    truth = np.array([ROLES.index(role) for page in pages for role in page.roles])
    return truth, np.concatenate(predicted)
