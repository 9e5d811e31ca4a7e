"""The part of a page that holds the article: all its paragraphs, no form in it and no hidden notice beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifier.page.lines import Line
from classifier.page.roles import BODY, BOILERPLATE, HEADLINE, RECOMMENDATION
from classifier.page.wording import is_prose
from classifier.text.batch import Floats

_CONTROLS = frozenset(("form", "select", "label", "button"))
_MOST = 0.5  # of the text inside a form makes it the page's own, as some servers write every page
_SOON = 6  # lines behind the headline in which a text begins
_LIKELY = 0.3  # P(body) of a sentence close behind others in copied text
_POSSIBLE = 0.1  # P(body) of a sentence among the paragraphs
_PART = 0.7  # of the text lies in the article's part


def whole_article(numbers: NDArray[np.int64], lines: Sequence[Line], probabilities: Floats) -> NDArray[np.int64]:
    """Role numbers of the lines; a sentence in the place of the article's paragraphs is one unless that is unlikely.

    The place is what the paragraphs stand in, and the tag that they have. Shape of ``probabilities``: (n, 4).
    """
    places = {_place(lines[i]) for i in np.flatnonzero(numbers == BODY).tolist()}
    roles = numbers.copy()
    if not places:  # one paragraph before a box to subscribe looks like the box
        for i in _behind_headline(numbers, lines):
            if probabilities[i, BODY] >= _POSSIBLE and is_prose(lines[i]):
                roles[i] = BODY
        return roles
    for i in np.flatnonzero((numbers == BOILERPLATE) | (numbers == RECOMMENDATION)).tolist():
        line = lines[i]
        if line.containers:
            near, least = _place(line) in places, _POSSIBLE
        else:  # copied text has no elements: paragraphs stand close together
            near, least = (roles[max(0, i - _SOON) : i] == BODY).any(), _LIKELY
        if near and probabilities[i, BODY] >= least and is_prose(line):
            roles[i] = BODY
    return roles


def _behind_headline(numbers: NDArray[np.int64], lines: Sequence[Line]) -> range:
    headlines = np.flatnonzero(numbers == HEADLINE).tolist()
    return range(headlines[-1] + 1, min(headlines[-1] + 1 + _SOON, len(lines))) if headlines else range(0)


def _place(line: Line) -> tuple[int, str]:
    parent = line.containers[-2] if len(line.containers) > 1 else 0
    return parent, line.path.rpartition(">")[2].partition(".")[0]


def without_controls(numbers: NDArray[np.int64], lines: Sequence[Line]) -> NDArray[np.int64]:
    """Role numbers of the lines: text within a form, and hidden text beside the article, becomes boilerplate."""
    body = np.flatnonzero(numbers == BODY).tolist()
    mass: Counter[int] = Counter()
    for i in body:
        for container in lines[i].containers:
            mass[container] += len(lines[i].text)
    if not mass:
        return numbers
    total = max(mass.values())
    part = max(container for container, found in mass.items() if found >= _PART * total)
    hidden = sum(len(lines[i].text) for i in body if _is_hidden(lines[i]))
    roles = numbers.copy()
    for i in body:
        line = lines[i]
        steps = line.path.split(">")[1:]
        in_form = any(
            step.partition(".")[0] in _CONTROLS and mass[container] < _MOST * total
            for step, container in zip(steps, line.containers, strict=False)
        )
        if in_form or _is_hidden(line) and part not in line.containers and hidden < _MOST * total:
            roles[i] = BOILERPLATE
    return roles


def _is_hidden(line: Line) -> bool:
    return line.hidden == "hidden" or "hidden" in line.kinds
