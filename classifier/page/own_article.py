"""The page's own article, where others stand below it: what belongs to another is none of its text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifier.page.lines import Line
from classifier.page.roles import BODY, BOILERPLATE, HEADLINE, RECOMMENDATION
from classifier.page.wording import bare
from classifier.text.batch import Floats

_HEADINGS = frozenset(("h1", "h2", "h3"))
_TITLE_LENGTHS = range(8, 90)
_LIKELY = 0.3  # P(headline) of a title that no heading marks
_NEAR = 15  # lines after a title in which its article begins


def keep_own_article(numbers: NDArray[np.int64], lines: Sequence[Line], probabilities: Floats) -> NDArray[np.int64]:
    """Role numbers of the lines, without the articles that follow the page's own.

    Another article begins with a title behind the headline that has text before and after it, and stands outside the
    element that holds headline and text, or in the headline's own place. Its title becomes a recommendation, its text
    boilerplate.
    """
    headlines = np.flatnonzero(numbers == HEADLINE).tolist()
    body = np.flatnonzero(numbers == BODY).tolist()
    if not headlines or not body:
        return numbers
    first = _where_text_follows(headlines, body)
    said = {bare(lines[i].text) for i in headlines}
    roles = numbers.copy()
    cut = False
    for i in range(first + 1, len(lines)):
        own = [place for place in body if first < place < i and not cut]
        if _is_title(lines[i], probabilities[i]) and bare(lines[i].text) not in said and (cut or own):
            follows = any(i < place <= i + _NEAR for place in body)
            if follows and (cut or _starts_another(lines, first, own, i)):
                cut = True
                roles[i] = RECOMMENDATION
                continue
        if cut and numbers[i] == BODY:
            roles[i] = BOILERPLATE
    return roles


def _where_text_follows(headlines: Sequence[int], body: Sequence[int]) -> int:
    """The last of the headline's places before the text; the first where none is before it."""
    before = [place for place in headlines if place < body[-1] and not any(other < place for other in body)]
    return before[-1] if before else headlines[0]


def _is_title(line: Line, probabilities: Floats) -> bool:
    if line.alt or line.linked > 0.5 or len(line.text) not in _TITLE_LENGTHS:
        return False
    return bool(line.tags & _HEADINGS) or line.marker == "title" or bool(probabilities[HEADLINE] >= _LIKELY)


def _starts_another(lines: Sequence[Line], first: int, own: Sequence[int], title: int) -> bool:
    headline, line = lines[first], lines[title]
    if not line.containers:  # copied text: only a title of the first rank, or one that reads as a headline
        return line.marker == "title" or not line.marker
    if line.path == headline.path or "h1" in line.tags and "h1" in headline.tags:
        return True
    around = set(headline.containers).intersection(*(lines[place].containers for place in own))
    return max(around, default=0) not in line.containers
