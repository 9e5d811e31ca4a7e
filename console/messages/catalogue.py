"""The catalogues: GNU gettext, made by ``python -m tools.messages`` from ``zh_TW/LC_MESSAGES/clickbait.po``."""

from __future__ import annotations

import os
from functools import cache, cached_property
from gettext import GNUTranslations, NullTranslations

from console.messages.language import ENGLISH, language

FOLDER = os.path.dirname(__file__)  # pathlib would take time to import, in commands that need none


class Catalogue(GNUTranslations):
    """A catalogue that also tells which messages it holds."""

    @cached_property
    def messages(self) -> dict[str, str]:
        """The translation of each message."""
        return {key: text for key, text in self._catalog.items() if key and text}  # type: ignore[attr-defined]


def mo_file(name: str) -> str:
    """Where the compiled catalogue of a language lies."""
    return os.path.join(FOLDER, name, "LC_MESSAGES", "clickbait.mo")


@cache
def catalogue_of(name: str) -> Catalogue | None:
    """The catalogue of a language, read once; None for English, which is what the code is written in."""
    if name == ENGLISH:
        return None
    with open(mo_file(name), "rb") as file:
        return Catalogue(file)


def gettext(message: str) -> str:
    """The message in the reader's language."""
    return (catalogue_of(language()) or NullTranslations()).gettext(message)
