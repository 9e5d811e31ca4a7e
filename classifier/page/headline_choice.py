"""Which line is the headline of an article: one decision over the page, of all that speaks for a line.

The role model says how much a line looks like a headline by itself and by its neighbours. Whether it is *the* headline
is a comparison: with what the page declares (JSON-LD, og:title, ``<title>``), with the text that follows it and that
repeats its words, and with the other lines. A linear model weighs these figures; the line with the highest sum is the
headline, and none is where all sums are below zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from classifier.page.lines import Line
from classifier.page.title_parts import title_parts
from classifier.page.wording import HEADINGS, alike, bare, character_pairs, is_excerpt, wording
from classifier.text.batch import Floats

FIGURES = (
    "looks like one", "h1", "other heading", "title's name", "likeness to a title", "is a title", "text after it",
    "text close after it", "time or reporter close after it", "linked", "excerpt", "words in the text", "hidden",
    "alike and before the text",
)  # fmt: skip
SHORTEST = 4  # characters
_SHORTEST_NAME = 8  # characters of a title, or of a part of one
_LENGTHS = range(SHORTEST, 121)
_LIKELY = -1.7  # log odds: 15 %
_BEHIND = 30  # lines behind a headline in which its text begins
_SOON = 6  # lines behind it in which time and reporter stand
_NEVER = 1e-4  # P(headline) below which only a heading, or what the page calls its title, is a candidate
_BODY = 0.5  # P(body) of a line whose words count as the text's


def headline_figures(
    lines: Sequence[Line], probabilities: Floats, titles: Sequence[str]
) -> tuple[NDArray[np.int64], Floats]:
    """Places (c,) of the lines that may be the headline, and their figures (c, len(FIGURES)), each about 0 to 1."""
    names = [said for title in titles for part in title_parts(title) if len(said := bare(part)) >= _SHORTEST_NAME]
    declared = [character_pairs(said) for said in names]
    text = probabilities[:, 1] * np.array([len(line.text) for line in lines], float)
    after = np.concatenate((np.cumsum(text[::-1])[::-1], [0.0]))
    words: set[str] = set()
    for line, chance in zip(lines, probabilities[:, 1], strict=True):
        if chance >= _BODY:
            words |= character_pairs(bare(line.text))

    @cache  # candidates stand close together, and their lines would be read for each
    def timed(place: int) -> bool:
        return not {"date", "reporter"}.isdisjoint(wording(lines[place]).patterns)

    places, figures = [], []
    for i, line in enumerate(lines):
        said = bare(line.text)
        if line.alt or len(said) not in _LENGTHS:
            continue
        pairs, chance = character_pairs(said), float(probabilities[i, 0])
        likeness = max((alike(pairs, other) for other in declared), default=0.0)
        if chance < _NEVER and not line.tags & HEADINGS and likeness < 0.5:
            continue
        close = after[i + 1] - after[min(i + 1 + _BEHIND, len(lines))]
        behind = float(after[i + 1] / after[0]) if after[0] else 0.0
        soon = any(map(timed, range(i + 1, min(i + 1 + _SOON, len(lines)))))
        places.append(i)
        figures.append(
            [
                np.log(max(chance, 1e-4) / max(1 - chance, 1e-4)) / 9.2,
                "h1" in line.tags or line.marker == "title",
                bool(line.tags & HEADINGS) and "h1" not in line.tags or line.marker == "heading",
                "title" in line.near,
                likeness,
                any(name.startswith(said) or said.startswith(name) for name in names),
                behind,
                np.log1p(close) / 8,
                soon,
                line.linked,
                is_excerpt(line.text),
                len(pairs & words) / max(len(pairs), 1),
                line.hidden == "hidden",
                likeness * behind,
            ]
        )
    return np.array(places, np.int64), np.array(figures, float).reshape(len(places), len(FIGURES))


def choose_headline(
    lines: Sequence[Line], probabilities: Floats, titles: Sequence[str], weights: NDArray[np.float64]
) -> str | None:
    """What the headline says, compared as ``bare`` text; None where every line is likelier none.

    Where the page declares no title, the best line is taken from ``_LIKELY`` on: an article shows its headline.

    ``weights`` are (len(FIGURES) + 1,), the last a constant. Lines that say the same count together: their sums are
    joined as odds are.
    """
    places, figures = headline_figures(lines, probabilities, titles)
    sums: dict[str, float] = {}
    for place, value in zip(places.tolist(), (figures @ weights[:-1] + weights[-1]).tolist(), strict=True):
        said = bare(lines[place].text)
        sums[said] = float(np.logaddexp(sums.get(said, -np.inf), value))
    best = max(sums, key=lambda said: sums[said], default=None)
    return best if best is not None and sums[best] > (0 if titles else _LIKELY) else None
