"""The role of each line of a page: a linear model on words and structure, then the neighbours' say.

For each line the scores of the four roles are the sum of its TF-IDF words' weights and its structure facts' weights;
softmax makes them probabilities. A linear chain then joins them with how often one role follows another in the corpus:
the forward-backward algorithm (Rabiner 1989) gives each line the probability of each role given the whole page, and
the most probable role is taken. (Viterbi would give the most probable sequence; what counts here is how many lines
are right, and posterior decoding maximises that.)
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from operator import mul
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from classifier.artifact import REMEDY, ModelError
from classifier.model import Classifier
from classifier.page.facts import structure
from classifier.page.lines import Line
from classifier.page.wording import bare, is_prose
from classifier.text.batch import Floats, read_batch
from classifier.text.tokenizer import Tokenizer
from classifier.text.vocabulary import TermWeights, Vocabulary
from classifier.trained_head import softmax

ROLES = ("headline", "body", "recommendation", "boilerplate")
MODES = ("html", "text")
HEADLINE, BODY, RECOMMENDATION, BOILERPLATE = range(len(ROLES))
AGREEMENT = 0.5  # weight of what the other items of a list are
_TITLE_LENGTHS = range(8, 51)  # characters of a title in copied text
FEWEST_ALIKE = 3  # lines of one path that make a list
SHORTEST = 4  # characters of a headline
SHOWN = 120  # characters of a line that its words are taken from: a role shows at once
CHUNK = 1024


class Decisions(NamedTuple):
    """Weights of what is decided over the whole page: its kind, and which line is its headline."""

    kinds: NDArray[np.float64]
    headlines: NDArray[np.float64]


class RoleModel:
    """Roles of the lines of HTML, or of copied text: one set of weights for each."""

    def __init__(self, mode: str, arrays: dict[str, NDArray[Any]], facts: list[str]) -> None:
        """``arrays``: ``keys`` and ``idf`` (V,), ``words`` (V, 4), ``facts`` (F, 4), ``intercept`` and ``start`` (4,),
        ``transition`` (4, 4), ``kinds`` and ``headlines`` as ``classifier.page.page_kind`` and ``headline_choice``
        say. ``facts`` names the rows of that array.
        """
        self.mode = mode
        # The vocabulary's first output has a path of its own, which roles do not need.
        weights = np.concatenate((np.zeros((len(arrays["idf"]), 1)), arrays["words"]), axis=1)
        words = {"word": TermWeights(arrays["keys"], arrays["idf"], weights)}
        self._words = Vocabulary(words, 1 + len(ROLES))
        self._facts = {name: number for number, name in enumerate(facts)}
        self._weight = arrays["facts"].astype(np.float64)
        self._intercept = arrays["intercept"].astype(np.float64)
        self._transition = arrays["transition"].astype(np.float64)
        self._start = arrays["start"].astype(np.float64)
        self.decisions = Decisions(arrays["kinds"].astype(np.float64), arrays["headlines"].astype(np.float64))

    def probabilities(self, lines: Sequence[Line], titles: Sequence[str], tokenizer: Tokenizer) -> Floats:
        """P(role | page) of each line, shape (len(lines), 4), rows sum to 1."""
        if not lines:
            return np.zeros((0, len(ROLES)))
        found = agree(self.emissions(lines, titles, tokenizer), list_keys(lines))
        return smooth(found, self._transition, self._start)

    def emissions(self, lines: Sequence[Line], titles: Sequence[str], tokenizer: Tokenizer) -> Floats:
        """P(role | line) before the neighbours are asked, shape (len(lines), 4)."""
        number = self._facts.get
        known = [[n for n in map(number, facts) if n is not None] for facts in structure(lines, titles)]
        starts = np.cumsum([0, *map(len, known)])[:-1]
        # Every line has a fact that is known: its length.
        scores = np.add.reduceat(self._weight[list(chain.from_iterable(known))], starts, axis=0) + self._intercept
        for first in range(0, len(lines), CHUNK):
            batch = read_batch([line.text[:SHOWN] for line in lines[first : first + CHUNK]], tokenizer)
            found = self._words.occurrences(batch)
            scores[first : first + CHUNK] += self._words.rest(found, self._words.norms(found))
        return softmax(scores)


_loaded: WeakKeyDictionary[Classifier, dict[str, RoleModel]] = WeakKeyDictionary()


def role_model(classifier: Classifier, mode: str) -> RoleModel:
    """The role model in a classifier's artefact, for ``html`` or ``text``; made once for each.

    Raises ModelError when the artefact has none.
    """
    models = _loaded.setdefault(classifier, {})
    if mode not in models:
        prefix = f"role_{mode}_"
        found = {n.removeprefix(prefix): a for n, a in classifier.page_arrays.items() if n.startswith(prefix)}
        try:
            models[mode] = RoleModel(mode, found, classifier.manifest["roles"][mode]["facts"])
        except (KeyError, TypeError, ValueError, IndexError):
            raise ModelError(f"the model knows no roles of page blocks: {REMEDY}") from None
    return models[mode]


def decide(
    probabilities: Floats, lines: Sequence[Line], article: bool = True, headline: str | None = None
) -> NDArray[np.int64]:
    """The role number of each line: the most probable one, but only what says the ``headline`` (bare text) is one.

    A title that stands twice has the role where it is likely, whole or cut, and at least once. A page that is no
    ``article`` has neither headline nor body.
    """
    probabilities = probabilities.copy()
    texts = [bare(line.text) for line in lines]
    own = np.array(
        [
            article
            and headline is not None
            and len(text) >= SHORTEST
            and (text.startswith(headline) or headline.startswith(text))
            for text in texts
        ],
        bool,
    )
    probabilities[~own, HEADLINE] = 0
    if not article:
        probabilities[:, BODY] = 0
    roles: NDArray[np.int64] = probabilities.argmax(axis=1)
    says_it = [i for i, text in enumerate(texts) if own[i] and text == headline]
    if says_it:
        roles[max(says_it, key=lambda i: probabilities[i, HEADLINE])] = HEADLINE
    return roles


def list_keys(lines: Sequence[Line]) -> list[str]:
    """What the items of a list share: the path; in copied text the place in a run of titles with the same mark."""
    keys: list[str] = []
    run, marker = 0, None
    for line in lines:
        if line.path:
            keys.append(line.path)
            continue
        title = len(line.text) in _TITLE_LENGTHS and not is_prose(line)
        if not title or line.marker != marker:
            run, marker = run + 1, line.marker
        keys.append(str(run) if title else "")
    return keys


def agree(emissions: Floats, paths: Sequence[str]) -> Floats:
    """P(role | line) after the other lines of the same path (or key) were asked: the items of a list are of a piece.

    Only recommendation and boilerplate share what they have anew: the log odds of a line get ``AGREEMENT`` times the
    mean of those of the others. Shape as ``emissions``.
    """
    places: dict[str, list[int]] = {}
    for i, path in enumerate(paths):
        if path:
            places.setdefault(path, []).append(i)
    pair = np.maximum(emissions[:, RECOMMENDATION:], 1e-9)
    logs = np.log(pair[:, 0] / pair[:, 1])
    odds = logs.copy()
    for found in places.values():
        if len(found) >= FEWEST_ALIKE:
            odds[found] += AGREEMENT * (logs[found].sum() - logs[found]) / (len(found) - 1)
    result = emissions.copy()
    result[:, RECOMMENDATION] = pair.sum(axis=1) / (1 + np.exp(-np.clip(odds, -50, 50)))
    result[:, BOILERPLATE] = pair.sum(axis=1) - result[:, RECOMMENDATION]
    return result


def smooth(emissions: Floats, transition: Floats, start: Floats) -> Floats:
    """Forward-backward over a chain: posterior of each state at each place, shape as ``emissions`` (n, states)."""
    rows, columns = transition.tolist(), transition.T.tolist()
    told = emissions.tolist()  # four states: plain numbers are faster than numpy here
    forward, backward = [], [[1.0] * len(start)]
    state = [s * e for s, e in zip(start.tolist(), told[0], strict=True)]
    for i, emission in enumerate(told):
        if i:
            state = [_dot(state, column) * e for column, e in zip(columns, emission, strict=True)]
        total = sum(state)
        state = [value / total for value in state]
        forward.append(state)
    for emission in reversed(told[1:]):
        weighted = [b * e for b, e in zip(backward[-1], emission, strict=True)]
        state = [_dot(row, weighted) for row in rows]
        total = sum(state)
        backward.append([value / total for value in state])
    joint = np.array(forward) * np.array(backward[::-1])
    return np.asarray(joint / joint.sum(axis=1, keepdims=True))


def _dot(a: list[float], b: list[float]) -> float:
    return float(sum(map(mul, a, b)))
