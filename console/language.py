"""The language of the person at the terminal."""

from __future__ import annotations

import os


def language() -> str:
    """``zh-TW`` where the locale is Chinese, else ``en`` (POSIX: LC_ALL before LC_MESSAGES before LANG)."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh-TW" if locale.lower().startswith("zh") else "en"
