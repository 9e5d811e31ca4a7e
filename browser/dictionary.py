"""The dictionary that the browser segments with: jieba's with the project's words, as ``classifier.text.tokenizer``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from classifier.extras import require
from classifier.text.lexicon import words
from classifier.text.normal_form import fold
from classifier.text.variants import forms


@dataclass(frozen=True)
class Dictionary:
    """Frequency by word, and the sum of the frequencies of all words that the tokenizer knows."""

    frequencies: dict[str, int]
    total: int


@cache
def dictionary() -> Dictionary:
    """The words that a text in normal form can hold; the frequencies of the others count in the total.

    Raises MissingExtraError without jieba: rjieba has the same dictionary, inside its compiled module.
    """
    require("the dictionary of 'clickbait export'", "jieba")
    found: dict[str, int] = {}
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        found[word] = int(frequency)
    for entry in words():
        found[entry.word] = entry.frequency
    return Dictionary({word: frequency for word, frequency in found.items() if _normal(word)}, sum(found.values()))


def _normal(word: str) -> bool:
    return all(map(_stays, word))


@cache
def _stays(character: str) -> bool:
    """Whether the normal form keeps the character."""
    return fold(character) == character and ord(character) not in forms()


def logarithms(frequencies: list[int]) -> list[float]:
    """Natural logarithms as the C library has them, which both engines take: where two segmentations are equally
    likely the last bit decides, and the logarithms of browsers differ in it."""
    return [math.log(frequency) if frequency else -math.inf for frequency in frequencies]
