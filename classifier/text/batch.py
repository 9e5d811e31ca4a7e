"""A batch of headlines as numpy arrays: characters, tokens and 64-bit hashes of any span.

All arrays index one text: a line feed, then each headline in normal form followed by a line feed. The line
feeds double as start and end marks in character n-grams.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.text.character_classes import ABOVE, Kinds, kinds_of
from classifier.text.hashing import Hashes, mix, pair_hash, running_sums, windows
from classifier.text.normalize import LINE_FEED, codes_of, normalize_lines
from classifier.text.tokenizer import Tokenizer

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Operands without a dimension: see classifier.text.hashing.
_FEED, _SPACE = np.array(LINE_FEED, np.uint32), np.array(32, np.uint32)
_BACK = np.array(1, np.int64)


@dataclass(slots=True)
class Batch:
    """Headlines ready for feature extraction; positions are indices into ``text``.

    Line feeds are tokens like the words that they part: no known pair, run or n-gram reaches over one.
    """

    count: int
    text: str
    codes: NDArray[np.uint32]
    kind: Kinds  # classes of each character (classifier.text.character_classes)
    present: int  # the classes that occur at all
    feeds: Integers  # positions of the line feeds: before each headline, and the last one
    row: Integers  # headline of each character; a line feed belongs to the headline that it opens
    token_start: Integers  # tokens without spaces
    token_end: Integers
    _sums: Hashes
    _power: Hashes

    def spans(self, start: Integers, end: Integers) -> Hashes:
        """Hash of each span [start, end) (``classifier.text.hashing``), shape as ``end``."""
        sums = self._sums.take(end)
        sums -= self._sums.take(start)
        sums *= self._power.take(end)
        return sums

    def char_ngrams(self, out: Hashes) -> None:
        """Hashes of the n-grams of each size that start at each character into ``out``, shape (4, len(text)).

        Those that reach into another headline or over the end are there too: no vocabulary holds one.
        """
        size = len(self.codes)
        np.subtract(windows(self._sums, size), self._sums[:size], out=out)
        out *= windows(self._power, size)

    def word_keys(self, out: Hashes) -> None:
        """Hashes of each token and of each pair with the next one into ``out``, shape (2, tokens)."""
        words, pairs = out
        words[:] = self.spans(self.token_start, self.token_end)
        pairs[-1] = 0
        pairs[:-1] = pair_hash(words[:-1], words[1:])


def read_batch(headlines: Sequence[str], tokenizer: Tokenizer) -> Batch:
    """Normalise, segment and index the headlines."""
    text = f"\n{normalize_lines(headlines)}\n" if headlines else "\n"
    codes = codes_of(text)
    kind = kinds_of(codes)
    present = int(np.bitwise_or.reduce(kind))
    breaks = codes == _FEED
    row = breaks.cumsum()
    row -= _BACK
    tokens = tokenizer.cut(text)
    length = np.fromiter(map(len, tokens), np.int64, len(tokens))
    end = length.cumsum()
    start = end - length
    if " " in text:
        solid = (codes.take(start) != _SPACE).nonzero()[0]
        start, end = start.take(solid), end.take(solid)
    return Batch(
        len(headlines), text, codes, kind, present, breaks.nonzero()[0], row, start, end,
        *running_sums(mix(codes, bool(present & ABOVE))),
    )  # fmt: skip
