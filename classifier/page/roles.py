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
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from classifier.artifact import REMEDY, ModelError
from classifier.model import Classifier
from classifier.page.facts import structure
from classifier.page.lines import Line
from classifier.page.wording import bare
from classifier.text.batch import Floats, read_batch
from classifier.text.tokenizer import Tokenizer
from classifier.text.vocabulary import TermWeights, Vocabulary
from classifier.trained_head import softmax

ROLES = ("headline", "body", "recommendation", "boilerplate")
MODES = ("html", "text")
HEADLINE = ROLES.index("headline")
LIKELY = 0.15
SHORTEST = 4  # characters of a headline
SHOWN = 120  # characters of a line that its words are taken from: a role shows at once
CHUNK = 1024


class RoleModel:
    """Roles of the lines of HTML, or of copied text: one set of weights for each."""

    def __init__(self, mode: str, arrays: dict[str, NDArray[Any]], facts: list[str]) -> None:
        """``arrays``: ``keys`` and ``idf`` (V,), ``words`` (V, 4), ``facts`` (F, 4), ``intercept`` and ``start`` (4,),
        ``transition`` (4, 4). ``facts`` names the rows of that array.
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

    def probabilities(self, lines: Sequence[Line], titles: Sequence[str], tokenizer: Tokenizer) -> Floats:
        """P(role | page) of each line, shape (len(lines), 4), rows sum to 1."""
        if not lines:
            return np.zeros((0, len(ROLES)))
        return smooth(self.emissions(lines, titles, tokenizer), self._transition, self._start)

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


def decide(probabilities: Floats, lines: Sequence[Line]) -> NDArray[np.int64]:
    """The role number of each line: the most probable one, but a page has one headline (which may stand twice).

    The most probable headline keeps that role, or gets it when it is at least ``LIKELY``; other lines keep it only when
    they say the same.
    """
    too_short = [len(bare(line.text)) < SHORTEST for line in lines]
    if any(too_short):
        probabilities = probabilities.copy()
        probabilities[too_short, HEADLINE] = 0
    roles: NDArray[np.int64] = probabilities.argmax(axis=1)
    if not len(roles):
        return roles
    best = int(probabilities[:, HEADLINE].argmax())
    if probabilities[best, HEADLINE] < LIKELY:
        return roles
    said = bare(lines[best].text)
    for i in np.flatnonzero(roles == HEADLINE).tolist():
        text = bare(lines[i].text)
        if not (text.startswith(said) or said.startswith(text)):
            roles[i] = HEADLINE + 1 + probabilities[i, HEADLINE + 1 :].argmax()
    roles[best] = HEADLINE
    return roles


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
