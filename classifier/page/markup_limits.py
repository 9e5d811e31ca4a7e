"""Markup that no page has, and that would take a parser the square of its length.

These guards are quick and not tight: quotes can hide a tag's end from them. What bounds the time for good is the length
of a page (``MAX_CHARACTERS`` here, a smaller setting in the API).
"""

from __future__ import annotations

import re
from itertools import islice

_MANY_TAGS = 5_000  # below, even the worst nesting is parsed in some hundredths of a second
_DEEPEST_PAGE = 2_000
MAX_TAGS = 60_000  # what is behind is left out; some tags take time for each one before (<rp>: 5 s for this many)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)")
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{10000,}")
_MANY_ATTRIBUTES = 2_000
_SELF_CLOSING = frozenset(
    "p li dt dd td th tr tbody thead tfoot option optgroup br img input meta link hr source col wbr area base embed "
    "param track colgroup rt rp".split()
)


class MarkupError(ValueError):
    """The markup is none of a page's, and parsing it would take very long."""


def first_tags(source: str) -> str:
    """The page up to its ``MAX_TAGS``-th tag."""
    if source.count("<") <= MAX_TAGS:
        return source
    return source[: next(islice(re.finditer("<", source), MAX_TAGS, None)).start()]


def check_markup(source: str) -> None:
    """Raises MarkupError where parsing would take the square of the page's length.

    A parser asks of many a tag whether an open one is in scope, and looks through all that are open; and of every
    attribute whether the tag has it already.
    """
    for tag in _LONG_TAG.finditer(source):
        if len(tag[0].split(None, _MANY_ATTRIBUTES)) > _MANY_ATTRIBUTES:
            raise MarkupError(f"a tag has more than {_MANY_ATTRIBUTES} attributes: this is not the HTML of a page")
    if source.count("<") < _MANY_TAGS:
        return
    depth = 0
    for close, name, rest in _TAG.findall(source):
        if name.lower() not in _SELF_CLOSING and not rest.endswith("/"):  # as the paths of a drawing end
            depth += -1 if close else 1
            if depth > _DEEPEST_PAGE:
                raise MarkupError(f"tags are nested more than {_DEEPEST_PAGE} deep: this is not the HTML of a page")
            depth = max(depth, 0)
