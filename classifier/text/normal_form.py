"""The normal form of one headline, step by step: one form for every script, way of writing, and width.

This is the specification. ``classifier.text.normalize`` takes the same steps on whole batches, with short cuts that
tests hold to this module. No step drops a visible character, except the name of a known outlet behind the headline.
"""

from __future__ import annotations

import unicodedata

from classifier.text.outlets import without_outlet
from classifier.text.variants import unify
from classifier.text.visible import BLANK, IGNORED

# The label must not depend on the party: each side is read as the same one (same length, so that spans hold).
PARTIES = (
    ("民进党", "国民党"), ("民众党", "国民党"), ("绿营", "蓝营"), ("白营", "蓝营"), ("绿委", "蓝委"), ("白委", "蓝委"),
    ("绿党团", "蓝党团"), ("白党团", "蓝党团"),
)  # fmt: skip
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def normal_form(headline: str) -> str:
    """What the score is made of: the news key with one name for all parties."""
    return one_party(news_key(headline))


def news_key(headline: str) -> str:
    """What tells one piece of news from another: folded, in one form, single spaces, no outlet's name at the end."""
    return without_outlet(single_spaces(unify(fold(headline))))


def fold(text: str) -> str:
    """Blank characters become spaces, ignored ones go, then Unicode NFKC and ASCII lower case."""
    visible = IGNORED.sub("", BLANK.sub(" ", text))
    return unicodedata.normalize("NFKC", visible).translate(_LOWER)


def one_party(text: str) -> str:
    """The text with one name for all parties."""
    for party, name in PARTIES:
        text = text.replace(party, name)
    return text


def single_spaces(line: str) -> str:
    """The line without spaces at its ends, and with one for several."""
    return " ".join(part for part in line.split(" ") if part)
