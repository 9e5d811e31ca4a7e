"""The project lexicon: words for the tokenizer, and word classes for the style features.

``lexicon.txt`` is a jieba user dictionary (``word frequency class[,class]``, # comments) in Traditional characters.
The frequency is what ``jieba.suggest_freq`` gives so that the word stays whole. Class ``word`` is for
segmentation only. Classes ``topic:<topic>`` (public figures, countries, institutions, terms of a trade) are a back-off
in the word group: a name that the corpus never used still says what it is about. The others are style features (see
``classifier.headline.style_names``). A word has at most one topical and one style class; the classes are declared here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from classifier.text.normalize import normalize_lines
from classifier.text.variants import read_groups

PLAIN = "word"
TOPICAL = "topic:"
TOPIC_CLASSES = tuple(
    TOPICAL + topic
    for topic in (
        "politics", "world", "society", "finance", "tech", "life", "weather", "entertainment", "sports",
    )
)  # fmt: skip
STYLE_CLASSES = (
    "attack", "audience", "deictic", "emotion", "formal", "how", "nameless", "promo", "pronoun", "sports", "tag",
    "teaser", "urgency", "wellness",
)  # fmt: skip
KNOWN_CLASSES = (PLAIN, *STYLE_CLASSES, *TOPIC_CLASSES)


class Entry(NamedTuple):
    """One word in normal form, its frequency and its classes."""

    word: str
    frequency: int
    classes: tuple[str, ...]
    style: str | None  # the style class, if it has one
    topic: str | None  # the topical class with its prefix, if it has one


@cache
def _classes(field: str) -> tuple[tuple[str, ...], str | None, str | None]:
    """All classes of a field of the lexicon, the style class and the topical class among them.

    Raises ValueError for a class that is not known, and for two of a kind.
    """
    classes = tuple(field.split(","))
    for name in classes:
        if name not in KNOWN_CLASSES:
            raise ValueError(f"unknown class {name!r}: choose from {', '.join(KNOWN_CLASSES)}")
    style = [name for name in classes if name in STYLE_CLASSES]
    topics = [name for name in classes if name in TOPIC_CLASSES]
    if len(style) > 1 or len(topics) > 1:
        raise ValueError(f"more than one style class or more than one topical class: {field}")
    return classes, style[0] if style else None, topics[0] if topics else None


def parse(text: str) -> list[Entry]:
    """Read the lexicon format. Raises ValueError, which names the line, for a malformed one or an unknown class."""
    written: list[str] = []
    fields: list[tuple[int, tuple[str, ...], str | None, str | None]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split()
        if len(parts) != 3 or not parts[1].isdecimal():
            raise ValueError(f"lexicon line {number}: expected 'word frequency class[,class]', found {line!r}")
        try:
            fields.append((int(parts[1]), *_classes(parts[2])))
        except ValueError as error:
            raise ValueError(f"lexicon line {number}: {error}") from None
        written.append(parts[0])
    words = normalize_lines(written).split("\n") if written else []
    return [Entry(word, *field) for word, field in zip(words, fields, strict=True)]


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


def respelled() -> Iterator[Entry]:
    """Words of jieba's dictionary whose normal form has another spelling, in that spelling."""
    return (Entry(word, int(count), (PLAIN,), None, None) for word, count in read_groups("respelled.txt"))


def words() -> tuple[Entry, ...]:
    """The entries that the tokenizer is told; of two for a word the later one counts.

    A single character is a token anyway. Entries of a style class are left to jieba's own dictionary: as single
    tokens, formulas such as 曝關鍵 hide their parts from the word group (ROC-AUC of words alone 0.90 against 0.92
    on real_dev); the style features find them as runs of tokens.
    """
    style = styled()
    own = (entry for entry in lexicon() if len(entry.word) > 1 and entry.word not in style)
    return (*respelled(), *own)
