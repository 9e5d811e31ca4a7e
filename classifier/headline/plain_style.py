"""The style features of one headline, one after the other: the specification of what each counts.

``classifier.headline.style`` counts the same on whole batches in numpy; tests hold it to this module, which uses
none of it. A text is a headline in normal form, its tokens are those of ``classifier.text.terms``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from classifier.headline.plain_marks import Hit, mark_hits
from classifier.headline.style_names import CAP, length_class, segment_class
from classifier.text.character_classes import (
    EDGE,
    FIRST_GIVEN,
    MEMBERS,
    MUTE,
    NOT_GIVEN,
    QUOTE_CLOSES,
    QUOTE_OPENS,
    SURNAME,
)  # fmt: skip
from classifier.text.lexicon import styled
from classifier.text.terms import Token

RUN = 4  # a word of the lexicon is a run of up to so many tokens
HIDDEN = ("nameless", "pronoun")  # word classes that stand for a person
_SEGMENT = re.compile(f"[^{re.escape(MEMBERS[EDGE])}]+")
_OPENING, _CLOSING = re.compile(f"[{MEMBERS[QUOTE_OPENS]}]"), re.compile(f"[{MEMBERS[QUOTE_CLOSES]}]")
_SURNAMES = frozenset(MEMBERS[SURNAME])


def style_counts(hits: Sequence[Hit]) -> dict[str, int]:
    """The value of each feature that has hits: their number, at most ``CAP``."""
    counts: dict[str, int] = {}
    for name, _, _ in hits:
        counts[name] = min(counts.get(name, 0) + 1, CAP)
    return counts


def style_hits(text: str, tokens: Sequence[Token]) -> list[Hit]:
    """All hits of a headline; an empty one has none."""
    if not text:
        return []
    segments = [match.start() for match in _SEGMENT.finditer(text)]  # where each begins
    persons = _persons(tokens)
    words = _words(text, tokens)
    hits = [*mark_hits(text), *_persons_by_place(persons, segments), *_words_by_place(text, words, segments)]
    if not persons:
        hits += [("unnamed", start, end) for name, start, end in words if name in HIDDEN]
        hits.append(("nobody", 0, len(text)))
    if not words:
        hits.append(("wordless", 0, len(text)))
    hits += [(length_class(len(text)), 0, len(text)), (segment_class(len(segments)), 0, len(text))]
    return hits


def _persons(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """A surname, then a character that may be part of a given name, each a token of its own."""
    return [
        (start, end)
        for (first, start, _), (second, _, end) in zip(tokens, tokens[1:], strict=False)
        if first in _SURNAMES and len(second) == 1 and second >= FIRST_GIVEN and second not in NOT_GIVEN
    ]


def _words(text: str, tokens: Sequence[Token]) -> list[Hit]:
    """The words of a style class: runs of whole tokens, also inside each other."""
    classes, longest = styled(), _longest_by_head()
    found = []
    for i, (token, start, _) in enumerate(tokens):
        if limit := longest.get(token[0]):
            for _, _, end in tokens[i : i + RUN]:
                if end - start > limit:
                    break
                if name := classes.get(text[start:end]):
                    found.append((name, start, end))
    return found


@cache
def _longest_by_head() -> dict[str, int]:
    """Length of the longest style word that begins with a character."""
    longest: dict[str, int] = {}
    for word in styled():
        longest[word[0]] = max(len(word), longest.get(word[0], 0))
    return longest


def _persons_by_place(persons: Sequence[tuple[int, int]], segments: Sequence[int]) -> Iterator[Hit]:
    for start, end in persons:
        yield "person", start, end
        if bisect_right(segments, start) <= 1:
            yield "person@first", start, end


def _words_by_place(text: str, words: Sequence[Hit], segments: Sequence[int]) -> Iterator[Hit]:
    spoken = len(text.rstrip(MEMBERS[MUTE]))  # where the last character that speaks ends
    for name, start, end in words:
        yield name, start, end
        segment = bisect_right(segments, start)  # its number; 0 before the first
        if len(segments) > 1 and segment <= 1:
            yield name + "@first", start, end
        if len(segments) > 1 and segment == len(segments):
            yield name + "@last", start, end
        if end == spoken:
            yield name + "@end", start, end
        if len(_OPENING.findall(text, 0, start + 1)) > len(_CLOSING.findall(text, 0, start + 1)):
            yield name + "@quote", start, end
