"""The scikit-learn side of the features: the pipeline that is fitted.

It is made of the plain features of one headline (``classifier.text.terms``, ``classifier.headline.plain_style``). With
the vectorised features that predict it shares what is declared (names, characters, the lexicon) and the tokenizer, but
no code, so that equal scores of both are a check.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import StandardScaler

from classifier.headline.plain_style import style_counts, style_hits
from classifier.headline.style_names import NAMES, number
from classifier.heads import GROUPS
from classifier.text import terms
from classifier.text.normal_form import normal_form
from classifier.text.terms import read_tokens
from classifier.text.tokenizer import Tokenizer, tokenizer
from training.fitting.term_vectorizer import TermVectorizer
from training.real.prior import Prior


def word_terms(headline: str, engine: Tokenizer | None = None) -> list[str]:
    """Jieba tokens without white space, the pairs of neighbours, the topical classes."""
    tokens = read_tokens(normal_form(headline), engine or tokenizer())
    return terms.word_terms([token for token, _, _ in tokens])


def char_terms(headline: str) -> list[str]:
    """Character n-grams of the headline between its start and end marks."""
    return terms.char_terms(normal_form(headline))


class StyleVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn publishes no types
    """Headlines to style counts, shape (n, len(classifier.headline.style_names.NAMES)). Nothing is learned."""

    def fit(self, headlines: Sequence[str], y: object = None) -> StyleVectorizer:
        self.n_features_in_ = 1
        return self

    def transform(self, headlines: Sequence[str]) -> np.ndarray[Any, Any]:
        counts = np.zeros((len(headlines), len(NAMES)))
        for row, headline in enumerate(headlines):
            text = normal_form(headline)
            for name, count in style_counts(style_hits(text, read_tokens(text, tokenizer()))).items():
                counts[row, number(name)] = count
        return counts

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray[Any, Any]:
        return np.array(NAMES, object)


def _terms(
    group: str, analyzer: Callable[[str], list[str]], min_df: int, prior: Prior | None, words: Sequence[str] = ()
) -> TermVectorizer:
    if prior is None:
        return TermVectorizer(analyzer, min_df, words)
    return TermVectorizer(analyzer, min_df, prior.terms[group], prior.idf_of(group), prior.documents)


def build_features(
    groups: Sequence[str] = GROUPS,
    *,
    min_df: int,
    style_scale: float,
    engine: Tokenizer | None = None,
    prior: Prior | None = None,
    words: Sequence[str] = (),
) -> FeatureUnion:
    """The feature groups as one transformer; ``groups`` switches them on, ``engine`` segments (for ablations).

    With a ``prior`` its terms are features too, with its document frequencies; ``words`` are features whatever the
    headlines hold.
    """
    analyzer = partial(word_terms, engine=engine) if engine else word_terms
    parts = {
        "word": _terms("word", analyzer, min_df, prior, words),
        "char": _terms("char", char_terms, min_df, prior),
        "style": Pipeline([("count", StyleVectorizer()), ("scale", StandardScaler(with_mean=False))]),
    }
    unknown = set(groups) - set(parts)
    if unknown or not groups:
        raise ValueError(f"unknown feature groups {sorted(unknown)}: choose from {', '.join(GROUPS)}")
    weights = {"style": style_scale} if "style" in groups else None
    return FeatureUnion([(name, parts[name]) for name in GROUPS if name in groups], transformer_weights=weights)
