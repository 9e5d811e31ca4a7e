"""The three feature groups and their weights: ``word``, ``char`` and ``style``.

Words are jieba tokens, pairs of them, and the topical classes of the lexicon; characters are 1- to 4-grams with start
and end marks. Each of these two groups is TF-IDF with unit Euclidean length (scikit-learn's ``TfidfVectorizer``).
Style features are counts (``classifier.headline.style``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.headline.segments import Hits
from classifier.headline.style_words import Runs, WordHits, style_keys, word_runs
from classifier.text.batch import SIZES, Batch, Floats, Hashes, Integers, hash_terms, pair_hash
from classifier.text.key_table import KeyTable
from classifier.text.lexicon import topical
from classifier.text.normalize import LINE_FEED

GROUPS = ("word", "char", "style")
TFIDF = ("char", "word")  # in the order of the feature numbers
PAIR_MARK = "\t"  # between the two tokens of a pair in the stored vocabulary
CLASS_MARK = "\x01"  # before a topical class: no text in normal form holds a control character
# Operands without a dimension: see classifier.text.batch.
_TWO, _UNIT, _NO_CLASS = np.array(2), np.array(1.0), np.array(0, np.int8)
_NONE: Integers = np.empty(0, np.int64)
_SPREAD = np.array(0x9E3779B97F4A7C15, np.uint64)  # near 2**64 / golden ratio (Knuth's multiplicative hashing)
MANY = 2000  # keys from which ``_crowded`` pays
# The same characters as an n-gram, as a token and as a style word are three keys of one table.
_SALTS = {
    "char": np.array(0, np.uint64),
    "word": np.array(0xD6E8FEB86659FD93, np.uint64),
    "style": np.array(0xA5A3564E27F8865B, np.uint64),
}


def term_keys(group: str, terms: list[str]) -> Hashes:
    """The 64-bit keys of these terms in the artefact."""
    if group == "char":
        return hash_terms(terms)
    halves = [term.partition(PAIR_MARK) for term in terms]
    first = hash_terms([a for a, _, _ in halves])
    second = hash_terms([b for _, _, b in halves])
    return np.where([bool(mark) for _, mark, _ in halves], pair_hash(first, second), first)


def _crowded(keys: Integers) -> NDArray[np.bool_]:
    """Which keys share a bucket with another one: all that stand there twice do, and few others.

    It leaves a quarter of the keys to the sort that finds the former, which takes longer than this.
    """
    bits = len(keys).bit_length() + 2
    bucket = keys.view(np.uint64) * _SPREAD
    bucket >>= np.array(64 - bits, np.uint64)
    place = bucket.view(np.int64)
    order = np.arange(len(keys), dtype=np.int32)
    last = np.empty(1 << bits, np.int32)
    last[place] = order  # of several in a bucket the last one stays
    early = (last.take(place) != order).nonzero()[0]
    crowded = np.zeros(1 << bits, np.bool_)
    crowded[place.take(early)] = True
    return crowded.take(place)


@cache
def _topical_words() -> tuple[Hashes, list[str]]:
    """Keys of the words that have a topical class, and the class of each."""
    return hash_terms(list(topical())), list(topical().values())


@dataclass(slots=True)
class Reading:
    """What the features of one batch are: all that scores, topics and signals are made of."""

    batch: Batch
    terms: Occurrences
    norms: Floats
    hits: Hits | None


@dataclass(slots=True)
class Occurrences:
    """Occurrences of a vocabulary's features in a batch, parallel arrays.

    ``bin`` is the headline, plus the number of headlines for the word group; ``slot`` tells the span.
    """

    bin: Integers
    feature: Integers
    slot: Integers
    idf: Floats
    bait: Floats  # idf * weight
    words: WordHits  # of style classes, found in the same look-up


class Vocabulary:
    """The TF-IDF groups under one numbering (characters first, then words), with one table for all look-ups.

    Behind the features the table holds topical words that the corpus never used (they weigh nothing, only their class
    does) and the style words, so that a batch is one look-up.
    """

    def __init__(self, groups: Sequence[str], arrays: Mapping[str, NDArray[Any]], topics: int) -> None:
        """Raises KeyError or ValueError when arrays are missing or do not fit together."""
        known = [name for name in TFIDF if name in groups]
        keys = {name: arrays[f"{name}_keys"] + _SALTS[name] for name in known}
        self.chars = len(keys.get("char", ()))
        self.size = sum(map(len, keys.values()))
        words, classes = _topical_words() if "word" in groups else (hash_terms([]), [])
        words = words + _SALTS["word"]
        ordered = np.append(np.sort(keys.get("word", words)), np.uint64(0))
        unused = words[ordered[ordered[:-1].searchsorted(words)] != words]
        self._styled = "style" in groups
        style = (style_keys() if self._styled else hash_terms([])) + _SALTS["style"]
        rows = self.size + len(unused)
        self._table = KeyTable(np.concatenate([*keys.values(), unused, style]))
        names = sorted(set(classes))
        numbers = dict(
            zip(names, self._table.find(hash_terms([CLASS_MARK + c for c in names]) + _SALTS["word"]), strict=True)
        )
        self._class_features = np.array([numbers[name] for name in names], np.int64)
        self._class_of = np.full(rows, -1, np.int8)  # number in ``names``; small, so that it stays in the cache
        self._class_of[self._table.find(words)] = [names.index(c) if numbers[c] >= 0 else -1 for c in classes]
        self.class_names = {int(number): name for name, number in numbers.items() if number >= 0}
        # idf as the real part and weight as the imaginary one: a single read out of memory for both.
        self._weights, self._topic = np.zeros(rows, np.complex64), np.zeros((rows, topics))
        start = 0
        for name in known:
            part = slice(start, start := start + len(keys[name]))
            idf = arrays[f"{name}_idf"].astype(np.float64)
            self._weights.real[part] = idf
            self._weights.imag[part] = arrays[f"{name}_weight"]
            self._topic[part] = idf[:, None] * arrays[f"{name}_topic"]
        self._rows, self._bits = rows, rows.bit_length()
        self._shift, self._low = np.array(self._bits), np.array((1 << self._bits) - 1)

    def occurrences(self, batch: Batch) -> Occurrences:
        """Every known term of the batch."""
        split = len(SIZES) * len(batch.codes)
        stop = split + 2 * len(batch.token_start)
        runs = word_runs(batch) if self._styled else Runs(_NONE, _NONE)
        keys = np.empty(stop + runs.end.size, np.uint64)
        words = keys[split:stop]
        batch.char_ngrams(keys[:split].reshape(len(SIZES), -1))
        batch.word_keys(words.reshape(2, -1))
        words += _SALTS["word"]
        np.add(batch.spans(runs.start, runs.end).ravel(), _SALTS["style"], out=keys[stop:])
        slot, feature = self._table.matches(keys)
        last = slot.searchsorted(stop)
        hits = runs.hits(slot[last:] - stop, feature[last:] - self._rows)
        slot, feature = slot[:last], feature[:last]
        token_bins = batch.row.take(batch.token_start)
        token_bins += batch.count
        place = np.concatenate((*[batch.row] * len(SIZES), token_bins, token_bins)).take(slot)
        topical = self._class_of.take(feature)
        member = (topical >= _NO_CLASS).nonzero()[0]
        if len(member):
            place = np.concatenate((place, place[member]))
            slot = np.concatenate((slot, slot[member]))
            feature = np.concatenate((feature, self._class_features.take(topical[member])))
        weights = self._weights.take(feature)
        idf = weights.real.astype(np.float64)
        return Occurrences(place, feature, slot, idf, idf * weights.imag, hits)

    def norms(self, found: Occurrences, count: int) -> Floats:
        """Euclidean length of the TF-IDF vectors by bin, shape (2 * count,); 1 where one is empty."""
        squares = np.bincount(found.bin, found.idf * found.idf, 2 * count)
        key = found.bin << self._shift
        key |= found.feature
        if len(key) > MANY:
            key = key.compress(_crowded(key))
        if (2 * count) << self._bits <= 1 << 32:
            key = key.astype(np.uint32)  # sorts in half the time
        key.sort()
        again = key[1:][key[1:] == key[:-1]].astype(np.int64)
        if len(again):
            # With n occurrences a feature counts n * n times, not n times: the k-th one adds 2 * (k - 1) more.
            more = np.arange(2.0, 2 * len(again) + 2, 2)
            more -= _TWO * again.searchsorted(again)
            idf = self._weights.take(again & self._low).real.astype(np.float64)
            more *= idf
            more *= idf
            squares += np.bincount(again >> self._shift, more, 2 * count)
        lengths: Floats = np.sqrt(np.maximum(squares, _UNIT))  # an idf is at least 1: below it there is no feature
        return lengths

    def shares(self, found: Occurrences, norms: Floats) -> Floats:
        """What each occurrence adds to the logit."""
        return found.bait / norms.take(found.bin)

    def logits(self, found: Occurrences, norms: Floats) -> Floats:
        """The sum of the shares of each headline, shape (count,)."""
        sums: Floats = np.bincount(found.bin, found.bait, len(norms)) / norms
        half = len(norms) // 2
        return sums[:half] + sums[half:]

    def topic_scores(self, found: Occurrences, norms: Floats) -> Floats:
        """Contribution to the topic scores, shape (count, topics)."""
        order = found.bin.argsort(kind="stable")
        place = found.bin.take(order)
        sums = np.zeros((len(norms), self._topic.shape[1]))
        if len(place):
            first = np.concatenate(([0], (place[1:] != place[:-1]).nonzero()[0] + 1))
            weights = self._topic.take(found.feature.take(order), axis=0)
            sums[place.take(first)] = np.add.reduceat(weights, first, axis=0)
        sums /= norms[:, None]
        half = len(norms) // 2
        return sums[:half] + sums[half:]

    def spans(self, batch: Batch, found: Occurrences) -> tuple[Integers, Integers]:
        """Start and end of each occurrence in the text, without the start and end marks."""
        position = np.arange(len(batch.codes))
        start = np.concatenate((np.tile(position, len(SIZES)), batch.token_start, batch.token_start))
        pair_end = np.append(batch.token_end[1:], len(batch.codes))
        end = np.concatenate((np.add.outer(SIZES, position).ravel(), batch.token_end, pair_end))
        start, end = start[found.slot], end[found.slot]
        return start + (batch.codes[start] == LINE_FEED), end - (batch.codes[end - 1] == LINE_FEED)
