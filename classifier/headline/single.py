"""One headline at a time: the outputs that a batch gives, without the arrays that only pay for many headlines.

Style features are counted in plain Python (``classifier.headline.plain_style``), terms are looked up all at once
(``classifier.text.term_table``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from classifier.headline.plain_style import style_counts, style_hits
from classifier.headline.style_names import NAMES, number
from classifier.text.batch import Floats
from classifier.text.normalize import normalize
from classifier.text.term_table import FoundTerms, TermTable
from classifier.text.terms import read_tokens
from classifier.text.tokenizer import Tokenizer


@dataclass(frozen=True, slots=True)
class SingleReading:
    """A headline in normal form, its known terms (None without characters) and its style features by name."""

    text: str
    terms: FoundTerms | None
    style: dict[str, int]


class SingleScorer:
    """Outputs of the linear heads for one headline, without their intercepts. Safe to share between threads."""

    def __init__(self, table: TermTable, style: Floats, engine: Tokenizer) -> None:
        """``style``, shape (len(NAMES), outputs): weights of a hit of each style feature, 0 where there are none."""
        self._table, self._style, self._engine = table, style, engine
        self._lead = dict(zip(NAMES, style[:, 0].tolist(), strict=True))
        self._styled, self._styled_rest = bool(style.any()), bool(style[:, 1:].any())

    def read(self, headline: str) -> SingleReading:
        """The features of the headline."""
        text = normalize(headline)
        if not text:
            return SingleReading(text, None, {})
        tokens = read_tokens(text, self._engine)
        style = style_counts(style_hits(text, tokens)) if self._styled else {}
        return SingleReading(text, self._table.find(text, tokens), style)

    def lead(self, reading: SingleReading) -> float:
        """The first output."""
        total = self._table.lead_of(reading.terms) if reading.terms else 0.0
        for name, count in reading.style.items():
            total += count * self._lead[name]
        return total

    def rest(self, reading: SingleReading) -> Floats:
        """The other outputs, shape (outputs - 1,)."""
        total = self._table.rest_of(reading.terms) if reading.terms else np.zeros(self._style.shape[1] - 1)
        if self._styled_rest and reading.style:
            numbers = [number(name) for name in reading.style]
            total += np.array([*reading.style.values()]).dot(self._style[numbers, 1:])
        return total
