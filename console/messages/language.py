"""The language of the person at the terminal, after the rules of GNU gettext: LANGUAGE, LC_ALL, LC_MESSAGES, LANG."""

from __future__ import annotations

import os
import sys

ENGLISH, TAIWAN, CHINA = "en", "zh_TW", "zh_CN"
_SIMPLIFIED = {"hans", "cn", "sg", "my", "chs"}
_PROBE = "標題"  # in every Chinese character set, the simplified ones for Windows among them


def language() -> str:
    """``zh_TW``, ``zh_CN`` or ``en``: the first language of the environment that there are messages in.

    ``C`` and ``POSIX`` are English, as are streams that have no Chinese characters.
    """
    found = next((known for name in _names() if (known := _known(name))), ENGLISH)
    return found if found == ENGLISH or _printable() else ENGLISH


def wording() -> str:
    """The language as ``classifier.headline.wording`` names it."""
    return ENGLISH if language() == ENGLISH else "zh-TW"


def _names() -> list[str]:
    environment = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, environment), "")
    if locale in ("C", "POSIX"):  # as scripts set it that read messages: LANGUAGE does not count then
        return []
    if languages := os.environ.get("LANGUAGE"):
        return languages.split(":")
    return [locale or _system()]


def _system() -> str:
    """What the system says where the environment says nothing, as on Windows and for programs of a Mac's desktop."""
    if sys.platform not in ("win32", "darwin"):
        return ""
    from locale import getlocale  # not where the environment decides: it takes time to import

    return getlocale()[0] or ""


def _known(name: str) -> str | None:
    """The catalogue for a locale such as ``zh_HK.UTF-8``, ``zh-Hant`` or ``Chinese (Simplified)_China.936``."""
    tag = name.partition("@")[0].partition(".")[0].lower()
    parts = tag.replace("-", "_").replace("(", "_").replace(")", "_").replace(" ", "").split("_")
    if parts[0] in ("zh", "chinese"):
        simplified = "hant" not in parts and (not _SIMPLIFIED.isdisjoint(parts) or "simplified" in parts)
        return CHINA if simplified else TAIWAN
    return ENGLISH if parts[0] in ("en", "english", "c", "posix") else None


def _printable() -> bool:
    """Whether both streams can print Chinese: English is better to read than escapes."""
    try:
        for stream in (sys.stdout, sys.stderr):
            _PROBE.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
