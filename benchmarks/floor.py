"""A lower bound for the time of this design: OpenCC, rjieba and numpy without our code.

For a chunk of headlines it does the work that no classifier of this design can avoid. OpenCC converts the joined text
with t2s in one pass. rjieba segments the result, HMM off, through the project's tokenizer, which has the lexicon. numpy
computes rolling hashes of the character 1- to 4-grams, looks up a weight for each hash in a table of 2 MiB (the size of
our keys) and sums the weights by headline. There is no folding of characters, no exact keys, no TF-IDF norms and no
style features, and the tokens are discarded: ``tokens`` measures hashing and weighting them and their pairs in
addition. The weights are random, so the scores have no meaning.
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
    """The three steps, separately and together. In a text a line feed precedes each headline and ends the last."""

    def __init__(self, engine: Tokenizer) -> None:
        self._converter = opencc.OpenCC("t2s")
        self._engine = engine
        self.weights: NDArray[np.float32] = np.random.default_rng(0).standard_normal(1 << BITS, np.float32)

    def simplify(self, headlines: Sequence[str]) -> str:
        """The step of OpenCC: the converted headlines as one text."""
        return str(self._converter.convert("\n".join(["", *headlines, ""])))

    def cut(self, text: str) -> list[str]:
        """The step of rjieba: the tokens of a text."""
        return self._engine.cut(text)

    def characters(self, text: str, count: int) -> NDArray[np.float64]:
        """The step of numpy: the sum of the n-gram weights by the headline they start in, shape (count,)."""
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        first = codes.astype(np.uint64) * _FACTOR
        hashes, total = first, self._weights(first)
        for size in range(1, SIZES):
            hashes = hashes * _FACTOR
            hashes[:-size] += first[size:]
            total += self._weights(hashes)
        return np.bincount((codes == _FEED).cumsum(), total, count + 2)[1:-1]

    def tokens(self, tokens: Sequence[str], count: int) -> NDArray[np.float64]:
        """The same for tokens and pairs of neighbouring tokens, which is not part of the lower bound."""
        hashes = np.fromiter(map(hash, tokens), np.int64, len(tokens)).view(np.uint64) * _FACTOR
        feed = np.array(hash("\n"), np.int64).view(np.uint64) * _FACTOR
        total = self._weights(hashes)
        total[:-1] += self._weights(hashes[:-1] * _FACTOR + hashes[1:])
        return np.bincount((hashes == feed).cumsum(), total, count + 2)[1:-1]

    def scores(self, headlines: Sequence[str]) -> NDArray[np.float64]:
        """All three steps."""
        text = self.simplify(headlines)
        self.cut(text)
        return self.characters(text, len(headlines))

    def scores_one_by_one(self, headlines: Sequence[str]) -> NDArray[np.float64]:
        """All three steps, with a call of OpenCC and of rjieba per headline."""
        texts = [str(self._converter.convert(headline)) for headline in headlines]
        for text in texts:
            self.cut(text)
        return self.characters("\n".join(["", *texts, ""]), len(headlines))

    def scores_with_tokens(self, headlines: Sequence[str]) -> NDArray[np.float64]:
        """All three steps, and the weights of the tokens."""
        text = self.simplify(headlines)
        tokens = self.cut(text)
        return self.characters(text, len(headlines)) + self.tokens(tokens, len(headlines))

    def _weights(self, hashes: NDArray[np.uint64]) -> NDArray[np.float32]:
        return self.weights.take((hashes >> _SHIFT).view(np.int64))
