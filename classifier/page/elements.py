"""What the markup of one element says: the kinds of words in its names, and whether it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

NAMES = 300  # characters of class names that are read: they stay in a cache
# Words in class names and ids, gathered by what sites mean with them.
_CLASS_WORDS = {
    "nav": "nav navi menu breadcrumb crumb crumbs channel topbar toolbar header masthead logo lang search",
    "footer": "footer foot copyright bottom legal disclaimer",
    "related": "related relate relation recommend recommended rec recomm more also read extend further next prev "
    "previous you like maybe guess",
    "popular": "hot popular rank ranking top trending trend most latest realtime instant newest breaking ticker "
    "marquee",
    "sponsored": "ad ads adv advert advertisement banner promo promotion sponsor sponsored native taboola outbrain "
    "popin dable commerce shop deal",
    "content": "content article story post entry body text paragraph editor main news detail",
    "comment": "comment comments reply replies discuss discussion message forum push floor",
    "share": "share social like likes fb facebook line twitter follow subscribe newsletter count counter view views",
    "tag": "tag tags keyword keywords topic label category cate cat chip badge kicker",
    "byline": "author byline reporter writer date time timestamp meta info source publish published credit",
    "title": "title headline subject heading hl tit",
    "caption": "caption photo figure gallery image img pic cap",
    "list": "list item items card cards widget block box grid row stream feed carousel slide slider swiper",
    "side": "aside side sidebar right rail left column",
    "login": "login member account user cookie consent paywall pay app download modal popup donate sponsorform form",
    "hidden": "hidden hide invisible none sr visually offscreen noscript",
    "rule": "rule rules notice policy terms tips tip hint",
}
_KIND_OF_WORD = {word: kind for kind, words in _CLASS_WORDS.items() for word in words.split()}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_UNSEEN = frozenset(("noscript", "option"))
_SHORTEST_PART = 3  # letters of a word that another is run together with
_NOT_SHOWN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)


def class_kinds(names: str) -> frozenset[str]:
    """Which kinds of words stand in class names and ids; ``newslist`` holds two."""
    found: set[str] = set()
    for word in _WORD.findall(names):
        found.update(_kinds_of(word.lower()))
    return frozenset(found)


@lru_cache(maxsize=4096)
def _kinds_of(word: str) -> tuple[str, ...]:
    if kind := _KIND_OF_WORD.get(word):
        return (kind,)
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        parts = _KIND_OF_WORD.get(word[:cut]), _KIND_OF_WORD.get(word[cut:])
        if parts[0] and parts[1]:
            return (parts[0], parts[1])
    return ()


def hiding(tag: str, attributes: Mapping[str, str | None]) -> str | None:
    """How the element hides what it holds: ``hidden`` from everybody, ``aria`` from screen readers only, or None."""
    style = attributes.get("style")
    if tag in _UNSEEN or "hidden" in attributes or style and _NOT_SHOWN.search(style):
        return "hidden"
    return "aria" if attributes.get("aria-hidden") == "true" else None


@lru_cache(maxsize=4096)
def path_step(tag: str, classes: str, name: str) -> tuple[str, frozenset[str]]:
    """How an element stands in a path, and the kinds of words in its names."""
    first = classes.split(None, 1) or name.split(None, 1)
    return f"{tag}.{first[0]}" if first else tag, class_kinds(f"{classes} {name}")
