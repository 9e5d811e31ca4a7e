"""The work that no scorer of this design can avoid, by itself: OpenCC, rjieba and numpy, without our code.

For a chunk of headlines: OpenCC t2s of the joined text, one pass; rjieba's cut of what comes out, HMM off, by the
project's tokenizer, for it holds the lexicon; and in numpy the code points as one array, rolling hashes of the 1- to
4-grams of characters, a weight looked up for each hash in a table of 2 MiB (as large as the keys of ours), and the
sums by headline. It folds no characters, knows no exact keys, no TF-IDF norms and no style features, and drops the
tokens; ``tokens`` is what hashing and weighing them and their pairs takes on top. The weights are random, so the scores
mean nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import opencc
from numpy.typing import NDArray

from classifier.text.tokenizer import Tokenizer

SIZES = 4  # n-grams of 1 to 4 characters
BITS = 19  # of the table of weights
_FACTOR = np.array(0x9E3779B97F4A7C15, np.uint64)  # odd, near 2**64 / golden ratio: the upper bits are the hash
_SHIFT = np.array(64 - BITS, np.uint64)
_FEED = np.array(ord("\n"), np.uint32)


class Floor:
    """The three parts, one by one and together. Every text starts each headline with a line feed and ends with one."""

    def __init__(self, engine: Tokenizer) -> None:
        self._converter = opencc.OpenCC("t2s")
        self._engine = engine
        self.weights: NDArray[np.float32] = np.random.default_rng(0).standard_normal(1 << BITS, np.float32)

    def simplify(self, headlines: Sequence[str]) -> str:
        """OpenCC's part: the headlines as one text."""
        return str(self._converter.convert("\n".join(["", *headlines, ""])))

    def cut(self, text: str) -> list[str]:
        """rjieba's part."""
        return self._engine.cut(text)

    def characters(self, text: str, count: int) -> NDArray[np.float64]:
        """numpy's part: the sum of the weights of all n-grams by the headline that they start in, shape (count,)."""
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        first = codes.astype(np.uint64) * _FACTOR
        hashes, total = first, self._weights(first)
        for size in range(1, SIZES):
            hashes = hashes * _FACTOR
            hashes[:-size] += first[size:]
            total += self._weights(hashes)
        return np.bincount((codes == _FEED).cumsum(), total, count + 2)[1:-1]

    def tokens(self, tokens: Sequence[str], count: int) -> NDArray[np.float64]:
        """The same of the tokens and of each with the next one; not a part of the floor."""
        hashes = np.fromiter(map(hash, tokens), np.int64, len(tokens)).view(np.uint64) * _FACTOR
        feed = np.array(hash("\n"), np.int64).view(np.uint64) * _FACTOR
        total = self._weights(hashes)
        total[:-1] += self._weights(hashes[:-1] * _FACTOR + hashes[1:])
        return np.bincount((hashes == feed).cumsum(), total, count + 2)[1:-1]

    def scores(self, headlines: Sequence[str]) -> NDArray[np.float64]:
        """All three parts."""
        text = self.simplify(headlines)
        self.cut(text)
        return self.characters(text, len(headlines))

    def scores_one_by_one(self, headlines: Sequence[str]) -> NDArray[np.float64]:
        """All three parts, OpenCC and rjieba called for each headline by itself."""
        texts = [str(self._converter.convert(headline)) for headline in headlines]
        for text in texts:
            self.cut(text)
        return self.characters("\n".join(["", *texts, ""]), len(headlines))

    def scores_with_tokens(self, headlines: Sequence[str]) -> NDArray[np.float64]:
        """All three parts, and the tokens weighed."""
        text = self.simplify(headlines)
        tokens = self.cut(text)
        return self.characters(text, len(headlines)) + self.tokens(tokens, len(headlines))

    def _weights(self, hashes: NDArray[np.uint64]) -> NDArray[np.float32]:
        return self.weights.take((hashes >> _SHIFT).view(np.int64))
