"""Segmentation into jieba tokens: ``rjieba`` (Rust) as the fast engine, ``jieba`` as reference and fallback.

Both run with the HMM off and with the project lexicon loaded, so they give the same tokens.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from functools import cache
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any, Protocol

from classifier.extras import require
from classifier.text.lexicon import Entry, words


class Tokenizer(Protocol):
    """Cuts a text without losing a character; a line feed is always a token of its own."""

    name: str

    def cut(self, text: str) -> list[str]:
        """Tokens of the text, in order; joined they give the text back."""


class RustJieba:
    """rjieba with the project lexicon (or other entries)."""

    name = "rjieba"

    def __init__(self, entries: Sequence[Entry] | None = None) -> None:
        self._engine = _extension().Jieba()
        self._entries = entries
        for entry in words() if entries is None else entries:
            self._engine.add_word(entry.word, entry.frequency, entry.classes[0])

    def cut(self, text: str) -> list[str]:
        tokens: list[str] = self._engine.cut(text, False)
        return tokens

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        """The compiled engine has no state to send: the other process makes one, or takes the one that it has."""
        return (tokenizer, (self.name,)) if self._entries is None else (RustJieba, (self._entries,))


def _extension() -> ModuleType:
    """The compiled module inside rjieba, without the package around it.

    The package makes an engine of its own when it is imported, with a second dictionary that takes 0.1 s and 26 MB.
    """
    name = "rjieba.rjieba"
    if name not in sys.modules:
        package = importlib.util.find_spec("rjieba")
        spec = PathFinder.find_spec(name, package.submodule_search_locations) if package else None
        if spec is None or spec.loader is None:
            raise ModuleNotFoundError("rjieba is not installed")
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


class PythonJieba:
    """jieba with the project lexicon."""

    name = "jieba"

    def __init__(self) -> None:
        import logging

        require("the tokenizer 'jieba'", "jieba")
        import jieba

        jieba.setLogLevel(logging.WARNING)
        self._engine = jieba.Tokenizer()
        self._engine.initialize()
        for entry in words():
            # jieba adds the frequency to its total without taking the old one off; rjieba takes it off.
            self._engine.total -= self._engine.FREQ.get(entry.word, 0)
            self._engine.add_word(entry.word, entry.frequency, entry.classes[0])

    def cut(self, text: str) -> list[str]:
        return list(self._engine.cut(text, HMM=False))

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return tokenizer, (self.name,)


@cache
def tokenizer(name: str | None = None) -> Tokenizer:
    """The engine of that name; without a name the fastest one installed.

    Raises ValueError for an unknown name.
    """
    if name is None:
        return tokenizer("rjieba" if importlib.util.find_spec("rjieba") else "jieba")
    if name not in ("rjieba", "jieba"):
        raise ValueError(f"unknown tokenizer {name!r}: use 'rjieba' or 'jieba'")
    return RustJieba() if name == "rjieba" else PythonJieba()
