"""The normal form of whole batches, joined by line feeds: what ``classifier.text.normal_form`` says of one headline.

The steps before OpenCC are a look-up in numpy for the characters that fold one to one whatever stands beside them,
which is nearly all of them; a headline with any other character is folded by itself. OpenCC runs once over the joined
text, and again only over the lines that it changed.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from classifier.text.normal_form import OUTLET, convert, fold, one_party, simplify

LINE_FEED = 10
_OUTLET_MARKS = ("|", " -", " –", " —", " _")
_PARTY_MARKS = ("党", "营", "委")  # one of them is in each name
_ELLIPSIS = "…"  # folds to three dots: the one common character that does not fold one to one
# Scripts in which no character composes with the one before it: ASCII, Latin-1, punctuation, kana, full width.
_INDEPENDENT = ((0x20, 0x7E), (0xA1, 0xFF), (0x2010, 0x205E), (0x3000, 0x30FF), (0xFF01, 0xFF60))
_HAN = slice(0x3400, 0xA000)  # nor in this one, and each folds to itself


def simplify_lines(text: str) -> str:
    """``simplify`` of each line of a text."""
    converted = convert(text)
    if converted == text:
        return text
    lines = converted.split("\n")
    changed = [row for row, (new, old) in enumerate(zip(lines, text.split("\n"), strict=True)) if new != old]
    again = simplify_lines("\n".join([lines[row] for row in changed]))  # the other lines are final
    for row, line in zip(changed, again.split("\n"), strict=True):
        lines[row] = line
    return "\n".join(lines)


@cache
def _folded() -> NDArray[np.uint32]:
    """What each character folds to, shape (65536,); zero where that takes a look at the text around it."""
    table = np.zeros(1 << 16, np.uint32)
    table[LINE_FEED] = LINE_FEED
    codes = np.concatenate([np.arange(first, last + 1, dtype=np.uint32) for first, last in _INDEPENDENT])
    characters = decode(codes)
    single = [len(f) == 1 and not unicodedata.combining(f) for f in fold("\n".join(characters)).split("\n")]
    kept = codes[single]
    table[kept] = codes_of(fold(decode(kept)))
    table[_HAN] = np.arange(_HAN.start, _HAN.stop)
    return table


def codes_of(text: str) -> NDArray[np.uint32]:
    """Code points of a text, shape (len(text),)."""
    return np.frombuffer(codecs.utf_32_le_encode(text, "surrogatepass")[0], np.uint32)


def decode(codes: NDArray[np.uint32]) -> str:
    """The text of these code points."""
    return codecs.utf_32_le_decode(codes.data)[0]


def fold_lines(text: str) -> str:
    """``fold`` of a text in which a line feed ends each headline."""
    text = text.replace(_ELLIPSIS, "...")
    codes = codes_of(text)
    folded = _folded().take(codes, mode="clip")  # the last entry, zero, stands for what is above the table
    if np.count_nonzero(folded) == len(folded):
        return decode(folded)
    feeds = np.flatnonzero(codes == LINE_FEED)
    lines, originals = decode(folded).split("\n"), text.split("\n")
    for row in set(np.searchsorted(feeds, np.flatnonzero(folded == 0)).tolist()):
        lines[row] = fold(originals[row])
    return "\n".join(lines)


def _trim(text: str) -> str:
    """No space at the start or end of a line, one for several."""
    while "  " in text:
        text = text.replace("  ", " ")
    return f"\n{text}\n".replace("\n ", "\n").replace(" \n", "\n")[1:-1]


def _blind(text: str) -> str:
    """One name for all parties, and no outlet's name at the end of a line."""
    if any(map(text.__contains__, _PARTY_MARKS)):
        text = one_party(text)
    marks = [mark for mark in _OUTLET_MARKS if mark in text]
    if marks:  # the expression is slow: it only sees the lines that may match
        lines = text.split("\n")
        for row in {row for mark in marks for row, line in enumerate(lines) if mark in line}:
            lines[row] = OUTLET.sub("", lines[row])
        text = "\n".join(lines)
    return text


def normalize_lines(headlines: Sequence[str]) -> str:
    """Normalise headlines together; line i of the result (joined by line feeds) is headline i."""
    joined = "\n".join(headlines)
    if joined.count("\n") != max(len(headlines) - 1, 0):
        joined = "\n".join(headline.replace("\n", " ") for headline in headlines)
    folded = _trim(simplify_lines(fold_lines(joined)))
    blind = _blind(folded)
    return folded if blind == folded else _trim(blind)


def normalize(headline: str) -> str:
    """The normal form of one headline, by the same short cuts."""
    folded = _trim(simplify(fold_lines(headline.replace("\n", " "))))
    blind = _blind(folded)
    return folded if blind == folded else _trim(blind)
