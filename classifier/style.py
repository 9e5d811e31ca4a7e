"""Style features: what clickbait does, counted by position.

Each feature counts *hits* (at most ``CAP`` a headline), and each hit has a span, so a style weight can be
shown where it came from. Word classes come from the lexicon: a run of tokens of class ``teaser`` counts as
``teaser``, and by place as ``teaser@first``, ``@last`` (segment), ``@end`` (of the headline), ``@quote``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.lexicon import lexicon
from classifier.normalize import normalize
from classifier.table import KeyTable
from classifier.text import LINE_FEED, Batch, Integers, hash_terms

CAP = 2
RUN = 4  # a lexicon word is looked for in runs of up to so many tokens
CLASSES = tuple(sorted({entry.style for entry in lexicon() if entry.style}))
PLACES = ("", "@first", "@last", "@end", "@quote")
LENGTHS = (10, 13, 16, 19, 22, 25, 29, 34)  # upper bounds in characters; a last class is above
SEGMENTS = 5
_MARKS = ("!", "!@end", "?", "?@end", "...", "...@end", "+!", "!!")
_QUOTES = ("quote", "quote@short", "quote@long", "quote@end", "quote@start")
_SHAPES = ("colon@early", "colon@late", "slash", "number", "counter", "figure", "latin", "person", "person@first")
_WHOLE = ("unnamed", "nobody", "wordless")
NAMES: tuple[str, ...] = (
    *(c + p for c in CLASSES for p in PLACES), *_MARKS, *_QUOTES, *_SHAPES, *_WHOLE,
    *(f"length<={n}" for n in LENGTHS), f"length>{LENGTHS[-1]}",
    *(f"segments={n}" for n in range(1, SEGMENTS)), f"segments>={SEGMENTS}",
)  # fmt: skip
_INDEX = {name: i for i, name in enumerate(NAMES)}

_PAUSES = " !?,:;/|。》〉】]"
_COUNTERS = "招款类种大步个组句字张动作族点事件则位理由错"
_UNITS = "元亿万千百%年月日人岁度级分点时例件次兆米公吨坪倍票席比名户台辆家届户路号"
_SURNAMES = normalize(
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋"
    "鄧杜傅侯曹薛丁卓馬董唐藍蔣石古紀姚連歐程湯康田姜汪白鄒尤巫鐘黎塗龔嚴韓袁金童陸夏柳伍温馮俞倪秦童史孔孟"
)
_FUNCTION = normalize(
    "的了是在有和與及或也都就不沒未將被把讓給對從到為因但而又再還已曾能會可要想去來"
    "上下中內外前後大小多少一二三四五六七八九十"
)


@cache
def _set(characters: str) -> NDArray[np.bool_]:
    """Membership by code point, shape (65536,)."""
    table = np.zeros(1 << 16, np.bool_)
    table[[ord(c) for c in characters]] = True
    return table


@dataclass(frozen=True)
class Hits:
    """Occurrences of style features: parallel arrays of headline, feature number and span."""

    row: Integers
    feature: Integers
    start: Integers
    end: Integers


class _Collector:
    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._parts: list[tuple[Integers, Integers, Integers, Integers]] = []

    def add(self, name: str, start: Integers, end: Integers) -> None:
        self.add_many(np.full(len(start), _INDEX[name]), start, end)

    def add_many(self, feature: Integers, start: Integers, end: Integers) -> None:
        self._parts.append((self._batch.row[start], feature, start, end))

    def whole(self, feature: Integers | str, rows: Integers, opens: Integers) -> None:
        """Hits that no smaller span carries: they span the headline."""
        numbers = np.full(len(rows), _INDEX[feature]) if isinstance(feature, str) else feature
        self._parts.append((rows, numbers, opens[rows] + 1, opens[rows + 1]))

    def capped(self) -> Hits:
        row, feature, start, end = (np.concatenate(part) for part in zip(*self._parts, strict=True))
        key = row * len(NAMES) + feature
        order = np.argsort(key, kind="stable")
        key = key[order]
        fresh = np.concatenate(([True], key[1:] != key[:-1])) if len(key) else np.empty(0, np.bool_)
        first = np.maximum.accumulate(np.where(fresh, np.arange(len(key)), 0))
        kept = order[np.arange(len(key)) - first < CAP]
        return Hits(row[kept], feature[kept], start[kept], end[kept])


@cache
def _classes() -> tuple[KeyTable, Integers]:
    styles = {entry.word: entry.style for entry in lexicon() if entry.style}
    return KeyTable(hash_terms(list(styles))), np.array([CLASSES.index(name) for name in styles.values()])


class _Layout:
    """Segments, quotes and character classes of a batch."""

    def __init__(self, batch: Batch) -> None:
        codes = np.minimum(batch.codes, 0xFFFF)
        self.codes, self.row = codes, batch.row
        self.opens = np.flatnonzero(codes == LINE_FEED)  # one for each headline, and the last mark
        pause = _set(_PAUSES)[codes]
        edge = pause | (codes == LINE_FEED)
        begins = ~edge & np.concatenate(([True], edge[:-1]))
        number = np.cumsum(begins)
        self.segment = number - number[self.opens[batch.row]]
        self.segments = np.diff(number[self.opens])
        level: Integers = np.cumsum(_set("「『“")[codes]) - np.cumsum(_set("」』”")[codes])
        self.quoted: NDArray[np.bool_] = level > level[self.opens[batch.row]]
        mute = _set("!?.。」』”~)」 \n")[codes]  # the last character that speaks
        spoken = np.where(mute, -1, np.arange(len(codes)))
        ends = np.arange(len(codes)) + batch.room
        self.last_spoken = np.maximum.accumulate(spoken)[ends]
        self.digit = _set("0123456789")[codes]


def style_hits(batch: Batch) -> Hits:
    """All hits of the batch, sorted by headline and feature, at most ``CAP`` a feature and headline."""
    out, layout = _Collector(batch), _Layout(batch)
    named = _words(batch, layout, out)
    _punctuation(batch, layout, out)
    _numbers(layout, out)
    length = np.diff(layout.opens) - 1
    rows = np.flatnonzero(length > 0)
    base = _INDEX[f"length<={LENGTHS[0]}"]
    out.whole(base + np.searchsorted(LENGTHS, length[rows]), rows, layout.opens)
    base = _INDEX["segments=1"]
    out.whole(base + np.clip(layout.segments[rows], 1, SEGMENTS) - 1, rows, layout.opens)
    out.whole("nobody", rows[~named[rows]], layout.opens)
    return out.capped()


def _words(batch: Batch, layout: _Layout, out: _Collector) -> NDArray[np.bool_]:
    """Word classes by place, and person names; answers which headlines name a person."""
    table, numbers = _classes()
    start, end = batch.token_start, batch.token_end
    # Runs of tokens; one over a gap holds white space, which no word of the lexicon does, so it is never found.
    runs = [(start[: len(start) - k], end[k:]) for k in range(min(RUN, len(start)))] or [(start, end)]
    first, last = (np.concatenate(part) for part in zip(*runs, strict=True))
    found = table.find(batch.spans(first, last))
    member = found >= 0
    s, e, category = first[member], last[member], numbers[found[member]]
    segment = layout.segment[s]
    count = layout.segments[batch.row[s]]
    places: list[Any] = [
        np.ones(len(s), np.bool_),
        (segment <= 1) & (count > 1),
        (segment == count) & (count > 1),
        e - 1 == layout.last_spoken[s],
        layout.quoted[s],
    ]
    for place, here in enumerate(places):
        out.add_many(category[here] * len(PLACES) + place, s[here], e[here])
    # With the HMM off an unknown name falls apart: a surname, then single characters.
    single = (
        (end - start == 1)
        & (layout.codes[start] >= 0x4E00)
        & ~_set(_FUNCTION)[layout.codes[start]]
        & (found[: len(start)] < 0)
    )
    follows = np.concatenate((single[1:] & (batch.token_row[1:] == batch.token_row[:-1]), [False]))[: len(start)]
    person = np.flatnonzero(_set(_SURNAMES)[layout.codes[start]] & (end - start == 1) & follows)
    out.add("person", start[person], end[person + 1])
    early = person[layout.segment[start[person]] <= 1]
    out.add("person@first", start[early], end[early + 1])
    named = np.zeros(batch.count, np.bool_)
    named[batch.token_row[person]] = True
    hidden = np.isin(category, [CLASSES.index("nameless"), CLASSES.index("pronoun")]) & ~named[batch.row[s]]
    out.add("unnamed", s[hidden], e[hidden])
    worded = np.zeros(batch.count, np.bool_)
    worded[batch.row[s]] = True
    out.whole("wordless", np.flatnonzero(~worded & (np.diff(layout.opens) > 1)), layout.opens)
    return named


def _punctuation(batch: Batch, layout: _Layout, out: _Collector) -> None:
    codes = layout.codes
    after = np.append(codes[1:], LINE_FEED)
    before = np.concatenate(([LINE_FEED], codes[:-1]))
    for mark in "!?":
        at = np.flatnonzero(codes == ord(mark))
        out.add(mark, at, at + 1)
        closing = at[after[at] == LINE_FEED]
        out.add(f"{mark}@end", closing, closing + 1)
        if mark == "!":
            early = at[(at - layout.opens[batch.row[at]] <= 8) & (after[at] != LINE_FEED)]
            out.add("+!", early, early + 1)
            double = at[np.isin(after[at], [ord("!"), ord("?")])]
            out.add("!!", double, double + 2)
    dots = np.flatnonzero((codes == ord(".")) & (after == ord(".")) & (before != ord(".")))
    out.add("...", dots, dots + 2)
    closing = dots[batch.room[dots] <= 7]
    out.add("...@end", closing, closing + 2)
    opening = np.flatnonzero(_set("「『“")[codes])
    closing = np.flatnonzero(_set("」』”")[codes])
    if len(closing):
        match = closing[np.minimum(np.searchsorted(closing, opening), len(closing) - 1)]
        paired = (match > opening) & (batch.row[match] == batch.row[opening])
        opening, match = opening[paired], match[paired] + 1
        size = match - opening - 2
        out.add("quote", opening, match)
        out.add("quote@short", opening[size <= 5], match[size <= 5])
        out.add("quote@long", opening[size >= 9], match[size >= 9])
        final = codes[match] == LINE_FEED
        out.add("quote@end", opening[final], match[final])
        initial = before[opening] == LINE_FEED
        out.add("quote@start", opening[initial], match[initial])
    colon = np.flatnonzero(codes == ord(":"))
    early_colon = colon - layout.opens[batch.row[colon]] <= 9
    out.add("colon@early", colon[early_colon], colon[early_colon] + 1)
    out.add("colon@late", colon[~early_colon], colon[~early_colon] + 1)
    slash = np.flatnonzero(_set("/》〉】")[codes])
    slash = slash[slash - layout.opens[batch.row[slash]] <= 12]
    out.add("slash", slash, slash + 1)


def _numbers(layout: _Layout, out: _Collector) -> None:
    codes, digit = layout.codes, layout.digit
    before = np.concatenate(([False], digit[:-1]))
    start = np.flatnonzero(digit & ~before)
    end = np.flatnonzero(digit & ~np.append(digit[1:], False)) + 1
    out.add("number", start, end)
    unit = codes[end]
    for name, characters in (("counter", _COUNTERS), ("figure", _UNITS)):
        here = _set(characters)[unit]
        out.add(name, start[here], end[here] + 1)
    letter = (codes >= ord("a")) & (codes <= ord("z"))
    start = np.flatnonzero(letter & ~np.concatenate(([False], letter[:-1])))
    end = np.flatnonzero(letter & ~np.append(letter[1:], False)) + 1
    out.add("latin", start, end)
