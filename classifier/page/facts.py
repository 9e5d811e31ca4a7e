"""Structure features of the lines of a page: named facts, each true or not of a line.

What a line is made of (length, links, punctuation, dates), where it stands (tags, words in class names, position, the
container that holds most of the text), what stands around it (neighbours, a section title above), and whether the page
calls it its title. The same functions serve HTML and copied text; text has no markup, so those facts are never true.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from classifier.page.lines import Line
from classifier.page.surroundings import neighbour_facts, section_facts
from classifier.page.whole_page import main_part_facts, overlap_facts, repeat_facts, title_facts
from classifier.page.wording import wording


def structure(lines: Sequence[Line], titles: Sequence[str] = ()) -> list[list[str]]:
    """Names of the facts that hold for each line; ``titles`` are what the page calls its headline."""
    own = [wording(line) for line in lines]
    passes = (
        [found.facts for found in own],
        neighbour_facts(lines, own),
        section_facts(lines),
        title_facts(lines, titles),
        main_part_facts(lines, own),
        repeat_facts(lines),
        overlap_facts(lines, own),
    )
    return [list(chain.from_iterable(found)) for found in zip(*passes, strict=True)]
