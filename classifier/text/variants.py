"""One form for the characters that are written one for another: Traditional and Simplified, Taiwan, Hong Kong, Japan.

Each character has one form whatever stands beside it. So a headline gives the same text in whichever way it is
written, and every character keeps its place: conversion by phrases, which OpenCC does, keeps neither promise (着 and 著
stay apart, and 乾 is 干 or 乾). The forms are not always the Simplified spelling, then (著名 is 着名);
``respelled.txt`` tells the tokenizer how jieba's words are spelled in them.

``opencc.txt`` is generated from OpenCC's dictionaries (``tools.variants``), ``variants.txt`` is written by hand and has
phrases too, for what no single character tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files


def read_groups(name: str) -> Iterator[tuple[str, str]]:
    """The lines of one of the files: the form that stays, and all that become it."""
    for line in (files("classifier.text") / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kept, others = line.split(" ")
            yield kept, others


@cache
def forms() -> dict[int, str]:
    """The form of each character that has another one, for ``str.translate``."""
    found = {ord(other): kept for kept, others in read_groups("opencc.txt") for other in others}
    own: dict[str, str] = {}
    for kept, others in read_groups("variants.txt"):
        if len(kept) == 1:
            own |= {found.get(ord(other), other): found.get(ord(kept), kept) for other in others}
    own = {other: kept for other, kept in own.items() if other != kept}
    if several := sorted(own.keys() & own.values()):
        raise ValueError(f"variants.txt: {', '.join(several)} both stay and become another")
    return {
        **{code: own.get(kept, kept) for code, kept in found.items()},
        **{ord(other): kept for other, kept in own.items()},
    }


@cache
def phrases() -> tuple[tuple[str, str], ...]:
    """Pairs of a phrase in the forms of its characters and the phrase of the same length that takes its place."""
    pairs = [(others, kept) for kept, others in read_groups("variants.txt") if len(kept) > 1]
    return tuple((other.translate(forms()), kept.translate(forms())) for other, kept in pairs)


def unify(text: str) -> str:
    """The text in one form, of the same length; it may hold several lines."""
    return unify_phrases(text.translate(forms()))


def unify_phrases(text: str) -> str:
    """What is left to do once each character has its form."""
    for other, kept in phrases():
        if other in text:
            text = text.replace(other, kept)
    return text
