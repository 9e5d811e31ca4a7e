"""The terms of a batch as 64-bit keys, one for each occurrence: what ``training.fitting.pipeline`` finds as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from classifier.text.batch import Batch, Integers
from classifier.text.hashing import Hashes, hash_terms
from classifier.text.key_table import KeyTable
from classifier.text.lexicon import topical
from classifier.text.normalize import LINE_FEED
from classifier.text.terms import CLASS_MARK, PAIR_MARK, SIZES
from classifier.text.vocabulary import term_keys


@dataclass(frozen=True)
class Terms:
    """Occurrences of a group's terms in a batch, parallel arrays; ``place`` tells ``term_text`` which text it was."""

    row: Integers
    key: Hashes
    place: Integers


@cache
def _topical() -> tuple[KeyTable, Integers, list[str], Hashes]:
    """Table of the words that have a topical class, class number of each, the classes' terms and their keys."""
    names = sorted(set(topical().values()))
    numbers = np.array([names.index(found) for found in topical().values()], np.int64)
    terms = [CLASS_MARK + name for name in names]
    return KeyTable(hash_terms(list(topical()))), numbers, terms, term_keys("word", terms)


def char_terms(batch: Batch) -> Terms:
    """Character n-grams; a line feed may open and close one, as start and end mark of a headline."""
    keys = np.empty((len(SIZES), len(batch.codes)), np.uint64)
    batch.char_ngrams(keys)
    feed = batch.codes == LINE_FEED
    before = np.concatenate(([0], feed.cumsum()))
    known = np.zeros(keys.shape, np.bool_)
    known[0] = ~feed
    for number, size in enumerate(SIZES[1:], 1):
        start = np.arange(max(0, len(feed) - size + 1))
        known[number, : len(start)] = before[start + size - 1] == before[start + 1]
    size_number, start = known.nonzero()
    return Terms(batch.row.take(start), keys[known], start * len(SIZES) + size_number)


def word_terms(batch: Batch) -> Terms:
    """Tokens, pairs of neighbours and topical classes."""
    count = len(batch.token_start)
    keys = np.empty((2, count), np.uint64)
    batch.word_keys(keys)
    known = np.empty((2, count), np.bool_)
    known[0] = batch.codes.take(batch.token_start) != LINE_FEED
    known[1, :-1] = known[0, :-1] & known[0, 1:]
    known[1, -1] = False
    table, numbers, _, class_keys = _topical()
    member, word = table.matches(keys[0])
    classes = numbers.take(word)
    pair, token = known.nonzero()
    return Terms(
        batch.row.take(batch.token_start.take(np.concatenate((token, member)))),
        np.concatenate((keys[known], class_keys.take(classes))),
        np.concatenate((token * 2 + pair, -1 - classes)),
    )


TERMS: dict[str, Callable[[Batch], Terms]] = {"word": word_terms, "char": char_terms}


def term_text(group: str, batch: Batch, place: int) -> str:
    """The term of an occurrence, as ``training.fitting.pipeline`` spells it."""
    if group == "char":
        start, size = place // len(SIZES), SIZES[place % len(SIZES)]
        return batch.text[start : start + size]
    if place < 0:
        return _topical()[2][-1 - place]
    first = place // 2
    tokens = [batch.text[batch.token_start[i] : batch.token_end[i]] for i in range(first, first + 1 + place % 2)]
    return PAIR_MARK.join(tokens)
