"""All features of one headline, as text: what the model sees, without numpy.

The reference for the vectorised path, for the scikit-learn pipeline, and for ports to other languages: golden vectors
are made of ``as_values``.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from classifier.headline.plain_marks import Hit
from classifier.headline.plain_style import style_counts, style_hits
from classifier.text.normal_form import normal_form
from classifier.text.terms import Token, char_terms, read_tokens, word_terms
from classifier.text.tokenizer import Tokenizer


class PlainFeatures(NamedTuple):
    """A headline in normal form, its tokens, its terms (one for each occurrence) and its hits of style features."""

    normal: str
    tokens: list[Token]
    words: list[str]
    chars: list[str]
    hits: list[Hit]


def plain_features(headline: str, engine: Tokenizer) -> PlainFeatures:
    """Read one headline."""
    normal = normal_form(headline)
    tokens = read_tokens(normal, engine)
    words = word_terms([token for token, _, _ in tokens])
    return PlainFeatures(normal, tokens, words, char_terms(normal), style_hits(normal, tokens))


def as_values(headline: str, engine: Tokenizer) -> dict[str, Any]:
    """The features as plain values for JSON: normal form, tokens, and by group the count of each feature by name.

    Spans count characters (code points) of the normal form. Terms stand as in the model's ``*_terms.json``.
    """
    found = plain_features(headline, engine)
    return {
        "headline": headline,
        "normal": found.normal,
        "tokens": [token for token, _, _ in found.tokens],
        "word": dict(Counter(found.words)),
        "char": dict(Counter(found.chars)),
        "style": style_counts(found.hits),
        "style_hits": [list(hit) for hit in found.hits],
    }
