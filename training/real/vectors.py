"""Word vectors from headlines without labels: which words are used alike.

Positive pointwise mutual information of words within ``WINDOW`` places (weight 1/distance, context counts to the power
0.75), then a truncated singular value decomposition whose rows are scaled by the root of the singular values and to
unit length (Levy, Goldberg and Dagan 2015). Stored as int8: it costs nothing measurable (datasets/real/README.md).
Everything is deterministic: the same headlines give the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from classifier.text.normalize import LINE_FEED, normalize_lines
from classifier.text.tokenizer import Tokenizer, tokenizer
from training.corpus.format import CorpusError

DIMENSIONS = 176
LEAST_COUNT = 5  # of a word that gets a vector
WINDOW = 4
CONTEXT_POWER = 0.75
CHUNK = 20_000  # headlines counted at once
Progress = Callable[[int], object]  # called with the headlines read so far
_FEED = chr(LINE_FEED)


@dataclass(frozen=True)
class WordVectors:
    """``words`` in alphabetical order and their vectors, int8, shape (words, dimensions)."""

    words: list[str]
    vectors: NDArray[np.int8]

    def unit(self) -> NDArray[np.float32]:
        """The vectors at unit length, shape (words, dimensions)."""
        values = self.vectors.astype(np.float32)
        lengths = np.linalg.norm(values, axis=1, keepdims=True)
        unit: NDArray[np.float32] = values / np.maximum(lengths, 1e-12)
        return unit

    def neighbours(self, word: str, count: int = 10) -> list[tuple[str, float]]:
        """The words that are used most alike, with the cosine. Raises KeyError for a word without a vector."""
        try:
            place = self.words.index(word)
        except ValueError:
            raise KeyError(word) from None
        unit = self.unit()
        cosines = unit @ unit[place]
        order = [i for i in np.argsort(-cosines, kind="stable").tolist() if i != place][:count]
        return [(self.words[i], float(cosines[i])) for i in order]


def learn_vectors(
    headlines: Callable[[], Iterable[str]],
    *,
    dimensions: int = DIMENSIONS,
    least_count: int = LEAST_COUNT,
    engine: Tokenizer | None = None,
    progress: Progress = lambda _: None,
) -> WordVectors:
    """Vectors of the words that occur at least ``least_count`` times.

    ``headlines`` is called twice (words are counted first, then pairs), so that an archive need not fit in memory; the
    counts of pairs do. Raises CorpusError when there are too few words.
    """
    engine = engine or tokenizer()
    counts: Counter[str] = Counter()
    for number, tokens in _tokens(headlines(), engine):
        counts.update(tokens)
        progress(number)
    del counts[_FEED]
    words = sorted(word for word, count in counts.items() if count >= least_count and word.strip())
    if len(words) <= dimensions:
        raise CorpusError(f"only {len(words)} words occur {least_count} times: vectors need more headlines")
    place = {word: i for i, word in enumerate(words)}
    pairs = csr_matrix((len(words), len(words)))
    for number, tokens in _tokens(headlines(), engine):
        pairs = pairs + _pairs(tokens, place)
        progress(number)
    return WordVectors(words, _quantise(_embed(_ppmi(pairs + pairs.T), dimensions)))


def _tokens(headlines: Iterable[str], engine: Tokenizer) -> Iterator[tuple[int, list[str]]]:
    """Tokens of chunks of headlines, a line feed behind each headline, and the headlines read so far."""
    rest, number = iter(headlines), 0
    while chunk := list(islice(rest, CHUNK)):
        number += len(chunk)
        yield number, engine.cut(normalize_lines(chunk) + _FEED)


def _pairs(tokens: Sequence[str], place: dict[str, int]) -> csr_matrix:
    """Weighted counts of words and those behind them in one headline; words without a vector keep their place."""
    numbers = np.array([place.get(token, -1) for token in tokens if token == _FEED or token.strip()], np.int64)
    feeds = np.array([token == _FEED for token in tokens if token == _FEED or token.strip()])
    headline = feeds.cumsum()
    total = csr_matrix((len(place), len(place)))
    for distance in range(1, WINDOW + 1):
        first, second = numbers[:-distance], numbers[distance:]
        known = (first >= 0) & (second >= 0) & (headline[:-distance] == headline[distance:])
        values = np.full(int(known.sum()), 1 / distance)
        total = total + csr_matrix((values, (first[known], second[known])), shape=total.shape)
    return total


def _ppmi(pairs: csr_matrix) -> csr_matrix:
    pairs.sum_duplicates()
    found = pairs.tocoo()
    rows = np.asarray(pairs.sum(axis=1)).ravel()
    contexts = rows**CONTEXT_POWER
    information = np.log(found.data * contexts.sum() / (rows[found.row] * contexts[found.col]))
    positive = information > 0
    kept = (information[positive], (found.row[positive], found.col[positive]))
    return csr_matrix(kept, shape=pairs.shape)


def _embed(ppmi: csr_matrix, dimensions: int) -> NDArray[np.float64]:
    start = np.random.default_rng(0).standard_normal(ppmi.shape[0])
    left, values, _ = svds(ppmi.astype(np.float64), k=dimensions, v0=start, solver="arpack")
    order = np.argsort(-values, kind="stable")
    left, values = left[:, order], values[order]
    signs = np.sign(left[np.abs(left).argmax(axis=0), np.arange(dimensions)])  # the sign of a column is arbitrary
    return np.asarray(left * signs * np.sqrt(values))


def _quantise(vectors: NDArray[np.float64]) -> NDArray[np.int8]:
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    return np.asarray(np.round(vectors * (127 / np.maximum(largest, 1e-12))), np.int8)


def save_vectors(path: Path, found: WordVectors) -> None:
    """Write the words (joined by line feeds, UTF-8) and the vectors. Same content, same bytes."""
    text = np.frombuffer("\n".join(found.words).encode("utf-8", "surrogatepass"), np.uint8)
    np.savez_compressed(path, words=text, vectors=found.vectors)


def load_vectors(path: Path) -> WordVectors:
    """Read them again. Raises CorpusError for another file."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            words = stored["words"].tobytes().decode("utf-8", "surrogatepass").split("\n")
            vectors = stored["vectors"]
    except (OSError, KeyError, ValueError) as error:
        raise CorpusError(f"{path} holds no word vectors ({error}): make some with 'clickbait vectors'") from None
    if vectors.dtype != np.int8 or vectors.shape[:1] != (len(words),):
        raise CorpusError(f"{path} holds no word vectors: make some with 'clickbait vectors'")
    return WordVectors(words, vectors)
