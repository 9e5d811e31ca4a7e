"""Words of a style class in a batch: the lexicon's word classes, found as runs of whole tokens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from classifier.headline.plain_style import RUN
from classifier.text.batch import Batch, Integers
from classifier.text.character_classes import HEAD
from classifier.text.hashing import Hashes, hash_terms
from classifier.text.key_table import KeyTable
from classifier.text.lexicon import STYLE_CLASSES, styled

# Operands without a dimension: see classifier.text.hashing.
_HEAD = np.array(HEAD, np.uint32)
_AFTER = np.arange(RUN)[:, None]


@dataclass(slots=True)
class Runs:
    """Runs of 1 to RUN tokens that may be style words: start, shape (n,), and ends, shape (RUN, n)."""

    start: Integers
    end: Integers

    def hits(self, run: Integers, word: Integers) -> WordHits:
        """The runs (numbers into ``end``) that are style words (numbers into ``style_keys()``)."""
        start = self.start.take(run % max(len(self.start), 1))
        return WordHits(start, self.end.ravel().take(run), _categories().take(word))


@dataclass(slots=True)
class WordHits:
    """Words of a style class in a batch: parallel arrays of span and class number."""

    start: Integers
    end: Integers
    category: Integers


@cache
def _categories() -> Integers:
    """Class number of each style word."""
    number = {name: i for i, name in enumerate(STYLE_CLASSES)}
    return np.array([number[name] for name in styled().values()])


@cache
def style_keys() -> Hashes:
    """Hash of each style word, in the order of ``lexicon.styled()``."""
    return hash_terms(list(styled()))


@cache
def _table() -> KeyTable:
    return KeyTable(style_keys())


def word_runs(batch: Batch) -> Runs:
    """The runs of tokens that start with the first character of a style word."""
    head = (batch.kind.take(batch.token_start) & _HEAD).nonzero()[0]
    # A run over a gap holds a space and one over the end a line feed: no word of the lexicon does.
    return Runs(batch.token_start.take(head), batch.token_end.take(_AFTER + head, mode="clip"))


def find_words(batch: Batch) -> WordHits:
    """Look the style words up by themselves; ``Vocabulary.occurrences`` finds them with everything else."""
    runs = word_runs(batch)
    return runs.hits(*_table().matches(batch.spans(runs.start, runs.end).ravel()))
