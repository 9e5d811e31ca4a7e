"""The TF-IDF groups and their weights: ``word`` and ``char``.

Words are jieba tokens, pairs of them, and the topical classes of the lexicon; characters are 1- to 4-grams with start
and end marks. Each group is TF-IDF with unit Euclidean length (scikit-learn's ``TfidfVectorizer``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.text.batch import Batch, Floats, Integers
from classifier.text.hashing import SALTS, Hashes, hash_terms, pair_hash
from classifier.text.key_table import KeyTable
from classifier.text.lexicon import topical
from classifier.text.normalize import LINE_FEED
from classifier.text.norms import Norms
from classifier.text.terms import CLASS_MARK, PAIR_MARK, SIZES

TFIDF = ("char", "word")  # in the order of the feature numbers
# Operands without a dimension: see classifier.text.hashing.
_NO_CLASS = np.array(0, np.int8)
_NOWHERE: Integers = np.empty(0, np.int64)


def term_keys(group: str, terms: list[str]) -> Hashes:
    """The 64-bit keys of these terms in the artefact."""
    if group == "char":
        return hash_terms(terms)
    halves = [term.partition(PAIR_MARK) for term in terms]
    first = hash_terms([a for a, _, _ in halves])
    second = hash_terms([b for _, _, b in halves])
    return np.where([bool(mark) for _, mark, _ in halves], pair_hash(first, second), first)


@cache
def _topical_words() -> tuple[Hashes, list[str]]:
    """Keys of the words that have a topical class, and the class of each."""
    return hash_terms(list(topical())), list(topical().values())


@dataclass(frozen=True, slots=True)
class TermWeights:
    """One TF-IDF group of a model: keys and idf of its V terms, and their weights, shape (V, outputs)."""

    keys: Hashes
    idf: NDArray[Any]
    weights: NDArray[Any]


class Slots:
    """Where each look-up of a batch lies in one array of keys: n-grams by size and start, tokens, pairs, phrases."""

    def __init__(self, batch: Batch, phrases: int) -> None:
        self._batch = batch
        self.characters = slice(0, len(SIZES) * len(batch.codes))
        self.words = slice(self.characters.stop, self.characters.stop + 2 * len(batch.token_start))
        self.phrases = slice(self.words.stop, self.words.stop + phrases)
        self.size = self.phrases.stop

    def bins(self, word_offset: Integers) -> Integers:
        """The bin of each slot but the phrases: the headline, plus ``word_offset`` for tokens and pairs."""
        tokens = self._batch.row.take(self._batch.token_start)
        tokens += word_offset
        return np.concatenate((*[self._batch.row] * len(SIZES), tokens, tokens))

    def spans(self, slot: Integers) -> tuple[Integers, Integers]:
        """Start and end in the text of these slots (not phrases), without the start and end marks."""
        batch = self._batch
        position = np.arange(len(batch.codes))
        start = np.concatenate((np.tile(position, len(SIZES)), batch.token_start, batch.token_start))
        pair_end = np.append(batch.token_end[1:], len(batch.codes))
        end = np.concatenate((np.add.outer(SIZES, position).ravel(), batch.token_end, pair_end))
        start, end = start[slot], end[slot]
        return start + (batch.codes[start] == LINE_FEED), end - (batch.codes[end - 1] == LINE_FEED)


@dataclass(slots=True)
class Occurrences:
    """Occurrences of a vocabulary's features in a batch, parallel arrays.

    ``bin`` numbers the vectors: (group, headline) in the order of ``Vocabulary.groups``; ``slot`` says where it was
    found. ``phrase_slot`` and ``phrase`` are the phrases that were found: their number among those looked up, and in
    the vocabulary's list.
    """

    count: int
    slots: Slots
    bin: Integers
    feature: Integers
    slot: Integers
    idf: Floats
    lead: Floats  # idf * weight of the first output
    phrase_slot: Integers
    phrase: Integers


class Vocabulary:
    """The TF-IDF groups under one numbering (characters first, then words), with one table for all look-ups.

    Behind the features the table holds topical words that the corpus never used (they weigh nothing, only their class
    does) and ``phrases`` (keys of style words), so that a batch is one look-up.
    """

    def __init__(self, groups: Mapping[str, TermWeights], outputs: int, phrases: Hashes | None = None) -> None:
        """Raises ValueError when arrays do not fit together or keys are not distinct."""
        self.groups = [name for name in TFIDF if name in groups]
        self._phrases = phrases if phrases is not None else hash_terms([])
        keys = {name: groups[name].keys + SALTS[name] for name in self.groups}
        self.chars = len(keys.get("char", ()))
        self.size = sum(map(len, keys.values()))
        words, classes = _topical_words() if "word" in groups else (hash_terms([]), [])
        words = words + SALTS["word"]
        ordered = np.append(np.sort(keys.get("word", words)), np.uint64(0))
        unused = words[ordered[ordered[:-1].searchsorted(words)] != words]
        self._rows = self.size + len(unused)
        self.table = KeyTable(np.concatenate([*keys.values(), unused, self._phrases + SALTS["phrase"]]))
        self._number_classes(words, classes)
        # Read by ``classifier.text.term_table`` too: nothing changes them.
        self.idf = np.zeros(self._rows, np.float32)
        self.lead_weights = np.zeros(self._rows, np.float32)
        self.rest_weights = np.zeros((self._rows, outputs - 1), np.float32)  # idf * weight of the other outputs
        start = 0
        for name in self.groups:
            group, part = groups[name], slice(start, start := start + len(keys[name]))
            self.idf[part] = group.idf
            self.lead_weights[part] = group.weights[:, 0]
            self.rest_weights[part] = np.asarray(group.idf, np.float64)[:, None] * group.weights[:, 1:]
        self._norms = Norms(self._rows)

    def _number_classes(self, words: Hashes, classes: list[str]) -> None:
        names = sorted(set(classes))
        found = self.table.find(hash_terms([CLASS_MARK + c for c in names]) + SALTS["word"])
        numbers = dict(zip(names, found, strict=True))
        self._class_features = np.array([numbers[name] for name in names], np.int64)
        self._class_of = np.full(self._rows, -1, np.int8)  # number in ``names``; small, so that it stays in the cache
        self._class_of[self.table.find(words)] = [names.index(c) if numbers[c] >= 0 else -1 for c in classes]
        self.class_names = {int(number): name for name, number in numbers.items() if number >= 0}

    def occurrences(self, batch: Batch, phrases: Hashes | None = None) -> Occurrences:
        """Every known term of the batch, and which of ``phrases`` (keys) are known phrases."""
        slots = Slots(batch, 0 if phrases is None else len(phrases))
        keys = np.empty(slots.size, np.uint64)
        words = keys[slots.words]
        batch.char_ngrams(keys[slots.characters].reshape(len(SIZES), -1))
        batch.word_keys(words.reshape(2, -1))
        words += SALTS["word"]
        if phrases is not None:
            np.add(phrases, SALTS["phrase"], out=keys[slots.phrases])
        slot, feature = self.table.matches(keys)
        last = slot.searchsorted(slots.words.stop)
        phrase_slot, phrase = slot[last:] - slots.words.stop, feature[last:] - self._rows
        slot, feature = slot[:last], feature[:last]
        word_offset = np.array(batch.count * (len(self.groups) - 1))
        place = slots.bins(word_offset).take(slot)
        topical = self._class_of.take(feature)
        member = (topical >= _NO_CLASS).nonzero()[0]
        if len(member):
            place = np.concatenate((place, place[member]))
            slot = np.concatenate((slot, slot[member]))
            feature = np.concatenate((feature, self._class_features.take(topical[member])))
        idf = self.idf.take(feature).astype(np.float64)
        return Occurrences(
            batch.count, slots, place, feature, slot, idf, idf * self.lead_weights.take(feature), phrase_slot, phrase
        )

    def norms(self, found: Occurrences) -> Floats:
        """Euclidean length of each TF-IDF vector, shape (groups * count,); 1 where one is empty."""
        return self._norms.lengths(found.bin, found.feature, found.idf, self.idf, len(self.groups) * found.count)

    def shares(self, found: Occurrences, norms: Floats) -> Floats:
        """What each occurrence adds to the first output."""
        return found.lead / norms.take(found.bin)

    def lead(self, found: Occurrences, norms: Floats) -> Floats:
        """The first output of each headline: the sum of the shares, shape (count,)."""
        sums: Floats = np.bincount(found.bin, found.lead, len(norms)) / norms
        return self._over_groups(sums, found.count)

    def rest(self, found: Occurrences, norms: Floats) -> Floats:
        """The other outputs of each headline, shape (count, outputs - 1)."""
        order = found.bin.argsort(kind="stable")
        place = found.bin.take(order)
        sums = np.zeros((len(norms), self.rest_weights.shape[1]))
        if len(place):
            first = np.concatenate(([0], (place[1:] != place[:-1]).nonzero()[0] + 1))
            weights = self.rest_weights.take(found.feature.take(order), axis=0)
            sums[place.take(first)] = np.add.reduceat(weights, first, axis=0, dtype=np.float64)
        sums /= norms[:, None]
        return self._over_groups(sums, found.count)

    def _over_groups(self, sums: Floats, count: int) -> Floats:
        by_group = sums.reshape(len(self.groups), count, *sums.shape[1:])
        total: Floats = by_group[0] + by_group[1] if len(by_group) == 2 else by_group.sum(axis=0)
        return total
