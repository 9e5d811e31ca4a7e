"""Classes of characters: declared as text, looked up as bits. One look-up answers every question that a feature asks.

A class is a bit, and ``MEMBERS`` lists its characters. Two classes are ranges: ``HAN``, and ``GIVEN``, what may be part
of a given name. With the tokenizer's HMM off an unknown name falls apart into a surname and single characters.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from classifier.text.lexicon import styled
from classifier.text.normal_form import normal_form
from classifier.text.variants import unify

Kinds = NDArray[np.uint32]

(
    FEED, EDGE, MUTE, DIGIT, LETTER, COUNTER, FIGURE, QUOTE_OPENS, QUOTE_CLOSES, COLON, SLASH, DOT,
    EXCLAMATION, QUESTION, SURNAME, GIVEN, HEAD, HAN, ABOVE,
) = (1 << bit for bit in range(19))  # fmt: skip
MARKS = QUOTE_OPENS | QUOTE_CLOSES | COLON | SLASH | DOT | EXCLAMATION | QUESTION

MEMBERS = {
    FEED: "\n",
    EDGE: "\n !?,:;/|。》〉】]",  # between segments
    MUTE: "!?.。」』”~) ",  # what may follow the last character that speaks
    DIGIT: "0123456789",
    LETTER: "abcdefghijklmnopqrstuvwxyz",
    COUNTER: unify("招款类种大步个组句字张动作族点事件则位理由错"),
    FIGURE: unify("元亿万千百%年月日人岁度级分点时例件次兆米公吨坪倍票席比名户台辆家届户路号"),
    QUOTE_OPENS: "「『“",
    QUOTE_CLOSES: "」』”",
    COLON: ":",
    SLASH: "/》〉】",
    DOT: ".",
    EXCLAMATION: "!",
    QUESTION: "?",
    SURNAME: normal_form(
        "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋"
        "鄧杜傅侯曹薛丁卓馬董唐藍蔣石古紀姚連歐程湯康田姜汪白鄒尤巫鐘黎塗龔嚴韓袁金童陸夏柳伍温馮俞倪秦童史孔孟"
    ),
    HEAD: "".join({word[0]: None for word in styled()}),  # of a style word
}
FIRST_GIVEN = "\u4e00"  # from here on, but not these: function words and style words
NOT_GIVEN = frozenset(
    normal_form(
        "的了是在有和與及或也都就不沒未將被把讓給對從到為因但而又再還已曾能會可要想去來"
        "上下中內外前後大小多少一二三四五六七八九十"
    )
) | {word for word in styled() if len(word) == 1}  # fmt: skip
_HAN = slice(0x3400, 0xA000)
_LAST = 0xFFFF  # higher code points are read as this one, of class ABOVE


@cache
def _table() -> Kinds:
    table = np.zeros(_LAST + 1, np.uint32)
    table[_HAN] |= HAN
    table[ord(FIRST_GIVEN) :] |= GIVEN
    table[[ord(c) for c in NOT_GIVEN]] &= ~np.uint32(GIVEN)
    table[_LAST] |= ABOVE
    for bit, characters in MEMBERS.items():
        table[[ord(c) for c in set(characters)]] |= bit
    return table


def kinds_of(codes: NDArray[np.uint32]) -> Kinds:
    """The classes of each character, shape as codes."""
    return _table().take(codes, mode="clip")
