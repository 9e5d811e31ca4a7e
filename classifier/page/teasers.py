"""Teasers: one item each, however many lines a page makes of it, and one with a count where it stands twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from classifier.page.document import Block
from classifier.page.lines import Line
from classifier.page.roles import BOILERPLATE, RECOMMENDATION
from classifier.page.wording import bare, is_excerpt, is_no_title, title_of
from classifier.text.batch import Floats

_APART = 6  # lines between the first and the last of a teaser
_TITLES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "dt"))
_BESIDE = 4  # lines behind a picture in which its title stands
_SHORTEST_STEM = 6  # characters of a cut teaser that tell it


def one_item_each(numbers: NDArray[np.int64], lines: Sequence[Line], probabilities: Floats) -> NDArray[np.int64]:
    """Role numbers of the lines, of the lines of one teaser only its title a recommendation.

    A teaser's lines link to one address, or stand with such lines in an element that links nowhere else. Its picture's
    text and its excerpt become boilerplate where another line is the title.
    """
    numbers = numbers.copy()
    for i in np.flatnonzero(numbers == RECOMMENDATION).tolist():
        if is_no_title(lines[i]):
            numbers[i] = BOILERPLATE
    roles = numbers.copy()
    for places in _teasers(numbers, lines):
        if all(lines[place].alt for place in places) and (title := _unlinked_title(places, lines)) is not None:
            roles[title] = RECOMMENDATION
            lines[title].href = lines[places[0]].href  # the picture leads where the title would
            places = [*places, title]
        if len(places) < 2:
            continue
        said = bare(lines[_title(places, lines, probabilities)].text)
        for place in places:
            text = bare(title_of(lines[place].text))
            if not (text == said or _is_cut(lines[place].text, said)):
                roles[place] = BOILERPLATE
    return roles


def _is_cut(text: str, whole: str) -> bool:
    stem = bare(text)
    return len(stem) >= _SHORTEST_STEM and (whole.startswith(stem) or stem.startswith(whole))


def _teasers(numbers: NDArray[np.int64], lines: Sequence[Line]) -> list[list[int]]:
    """Places of the lines of each teaser."""
    found: list[list[int]] = []
    latest: dict[str, list[int]] = {}
    for i in np.flatnonzero(numbers == RECOMMENDATION).tolist():
        line = lines[i]
        if line.href and not line.href.startswith(("#", "javascript:")):
            places = latest.get(line.href)
            if places is None or i - places[-1] > _APART:
                latest[line.href] = places = []
                found.append(places)
            places.append(i)
        elif found and i - found[-1][-1] <= _APART and line.containers and _same_card(lines, found[-1], i):
            found[-1].append(i)
        else:
            found.append([i])
    return found


def _unlinked_title(places: Sequence[int], lines: Sequence[Line]) -> int | None:
    """The place of the heading beside a picture that alone is linked."""
    for place in range(places[-1] + 1, min(places[-1] + _BESIDE, len(lines))):
        line = lines[place]
        if line.alt or line.href is not None:
            return None
        if (line.tags & _TITLES or "title" in line.near) and _same_card(lines, places, place):
            return place
    return None


def _same_card(lines: Sequence[Line], places: Sequence[int], place: int) -> bool:
    """Whether an unlinked line stands with a teaser's lines in an element that links nowhere else."""
    href = lines[places[0]].href
    common = set(lines[places[0]].containers) & set(lines[place].containers)
    if href is None or not common:
        return False
    card = max(common)
    around = range(max(0, places[0] - _APART), min(len(lines), place + _APART))
    return all(lines[j].href in (None, href) for j in around if card in lines[j].containers)


def _title(places: Sequence[int], lines: Sequence[Line], probabilities: Floats) -> int:
    """The place of the line that is a teaser's title: seen text before a picture's, a heading before an excerpt."""

    def rank(place: int) -> tuple[bool, bool, bool, float]:
        line = lines[place]
        return (
            not line.alt,
            not is_excerpt(line.text),
            bool(line.tags & _TITLES) or "title" in line.near,
            float(probabilities[place, RECOMMENDATION]),
        )

    return max(places, key=rank)


def merge_repeated(blocks: Sequence[Block]) -> list[Block]:
    """Recommendations that say the same are one with a count: image text and title, or one item in two lists.

    A teaser cut with dots is the same as the whole one of the same link; the longer text stays.
    """
    result: list[Block] = []
    by_text: dict[str, int] = {}
    by_link: dict[str, int] = {}
    for block in blocks:
        if block.role not in ("recommendation", "headline"):
            result.append(block)
            continue
        said = block.role + bare(block.text)
        place = by_text.get(said)
        if place is None and block.href and (other := by_link.get(block.role + block.href)) is not None:
            short, long = sorted((block.text, result[other].text), key=len)
            stem = short.rstrip("….⋯ ")
            if len(stem) >= _SHORTEST_STEM and long.startswith(stem):
                place = other
        if place is None:
            by_text[said] = len(result)
            if block.href:
                by_link.setdefault(block.role + block.href, len(result))
            result.append(block)
            continue
        first = result[place]
        result[place] = replace(
            first,
            role_score=max(first.role_score, block.role_score),
            text=max(first.text, block.text, key=len),
            href=first.href or block.href,
            count=first.count + 1,
        )
    return result
