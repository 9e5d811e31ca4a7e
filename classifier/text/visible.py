"""What a reader sees of a text: characters that show nothing, in one list for all that ask.

A headline without a visible character has an empty normal form; nothing else has one.
"""

from __future__ import annotations

import re

# Control characters and spaces of every width become a space; so do the characters that stand for what was lost.
_BLANK = (
    "\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    "\u2800"  # Braille pattern blank
    "\ufffc\ufffd"  # object replacement character, replacement character
)
# These go, and what stands beside them meets: Unicode's Default_Ignorable_Code_Point (soft hyphen, joiners, fillers of
# Hangul, variation selectors, tags), the other format characters that have no shape, and lone surrogates.
_IGNORED = (
    "\xad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
NOTHING_VISIBLE = _BLANK + _IGNORED  # as the members of a regular expression's class
BLANK = re.compile(f"[{_BLANK}]")
IGNORED = re.compile(f"[{_IGNORED}]")
_VISIBLE = re.compile(f"[^{NOTHING_VISIBLE}]")


def is_visible(text: str) -> bool:
    """Whether a reader sees anything of the text."""
    return _VISIBLE.search(text) is not None
