"""Text normalisation: one form for Traditional and Simplified, full width and half width.

Steps, on a whole batch joined by line feeds: control characters become spaces, format characters and
lone surrogates go, Unicode NFKC, ASCII lower case, OpenCC t2s, one name for all parties, no outlet's name at the
end, runs of spaces become one.

The steps before OpenCC are a look-up in numpy for the characters that fold one to one whatever stands beside them,
which is nearly all of them; a headline with any other character is folded by itself.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
import opencc
from numpy.typing import NDArray

LINE_FEED = 10
_SPACES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u1680\u2000-\u200a\u2028\u2029\u205f\u3000\ufffd]")
# Zero-width and bidirectional marks, byte-order mark, variation selectors, lone surrogates: invisible, never signal.
_DROPPED = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]")
# What a page's <title> adds behind the headline. A bar, or a dash between spaces, then a name that ends as outlets' do.
_OUTLET = re.compile(
    r"(?<=\S)(?: ?\| ?| [-–—_] )[^|\n]{0,10}"
    r"(?:新闻[网云台]?|[日晚时]报|周刊|杂志|电视台?|通讯社|中央社|news)$",
    re.MULTILINE,
)
_OUTLET_MARKS = ("|", " -", " –", " —", " _")
# The label must not depend on the party: each side is read as the same one (same length, so that spans hold).
_PARTIES = (
    ("民进党", "国民党"), ("民众党", "国民党"), ("绿营", "蓝营"), ("白营", "蓝营"), ("绿委", "蓝委"), ("白委", "蓝委"),
    ("绿党团", "蓝党团"), ("白党团", "蓝党团"),
)  # fmt: skip
_PARTY_MARKS = ("党", "营", "委")  # one of them is in each name
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_ELLIPSIS = "…"  # folds to three dots: the one common character that does not fold one to one
# Scripts in which no character composes with the one before it: ASCII, Latin-1, punctuation, kana, full width.
_INDEPENDENT = ((0x20, 0x7E), (0xA1, 0xFF), (0x2010, 0x205E), (0x3000, 0x30FF), (0xFF01, 0xFF60))
_HAN = slice(0x3400, 0xA000)  # nor in this one, and each folds to itself


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def to_simplified(text: str) -> str:
    """OpenCC t2s applied until nothing changes, so that f(f(x)) == f(x) and both scripts meet in one form.

    One pass is not enough: a phrase entry can shield a character in Traditional context and not in Simplified.
    """
    converter = _converter()
    converted = str(converter.convert(text))
    if len(converted) != len(text):  # would break the mapping of spans to the original
        converted = "".join(c if len(s := str(converter.convert(c))) != 1 else s for c in text)
    if converted == text:
        return text
    lines = converted.split("\n")
    changed = [row for row, (new, old) in enumerate(zip(lines, text.split("\n"), strict=True)) if new != old]
    again = to_simplified("\n".join([lines[row] for row in changed]))  # the other lines are final
    for row, line in zip(changed, again.split("\n"), strict=True):
        lines[row] = line
    return "\n".join(lines)


def _fold(text: str) -> str:
    """The steps that may change the length, except the joining of spaces."""
    text = _DROPPED.sub("", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFKC", text).translate(_LOWER)


@cache
def _folded() -> NDArray[np.uint32]:
    """What each character folds to, shape (65536,); zero where that takes a look at the text around it."""
    table = np.zeros(1 << 16, np.uint32)
    table[LINE_FEED] = LINE_FEED
    codes = np.concatenate([np.arange(first, last + 1, dtype=np.uint32) for first, last in _INDEPENDENT])
    characters = decode(codes)
    single = [len(f) == 1 and not unicodedata.combining(f) for f in _fold("\n".join(characters)).split("\n")]
    kept = codes[single]
    table[kept] = codes_of(_fold(decode(kept)))
    table[_HAN] = np.arange(_HAN.start, _HAN.stop)
    return table


def codes_of(text: str) -> NDArray[np.uint32]:
    """Code points of a text, shape (len(text),)."""
    return np.frombuffer(codecs.utf_32_le_encode(text, "surrogatepass")[0], np.uint32)


def decode(codes: NDArray[np.uint32]) -> str:
    """The text of these code points."""
    return codecs.utf_32_le_decode(codes.data)[0]


def _fold_lines(text: str) -> str:
    """``_fold`` of a text in which a line feed ends each headline."""
    text = text.replace(_ELLIPSIS, "...")
    codes = codes_of(text)
    folded = _folded().take(codes, mode="clip")  # the last entry, zero, stands for what is above the table
    if np.count_nonzero(folded) == len(folded):
        return decode(folded)
    feeds = np.flatnonzero(codes == LINE_FEED)
    lines, originals = decode(folded).split("\n"), text.split("\n")
    for row in set(np.searchsorted(feeds, np.flatnonzero(folded == 0)).tolist()):
        lines[row] = _fold(originals[row])
    return "\n".join(lines)


def _trim(text: str) -> str:
    """No space at the start or end of a line, one for several."""
    while "  " in text:
        text = text.replace("  ", " ")
    return f"\n{text}\n".replace("\n ", "\n").replace(" \n", "\n")[1:-1]


def _blind(text: str) -> str:
    """One name for all parties, and no outlet's name at the end of a line."""
    if any(mark in text for mark in _PARTY_MARKS):
        for party, name in _PARTIES:
            text = text.replace(party, name)
    marks = [mark for mark in _OUTLET_MARKS if mark in text]
    if marks:  # the expression is slow: it only sees the lines that may match
        lines = text.split("\n")
        for row in {row for mark in marks for row, line in enumerate(lines) if mark in line}:
            lines[row] = _OUTLET.sub("", lines[row])
        text = "\n".join(lines)
    return text


def normalize_lines(headlines: Sequence[str]) -> str:
    """Normalise headlines together; line i of the result (joined by line feeds) is headline i."""
    joined = "\n".join(headlines)
    if joined.count("\n") != max(len(headlines) - 1, 0):
        joined = "\n".join(headline.replace("\n", " ") for headline in headlines)
    folded = _trim(to_simplified(_fold_lines(joined)))
    blind = _blind(folded)
    return folded if blind == folded else _trim(blind)


def normalize(headline: str) -> str:
    """The normal form of one headline."""
    return normalize_lines([headline])


def _chunks(text: str) -> list[tuple[int, int]]:
    """Cut text where NFKC works on each piece by itself."""
    cuts = [0]
    for i in range(1, len(text)):
        left, right = text[i - 1], text[i]
        if unicodedata.combining(right):
            continue
        pair = unicodedata.normalize("NFKC", left + right)
        if pair == unicodedata.normalize("NFKC", left) + unicodedata.normalize("NFKC", right):
            cuts.append(i)
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def align(headline: str) -> tuple[str, list[tuple[int, int]]]:
    """Normal form of a headline and, for each of its characters, the span [start, end) in the original."""
    if not headline:
        return "", []
    text = headline.replace("\n", " ")
    pieces: list[tuple[str, tuple[int, int]]] = []
    kept = [(i, c) for i, c in enumerate(_SPACES.sub(" ", text)) if not _DROPPED.match(c)]
    visible = "".join(c for _, c in kept)
    for start, end in _chunks(visible):
        span = (kept[start][0], kept[end - 1][0] + 1) if visible else (0, 0)
        pieces += [(c, span) for c in _fold(visible[start:end])]
    folded = to_simplified("".join(c for c, _ in pieces))
    spans: list[tuple[int, int]] = []
    normal: list[str] = []
    for c, (_, span) in zip(folded, pieces, strict=True):
        if c == " " and (not normal or normal[-1] == " "):
            continue
        normal.append(c)
        spans.append(span)
    if normal and normal[-1] == " ":
        normal.pop()
        spans.pop()
    result = normalize(headline)
    if _blind("".join(normal)).rstrip() != result:  # NFKC reached across a cut: give up the detail, not the truth
        return result, [(0, len(headline))] * len(result)
    return result, spans[: len(result)]  # an outlet's name at the end has no place in the normal form
