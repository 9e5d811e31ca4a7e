"""One headline at a time: the logits that a batch gives, without the arrays that only pay for many headlines.

Style features are counted in plain Python (``classifier.headline.plain_style``). Terms are looked up as 64-bit keys,
all at once, in the table that batches use: a dict of strings takes longer and 32 MB more (``benchmarks/single.py``),
since each of its hundred look-ups reads places of memory that are out of the processor's cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.artifact import Artifact
from classifier.headline.plain_style import style_counts, style_hits
from classifier.headline.style_names import NAMES, number
from classifier.text.batch import Floats, Integers
from classifier.text.hashing import SALTS, Hashes, hash_terms, mix, pair_hash, running_sums, windows
from classifier.text.key_table import KeyTable
from classifier.text.lexicon import topical
from classifier.text.normalize import codes_of, normalize
from classifier.text.terms import CLASS_MARK, MARK, SIZES, Token, read_tokens
from classifier.text.tokenizer import Tokenizer

_HIGHEST = "\uffff"  # of the code points whose mixed value is read from a table
_ONE = np.array(1)


class SingleScorer:
    """Logits of one or more linear heads. Safe to share between threads."""

    def __init__(
        self, table: KeyTable, chars: int, idf: Floats, weight: NDArray[Any], intercept: Floats, engine: Tokenizer
    ) -> None:
        """``table`` finds the row of a salted key; the first ``chars`` rows are n-grams of characters.

        ``idf``, shape (rows,), is 0 where a row is no TF-IDF term. ``weight``, shape (rows + len(NAMES), heads): what
        the TF-IDF of a term, or (behind them) a hit of a style feature, adds to each head. ``intercept``: (heads,).
        """
        self._table, self._chars, self._engine = table, chars, engine
        self._weight, self._intercept = weight, intercept
        self._scale = np.append(idf, np.ones(len(NAMES)))
        self._style_rows = {name: len(idf) + number(name) for name in NAMES}
        classes = sorted(set(topical().values()))
        found = table.find(hash_terms([CLASS_MARK + name for name in classes]) + SALTS["word"]).tolist()
        row = {name: row for name, row in zip(classes, found, strict=True) if row >= 0}
        self._class_rows = {word: row[name] for word, name in topical().items() if name in row}

    @classmethod
    def of_bait(cls, artifact: Artifact, engine: Tokenizer) -> SingleScorer:
        """The scorer of the bait head of a model, with a table of its own."""
        groups = [name for name in ("char", "word") if name in artifact.manifest["groups"]]
        arrays = artifact.arrays
        keys = [arrays[f"{name}_keys"] + SALTS[name] for name in groups]
        idf = [arrays[f"{name}_idf"] for name in groups]
        weight = [arrays[f"{name}_weight"] for name in groups]
        styled = "style" in artifact.manifest["groups"]
        weight.append(arrays["style_weight"] if styled else np.zeros(len(NAMES), np.float32))
        return cls(
            KeyTable(np.concatenate([np.empty(0, np.uint64), *keys])),
            len(keys[0]) if "char" in groups else 0,
            np.concatenate([np.empty(0), *idf]),
            np.concatenate(weight)[:, None],
            np.array([artifact.manifest["intercept"]]),
            engine,
        )

    def logits(self, headline: str) -> Floats:
        """Values of the heads before calibration, shape (heads,)."""
        text = normalize(headline)
        if not text:
            return self._intercept.copy()
        tokens = read_tokens(text, self._engine)
        terms, chars = self.terms(text, tokens)
        counts = style_counts(style_hits(text, tokens))
        more = [self._class_rows[token] for token, _, _ in tokens if token in self._class_rows]
        more += [self._style_rows[name] for name in counts]
        rows = np.concatenate((terms, more))
        values: Floats = self._scale.take(rows)
        last = len(rows) - len(counts)
        values[last:] = [*counts.values()]
        self._to_unit_length(rows[:last], values, chars)
        logits: Floats = values.dot(self._weight.take(rows, axis=0))
        logits += self._intercept
        return logits

    def terms(self, text: str, tokens: Sequence[Token]) -> tuple[Integers, int]:
        """Rows of the known n-grams, tokens and pairs, one for each occurrence, and how many of them are n-grams."""
        keys, grams = _keys(text, tokens)
        place, rows = self._table.matches(keys)
        return rows, int(place.searchsorted(grams))

    def _to_unit_length(self, rows: Integers, values: Floats, chars: int) -> None:
        """Scale the idf of each occurrence so that the TF-IDF vector of each of the two groups has length 1."""
        of_chars, of_words = values[:chars], values[chars : len(rows)]
        squares = [float(of_chars.dot(of_chars)), float(of_words.dot(of_words))]
        ordered = np.sort(rows)
        repeated = ordered[1:][ordered[1:] == ordered[:-1]].tolist()
        before, times = -1, 0
        for row in repeated:
            # With n occurrences a term counts n * n times, not n times: the k-th more one adds 2 * k.
            times = times + 1 if row == before else 1
            before = row
            squares[row >= self._chars] += 2 * times * float(self._scale[row]) ** 2
        of_chars /= sqrt(max(squares[0], 1.0))  # an idf is at least 1
        of_words /= sqrt(max(squares[1], 1.0))


def _keys(text: str, tokens: Sequence[Token]) -> tuple[Hashes, int]:
    """Salted keys of the character n-grams, of the tokens and of pairs of them, and the number of n-grams."""
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
