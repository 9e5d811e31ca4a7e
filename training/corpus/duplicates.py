"""Near duplicates: headlines whose character trigrams have a high Jaccard similarity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import CountVectorizer

from classifier.text.normalize import normalize_lines
from training.corpus.format import read_corpus

NEAR = 0.5
_BLOCK = 2000


def near_duplicates(
    headlines: Sequence[str], others: Sequence[str] | None = None, threshold: float = NEAR
) -> Iterator[tuple[int, int, float]]:
    """Pairs (i, j, similarity) with a similarity of at least ``threshold``.

    The pairs are within ``headlines`` (i < j), or between ``headlines`` and ``others`` where those are given. The
    search is exact: a sparse matrix product per block compares every pair that shares a trigram. Headlines of fewer
    than three characters have no near duplicates.
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
    transposed = right.T.tocsc()
    for start in range(0, left.shape[0], _BLOCK):
        shared = (left[start : start + _BLOCK] @ transposed).tocoo()
        i, j = shared.row + start, shared.col
        similarity = shared.data / (size_left[i] + size_right[j] - shared.data)
        near = similarity >= threshold
        if others is None:
            near &= i < j
        order = np.lexsort((j[near], i[near]))
        for a, b, value in zip(i[near][order], j[near][order], similarity[near][order], strict=True):
            yield int(a), int(b), float(value)


def connected(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each of the numbers 0 to ``count - 1``: the lowest number that a chain of pairs connects it with."""
    edges = np.array([*pairs], np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(count, count))
    _, component = connected_components(graph, directed=False)
    _, lowest = np.unique(component, return_index=True)
    return [int(number) for number in lowest[component]]


def near_challenge(headlines: Sequence[str], corpus: Path) -> set[int]:
    """Positions of the headlines that resemble a row of the challenge set, the folder ``challenge`` beside ``corpus``.

    None do where there is no such folder.
    """
    challenge = corpus.parent / "challenge"
    if not challenge.is_dir():
        return set()
    rows = read_corpus([challenge])
    return {i for i, _, _ in near_duplicates(headlines, [row.headline for row in rows])}
