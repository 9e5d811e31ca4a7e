"""The TF-IDF terms of a model, looked up for one headline at a time.

All terms of a headline are looked up at once as 64-bit keys, in the table that batches use. A dict of strings takes
half as long again for a headline, and 18 MB for the terms of a model (``benchmarks/single.py``): each of its hundred
look-ups reads memory that is not in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from classifier.text.batch import Floats, Integers
from classifier.text.hashing import SALTS, Hashes, hash_terms, mix, pair_hash, running_sums, windows
from classifier.text.key_table import KeyTable
from classifier.text.lexicon import topical
from classifier.text.normalize import codes_of
from classifier.text.terms import CLASS_MARK, MARK, SIZES, Token
from classifier.text.vocabulary import TFIDF, TermWeights, Vocabulary

_HIGHEST = "\uffff"  # of the code points whose mixed value is read from a table
_ONE = np.array(1)


@dataclass(frozen=True, slots=True)
class FoundTerms:
    """The known terms of a headline, one entry an occurrence: first ``chars`` n-grams, then words.

    ``lengths`` are the Euclidean lengths of the two TF-IDF vectors, 1 where one is empty.
    """

    rows: Integers
    chars: int
    idf: Floats
    lengths: tuple[float, float]


@dataclass(frozen=True, slots=True)
class TermTable:
    """Rows of the terms by key, and what each weighs. Safe to share between threads.

    The first ``chars`` rows are n-grams of characters. ``idf`` and ``lead``, the weights of the first output, are of
    shape (rows,); ``rest``, shape (rows, outputs - 1), is idf * weight of the other outputs. Rows that are no terms
    weigh nothing. ``class_rows`` has the row of the topical class of each word.
    """

    keys: KeyTable
    chars: int
    idf: NDArray[np.float32]
    lead: NDArray[np.float32]
    rest: NDArray[np.float32]
    class_rows: Mapping[str, int]

    @classmethod
    def of(cls, groups: Mapping[str, TermWeights], outputs: int) -> TermTable:
        """The table of these groups, with keys of its own. Raises ValueError when keys are not distinct."""
        known = [(name, groups[name]) for name in TFIDF if name in groups]
        keys = KeyTable(np.concatenate([hash_terms([]), *(group.keys + SALTS[name] for name, group in known)]))
        chars = len(groups["char"].keys) if "char" in groups else 0
        idf = np.concatenate([np.empty(0, np.float32), *(group.idf for _, group in known)])
        weights = np.concatenate([np.empty((0, outputs), np.float32), *(group.weights for _, group in known)])
        rest = (np.asarray(idf, np.float64)[:, None] * weights[:, 1:]).astype(np.float32)
        names = sorted(set(topical().values()))
        rows = keys.find(hash_terms([CLASS_MARK + name for name in names]) + SALTS["word"]).tolist()
        return cls(keys, chars, idf, weights[:, 0].copy(), rest, class_rows(dict(zip(rows, names, strict=True))))

    @classmethod
    def sharing(cls, vocabulary: Vocabulary) -> TermTable:
        """The terms of a vocabulary, with its own table and arrays. It has rows besides terms, which weigh nothing."""
        return cls(
            vocabulary.table, vocabulary.chars, vocabulary.idf, vocabulary.lead_weights, vocabulary.rest_weights,
            class_rows(vocabulary.class_names),
        )  # fmt: skip

    def find(self, text: str, tokens: Sequence[Token]) -> FoundTerms:
        """The known terms of a text in normal form, which must not be empty, and its tokens."""
        keys, grams = _keys(text, tokens)
        place, rows = self.keys.matches(keys)
        chars = int(place.searchsorted(grams))
        if classes := [self.class_rows[token] for token, _, _ in tokens if token in self.class_rows]:
            rows = np.concatenate((rows, classes))
        idf = self.idf.take(rows).astype(np.float64)
        return FoundTerms(rows, chars, idf, self.lengths(rows, idf, chars))

    def lead_of(self, found: FoundTerms) -> float:
        """The first output of the headline, without style features and intercept."""
        weight = self.lead.take(found.rows).astype(np.float64)
        chars, (of_chars, of_words) = found.chars, found.lengths
        return (
            float(found.idf[:chars].dot(weight[:chars])) / of_chars
            + float(found.idf[chars:].dot(weight[chars:])) / of_words
        )

    def rest_of(self, found: FoundTerms) -> Floats:
        """The other outputs, shape (outputs - 1,)."""
        weights = self.rest.take(found.rows, axis=0)
        of_chars, of_words = found.lengths
        total: Floats = weights[: found.chars].sum(axis=0, dtype=np.float64) / of_chars
        total += weights[found.chars :].sum(axis=0, dtype=np.float64) / of_words
        return total

    def lengths(self, rows: Integers, idf: Floats, chars: int) -> tuple[float, float]:
        """Euclidean lengths of the two TF-IDF vectors of ``FoundTerms``."""
        squares = [float(idf[:chars].dot(idf[:chars])), float(idf[chars:].dot(idf[chars:]))]
        ordered = np.sort(rows)
        before, times = -1, 0
        for row in ordered[1:][ordered[1:] == ordered[:-1]].tolist():
            # With n occurrences a term counts n * n times, not n times: the k-th more one adds 2 * k.
            times = times + 1 if row == before else 1
            before = row
            squares[row >= self.chars] += 2 * times * float(self.idf[row]) ** 2
        return sqrt(max(squares[0], 1.0)), sqrt(max(squares[1], 1.0))  # an idf is at least 1


def class_rows(names: Mapping[int, str]) -> dict[str, int]:
    """Row of the topical class of each word, from the classes by row; row -1 is none."""
    row = {name: row for row, name in names.items() if row >= 0}
    return {word: row[name] for word, name in topical().items() if name in row}


def _keys(text: str, tokens: Sequence[Token]) -> tuple[Hashes, int]:
    """Salted keys of the character n-grams, of the tokens and of pairs of them, and the number of n-grams.

    Those n-grams that reach over the end are there too: no vocabulary holds one.
    """
    codes = codes_of(MARK + text + MARK)
    size, count = len(codes), len(tokens)
    split = len(SIZES) * size
    sums, power = running_sums(mix(codes, max(text) > _HIGHEST))
    keys: Hashes = np.empty(split + 2 * count - 1, np.uint64)
    grams = keys[:split].reshape(len(SIZES), size)
    np.subtract(windows(sums, size), sums[:size], out=grams)
    grams *= windows(power, size)
    _, starts, ends = zip(*tokens, strict=True)
    bounds = np.array(starts + ends)
    bounds += _ONE  # for the mark at the start
    sums_at = sums.take(bounds)
    words = sums_at[count:]
    words -= sums_at[:count]
    words *= power.take(bounds[count:])
    pairs = pair_hash(words[:-1], words[1:])
    np.add(words, SALTS["word"], out=keys[split : split + count])
    np.add(pairs, SALTS["word"], out=keys[split + count :])
    return keys, split
