"""The normal form of one headline, step by step: one form for Traditional and Simplified, full width and half width.

This is the specification. ``classifier.text.normalize`` takes the same steps on whole batches, with short cuts that
tests hold to this module.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

SPACES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u1680\u2000-\u200a\u2028\u2029\u205f\u2800\u3000\ufffd]")
# Zero-width and bidirectional marks, byte-order mark, variation selectors, fillers (all that Unicode calls default
# ignorable), lone surrogates: invisible, never signal.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\ud800-\udfff]"
)
# What a page's <title> adds behind the headline. A bar, or a dash between spaces, then a name that ends as outlets' do.
OUTLET = re.compile(
    r"(?<=\S)(?: ?\| ?| [-–—_] )[^|\n]{0,10}"
    r"(?:新闻[网云台]?|[日晚时]报|周刊|杂志|电视台?|通讯社|中央社|news)$",
    re.MULTILINE,
)
# The label must not depend on the party: each side is read as the same one (same length, so that spans hold).
PARTIES = (
    ("民进党", "国民党"), ("民众党", "国民党"), ("绿营", "蓝营"), ("白营", "蓝营"), ("绿委", "蓝委"), ("白委", "蓝委"),
    ("绿党团", "蓝党团"), ("白党团", "蓝党团"),
)  # fmt: skip
_SEEN = re.compile("[0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff]")
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def normal_form(headline: str) -> str:
    """The normal form: folded, Simplified, single spaces, one name for all parties, no outlet's name at the end."""
    simplified = single_spaces(simplify(fold(headline.replace("\n", " "))))
    return single_spaces(OUTLET.sub("", one_party(simplified)))


def is_visible(text: str) -> bool:
    """Whether a reader sees anything of a text: whether its normal form is not empty."""
    return bool(_SEEN.search(text)) or bool(normal_form(text))


def fold(text: str) -> str:
    """Control characters become spaces, invisible ones go, then Unicode NFKC and ASCII lower case."""
    visible = INVISIBLE.sub("", SPACES.sub(" ", text))
    return unicodedata.normalize("NFKC", visible).translate(_LOWER)


def simplify(text: str) -> str:
    """OpenCC t2s applied until nothing changes, so that f(f(x)) == f(x) and both scripts meet in one form.

    One pass is not enough: a phrase entry can shield a character in Traditional context and not in Simplified.
    """
    while (converted := convert(text)) != text:
        text = converted
    return text


def convert(text: str) -> str:
    """One pass of OpenCC t2s, of the same length as the text: spans must still lead back to the original."""
    converted = str(converter().convert(text))
    if len(converted) == len(text):
        return converted
    single = [str(converter().convert(character)) for character in text]
    return "".join(new if len(new) == 1 else old for old, new in zip(text, single, strict=True))


@cache
def converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def one_party(text: str) -> str:
    """The text with one name for all parties."""
    for party, name in PARTIES:
        text = text.replace(party, name)
    return text


def single_spaces(line: str) -> str:
    """The line without spaces at its ends, and with one for several."""
    return " ".join(part for part in line.split(" ") if part)
