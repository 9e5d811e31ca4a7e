"""What reading a headline takes besides words: the tables and lists of ``classifier.text`` and ``classifier.headline``.

The modules in the browser hold none of their own, so that a list is changed in one place.
"""

from __future__ import annotations

import sys
import unicodedata
from itertools import groupby
from typing import Any

from classifier.headline.plain_style import HIDDEN, RUN
from classifier.headline.style_names import CAP, LENGTHS, NAMES, SEGMENTS
from classifier.text import character_classes as classes
from classifier.text import outlets
from classifier.text.lexicon import STYLE_CLASSES, TOPIC_CLASSES
from classifier.text.normal_form import PARTIES
from classifier.text.terms import CLASS_MARK, MARK, PAIR_MARK, SIZES
from classifier.text.variants import forms, phrases
from classifier.text.visible import BLANK, IGNORED

CLASSES = (
    "FEED", "EDGE", "MUTE", "DIGIT", "LETTER", "COUNTER", "FIGURE", "QUOTE_OPENS", "QUOTE_CLOSES", "COLON", "SLASH",
    "DOT", "EXCLAMATION", "QUESTION", "SURNAME",
)  # fmt: skip


def reading_lists() -> dict[str, Any]:
    """The lists as plain values for JSON."""
    names, sections, longest = outlets.names()
    table = forms()
    return {
        "blank": BLANK.pattern,
        "ignored": IGNORED.pattern,
        "combining": _combining(),
        "forms": ["".join(map(chr, table)), "".join(table.values())],
        "phrases": phrases(),
        "parties": PARTIES,
        "outlets": {"bars": outlets.BARS, "names": sorted(names), "sections": sections, "longest": longest},
        "classes": {name: classes.MEMBERS[getattr(classes, name)] for name in CLASSES},
        "first_given": classes.FIRST_GIVEN,
        "not_given": "".join(sorted(classes.NOT_GIVEN)),
        "marks": {"edge": MARK, "pair": PAIR_MARK, "class": CLASS_MARK},
        "sizes": SIZES,
        "style": {
            "names": NAMES, "cap": CAP, "lengths": LENGTHS, "segments": SEGMENTS, "hidden": HIDDEN, "run": RUN,
            "classes": STYLE_CLASSES,
        },
        "topics": TOPIC_CLASSES,
    }  # fmt: skip


def _combining() -> list[tuple[int, int]]:
    """Runs of characters that compose with the one before them: JavaScript has no look-up of this property."""
    found = []
    runs = groupby(range(sys.maxunicode + 1), key=lambda code: unicodedata.combining(chr(code)) > 0)
    for combines, run in runs:
        if combines:
            codes = list(run)
            found.append((codes[0], codes[-1]))
    return found
