"""The key of a headline: what a dehydrated data set holds instead of a publisher's text."""

from __future__ import annotations

import hashlib
import re

_SILENT = re.compile(r"[\W_]")
LENGTH = 16  # hexadecimal digits


def headline_key(headline: str) -> str:
    """The first 16 hexadecimal digits of SHA-256 of the headline without ``[\\W_]``, in lower case.

    Punctuation, spaces and case do not matter; two different headlines of a million share a key with a probability of
    3e-8.
    """
    bare = _SILENT.sub("", headline).lower()
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]
