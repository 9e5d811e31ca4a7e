"""Near duplicates: pairs of headlines with a high Jaccard similarity of character trigrams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from classifier.text.normalize import normalize_lines

NEAR = 0.5
_BLOCK = 2000


def near_duplicates(
    headlines: Sequence[str], others: Sequence[str] | None = None, threshold: float = NEAR
) -> Iterator[tuple[int, int, float]]:
    """Pairs (i, j, similarity) at or above the threshold.

    Within ``headlines`` (i < j), or between them and ``others``. Exact: every pair that shares a trigram is
    compared, by one sparse matrix product a block. Headlines under three characters are never near anything.
    """
    if not headlines or (others is not None and not others):
        return
    texts = [line.replace(" ", "") for line in normalize_lines([*headlines, *(others or [])]).split("\n")]
    vectorizer = CountVectorizer(analyzer="char", ngram_range=(3, 3), binary=True, lowercase=False, dtype=np.int32)
    try:
        grams = vectorizer.fit_transform(texts).tocsr()
    except ValueError:  # no text has three characters
        return
    left, right = grams[: len(headlines)], grams if others is None else grams[len(headlines) :]
    size_left = np.asarray(left.sum(axis=1)).ravel()
    size_right = np.asarray(right.sum(axis=1)).ravel()
    turned = right.T.tocsc()
    for start in range(0, left.shape[0], _BLOCK):
        shared = (left[start : start + _BLOCK] @ turned).tocoo()
        i, j = shared.row + start, shared.col
        similarity = shared.data / (size_left[i] + size_right[j] - shared.data)
        near = similarity >= threshold
        if others is None:
            near &= i < j
        order = np.lexsort((j[near], i[near]))
        for a, b, value in zip(i[near][order], j[near][order], similarity[near][order], strict=True):
            yield int(a), int(b), float(value)
