"""The normal form of whole batches, joined by line feeds: what ``classifier.text.normal_form`` says of one headline.

A look-up in numpy gives each character its form where that is one character whatever stands beside it, which is nearly
always; a headline with any other character is folded by itself.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from classifier.text.normal_form import fold, one_party
from classifier.text.outlets import without_outlets
from classifier.text.variants import forms, unify_phrases

LINE_FEED = 10
_PARTY_MARKS = ("党", "营", "委")  # one of them is in each name
_ELLIPSIS = "…"  # folds to three dots: the one common character that does not fold one to one
# Scripts in which no character composes with the one before it: ASCII, Latin-1, punctuation, kana, full width.
_INDEPENDENT = ((0x20, 0x7E), (0xA1, 0xFF), (0x2010, 0x205E), (0x3000, 0x30FF), (0xFF01, 0xFF60))
_HAN = slice(0x3400, 0xA000)  # nor in this one, and each folds to itself


@cache
def _unified() -> NDArray[np.uint32]:
    """The form of each character, shape (65536,); zero where that takes a look at the text around it."""
    table = np.zeros(1 << 16, np.uint32)
    table[LINE_FEED] = LINE_FEED
    codes = np.concatenate([np.arange(first, last + 1, dtype=np.uint32) for first, last in _INDEPENDENT])
    folded = [fold(chr(code)) for code in codes.tolist()]
    single = [len(f) == 1 and not unicodedata.combining(f) for f in folded]
    table[codes[single]] = codes_of("".join(f for f in folded if len(f) == 1 and not unicodedata.combining(f)))
    table[_HAN] = np.arange(_HAN.start, _HAN.stop)
    for code, kept in forms().items():
        if _HAN.start <= code < _HAN.stop:
            table[code] = ord(kept)
    return table


def codes_of(text: str) -> NDArray[np.uint32]:
    """Code points of a text, shape (len(text),)."""
    return np.frombuffer(codecs.utf_32_le_encode(text, "surrogatepass")[0], np.uint32)


def decode(codes: NDArray[np.uint32]) -> str:
    """The text of these code points."""
    return codecs.utf_32_le_decode(codes.data)[0]


def unify_lines(text: str) -> str:
    """Each character of a text in its form, the lines folded; a line feed ends each headline."""
    text = text.replace(_ELLIPSIS, "...")
    codes = codes_of(text)
    found = _unified().take(codes, mode="clip")  # the last entry, zero, stands for what is above the table
    if np.count_nonzero(found) == len(found):
        return unify_phrases(decode(found))
    feeds = np.flatnonzero(codes == LINE_FEED)
    lines, originals = decode(found).split("\n"), text.split("\n")
    for row in set(np.searchsorted(feeds, np.flatnonzero(found == 0)).tolist()):
        lines[row] = fold(originals[row]).translate(forms())
    return unify_phrases("\n".join(lines))


def _trim(text: str) -> str:
    """No space at the start or end of a line, one for several."""
    while "  " in text:
        text = text.replace("  ", " ")
    return f"\n{text}\n".replace("\n ", "\n").replace(" \n", "\n")[1:-1]


def _one_party(text: str) -> str:
    return one_party(text) if any(map(text.__contains__, _PARTY_MARKS)) else text


def _keys(headlines: Sequence[str]) -> str:
    joined = "\n".join(headlines)
    if joined.count("\n") != max(len(headlines) - 1, 0):
        joined = "\n".join(headline.replace("\n", " ") for headline in headlines)
    return without_outlets(_trim(unify_lines(joined)))


def news_keys(headlines: Sequence[str]) -> list[str]:
    """The news key of each headline: two that differ in more than spelling have two, whichever party they name."""
    return _keys(headlines).split("\n") if headlines else []


def normalize_lines(headlines: Sequence[str]) -> str:
    """Normalise headlines together; line i of the result (joined by line feeds) is headline i."""
    return _one_party(_keys(headlines))


def normalize(headline: str) -> str:
    """The normal form of one headline, by the same short cuts."""
    return _one_party(without_outlets(_trim(unify_lines(headline.replace("\n", " ")))))
