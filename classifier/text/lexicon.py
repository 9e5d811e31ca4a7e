"""The project lexicon: words for the tokenizer, and word classes for the style features.

``lexicon.txt`` is a jieba user dictionary (``word frequency class[,class]``, # comments) in Traditional characters.
The frequency is what ``jieba.suggest_freq`` gives so that the word stays whole. Class ``word`` is for
segmentation only. Classes ``topic:<topic>`` (public figures, countries, institutions, terms of a trade) are a back-off
in the word group: a name that the corpus never used still says what it is about. Every other class is a style
feature (see ``classifier.headline.style``).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from classifier.text.normalize import normalize_lines

PLAIN = "word"
TOPICAL = "topic:"


class Entry(NamedTuple):
    """One word in normal form (Simplified), its frequency and its classes."""

    word: str
    frequency: int
    classes: tuple[str, ...]
    style: str | None  # the style class, if it has one
    topic: str | None  # the topical class with its prefix, if it has one


@cache
def _classes(field: str) -> tuple[tuple[str, ...], str | None, str | None]:
    """All classes of a field of the lexicon, the style class and the topical class among them."""
    classes = tuple(field.split(","))
    topic = next((c for c in classes if c.startswith(TOPICAL)), None)
    return classes, next((c for c in classes if c not in (PLAIN, topic)), None), topic


def parse(text: str) -> list[Entry]:
    """Read the lexicon format. Raises ValueError with the line number for a malformed line."""
    rows: list[tuple[str, int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split()
        if len(parts) != 3 or not parts[1].isdecimal():
            raise ValueError(f"lexicon line {number}: expected 'word frequency class[,class]', found {line!r}")
        rows.append((parts[0], int(parts[1]), parts[2]))
    words = normalize_lines([word for word, _, _ in rows]).split("\n") if rows else []
    return [Entry(word, f, *_classes(classes)) for word, (_, f, classes) in zip(words, rows, strict=True)]


@cache
def lexicon() -> tuple[Entry, ...]:
    """The entries of the packaged lexicon."""
    return tuple(parse((files("classifier.text") / "lexicon.txt").read_text(encoding="utf-8")))


@cache
def topical() -> dict[str, str]:
    """Topical class by word."""
    return {entry.word: entry.topic for entry in lexicon() if entry.topic}


@cache
def styled() -> dict[str, str]:
    """Style class by word."""
    return {entry.word: entry.style for entry in lexicon() if entry.style}


def words() -> tuple[Entry, ...]:
    """The entries that the tokenizer is told.

    A single character is a token anyway. Entries of a style class are left to jieba's own dictionary: as single
    tokens, formulas such as 曝關鍵 hide their parts from the word group (ROC-AUC of words alone 0.90 against 0.92
    on real_dev); the style features find them as runs of tokens.
    """
    style = styled()
    return tuple(entry for entry in lexicon() if len(entry.word) > 1 and entry.word not in style)
