"""Texts as a trie in the order of its levels: what a browser decodes in one pass, and walks character by character.

A character is its number in an alphabet, commonest first, so that most differences between neighbours take one byte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

import numpy as np

from browser.packing import varints

LARGEST = 0xFFFF  # number of a character: labels are of 16 bits in the browser


class Alphabet:
    """The characters of all texts, numbered from 1 by how often they occur.

    With another alphabet ``before``, whose characters keep their numbers, the others come behind them.
    """

    def __init__(self, texts: Iterable[str], before: Alphabet | None = None) -> None:
        """Raises ValueError for more characters than labels can tell apart."""
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(text)
        known = before.characters if before else ""
        new = counts.keys() - set(known)
        self.characters: str = known + "".join(sorted(new, key=lambda character: (-counts[character], character)))
        if len(self.characters) > LARGEST:
            raise ValueError(f"{len(self.characters)} different characters, at most {LARGEST}")
        self._numbers = {character: number for number, character in enumerate(self.characters, 1)}

    def numbers(self, text: str) -> tuple[int, ...]:
        """The number of each character."""
        return tuple(map(self._numbers.__getitem__, text))


def pack(texts: Sequence[str], alphabet: Alphabet) -> tuple[dict[str, bytes], list[int]]:
    """The trie of distinct texts as sections of a file, and the positions of the texts in the order of their nodes.

    ``counts`` has the number of children of each node, ``labels`` the character of each child as difference to the
    one before it, ``ends`` a bit for each node: whether a text ends there.
    """
    ordered = sorted((alphabet.numbers(text), position) for position, text in enumerate(texts))
    order: list[int] = []
    counts: list[int] = []
    labels: list[int] = []
    ends: list[bool] = []
    level = [ordered]
    depth = 0
    while level:
        below = []
        for members in level:
            ends.append(bool(members) and len(members[0][0]) == depth)
            if ends[-1]:
                order.append(members[0][1])
                members = members[1:]
            before = 0
            children = 0
            for label, found in groupby(members, key=lambda member, at=depth: member[0][at]):  # type: ignore[misc]
                below.append(list(found))
                labels.append(label - before)
                before = label
                children += 1
            counts.append(children)
        level = below
        depth += 1
    return {
        "counts": varints(counts),
        "labels": varints(labels),
        "ends": np.packbits(ends, bitorder="little").tobytes(),
    }, order
