"""The scikit-learn side of the features: the pipeline that is fitted, and the reference for the numpy path."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import StandardScaler

from classifier.headline.style import NAMES, style_counts, style_hits
from classifier.heads import GROUPS
from classifier.text.batch import SIZES, read_batch
from classifier.text.lexicon import topical
from classifier.text.normalize import normalize
from classifier.text.tokenizer import Tokenizer, tokenizer
from classifier.text.vocabulary import CLASS_MARK, PAIR_MARK


def word_terms(headline: str, engine: Tokenizer | None = None) -> list[str]:
    """Jieba tokens without white space, the pairs of neighbours, the topical classes."""
    tokens = [token for token in (engine or tokenizer()).cut(normalize(headline)) if token.strip()]
    classes = [CLASS_MARK + topical()[token] for token in tokens if token in topical()]
    return tokens + [a + PAIR_MARK + b for a, b in zip(tokens, tokens[1:], strict=False)] + classes


def char_terms(headline: str) -> list[str]:
    """Character n-grams of the headline between its start and end marks."""
    text = f"\n{normalize(headline)}\n"
    return [text[i : i + n] for n in SIZES for i in range(len(text) - n + 1) if n > 1 or text[i] != "\n"]


class StyleVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn publishes no types
    """Headlines to style counts, shape (n, len(classifier.headline.style.NAMES)). Nothing is learned."""

    def fit(self, headlines: Sequence[str], y: object = None) -> StyleVectorizer:
        self.n_features_in_ = 1
        return self

    def transform(self, headlines: Sequence[str]) -> np.ndarray[Any, Any]:
        batch = read_batch(list(headlines), tokenizer())
        return style_counts(style_hits(batch), batch.count).astype(np.float64)

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray[Any, Any]:
        return np.array(NAMES, object)


def build_features(
    groups: Sequence[str] = GROUPS, *, min_df: int, style_scale: float, engine: Tokenizer | None = None
) -> FeatureUnion:
    """The feature groups as one transformer; ``groups`` switches them on, ``engine`` segments (for ablations)."""
    words = partial(word_terms, engine=engine) if engine else word_terms
    parts = {
        "word": TfidfVectorizer(analyzer=words, min_df=min_df),
        "char": TfidfVectorizer(analyzer=char_terms, min_df=min_df),
        "style": Pipeline([("count", StyleVectorizer()), ("scale", StandardScaler(with_mean=False))]),
    }
    unknown = set(groups) - set(parts)
    if unknown or not groups:
        raise ValueError(f"unknown feature groups {sorted(unknown)}: choose from {', '.join(GROUPS)}")
    weights = {"style": style_scale} if "style" in groups else None
    return FeatureUnion([(name, parts[name]) for name in GROUPS if name in groups], transformer_weights=weights)
