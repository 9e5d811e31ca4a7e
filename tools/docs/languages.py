"""The two languages of the documents, and where the pages of each lie."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from tools.imports import ROOT

Language = Literal["zh-TW", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)  # the first one is the site's own
DOCS = ROOT / "docs"
_LOCALES: dict[Language, str] = {"zh-TW": "zh_TW.UTF-8", "en": "C.UTF-8"}


def folder(language: Language) -> Path:
    """The folder with the pages of a language; English lies in ``docs/`` itself, where links have always led."""
    return DOCS if language == "en" else DOCS / language


def pages(language: Language) -> list[Path]:
    """The pages that people wrote, by name."""
    return sorted(folder(language).glob("*.md"))


def readme(language: Language) -> Path:
    """The README of a language."""
    return ROOT / ("README.md" if language == "en" else f"README.{language}.md")


def of(page: Path) -> Language:
    """The language that a page is written in, by its place or name."""
    return "zh-TW" if page.parent.name == "zh-TW" or page.name.endswith(".zh-TW.md") else "en"


def locale(language: Language) -> dict[str, str]:
    """The variables that have a command speak the language; the system need not have the locale."""
    return {"LC_ALL": _LOCALES[language], "LANGUAGE": language.replace("-", "_"), "PYTHONUTF8": "1"}
