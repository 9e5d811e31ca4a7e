"""Spans: where each character of a normal form stands in the original headline."""

from __future__ import annotations

import unicodedata

from classifier.text.normal_form import fold, normal_form, one_party
from classifier.text.outlets import without_outlet
from classifier.text.variants import unify
from classifier.text.visible import BLANK, IGNORED

Span = tuple[int, int]  # [start, end) in the original


def align(headline: str) -> tuple[str, list[Span]]:
    """Normal form of a headline and, for each of its characters, the span in the original.

    Where Unicode NFKC joins characters, they share the span of all; where it reaches further than the cuts of
    ``_chunks``, every character has the span of the whole headline.
    """
    normal, spans = _single_spaces(*_folded(headline))
    result = normal_form(headline)
    if one_party(without_outlet(normal)) != result:  # NFKC reached across a cut: the detail is not known
        return result, [(0, len(headline))] * len(result)
    return result, spans[: len(result)]  # an outlet's name at the end has no place in the normal form


def _folded(text: str) -> tuple[str, list[Span]]:
    """The text folded and in one form, with the span of each character."""
    visible = [(i, c) for i, c in enumerate(BLANK.sub(" ", text)) if not IGNORED.match(c)]
    characters = "".join(c for _, c in visible)
    folded: list[str] = []
    spans: list[Span] = []
    for start, end in _chunks(characters):
        piece = fold(characters[start:end])
        folded.append(piece)
        spans += [(visible[start][0], visible[end - 1][0] + 1)] * len(piece)
    return unify("".join(folded)), spans


def _chunks(text: str) -> list[Span]:
    """Cut text where NFKC works on each piece by itself."""
    if not text:
        return []
    cuts = [0]
    for i in range(1, len(text)):
        left, right = text[i - 1], text[i]
        if unicodedata.combining(right):
            continue
        pair = unicodedata.normalize("NFKC", left + right)
        if pair == unicodedata.normalize("NFKC", left) + unicodedata.normalize("NFKC", right):
            cuts.append(i)
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def _single_spaces(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """The text without spaces at its ends, and with the first of several, each character with its span."""
    kept = [i for i, c in enumerate(text) if c != " " or (i and text[i - 1] != " ")]
    if kept and text[kept[-1]] == " ":
        kept.pop()
    return "".join(text[i] for i in kept), [spans[i] for i in kept]
