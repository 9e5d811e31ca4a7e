"""Facts of a line from the page as a whole: its title, the part that holds the prose, what stands there twice.

Each pass takes the lines of a page in order and gives the facts of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from classifier.page.lines import Line
from classifier.page.wording import Wording, bare, size_class

_NOTICES = ("hotline", "phone", "share", "credit", "reporter", "read on", "copyright")
_BEHIND = (1, 3, 8, 20, 60)  # lines behind the headline
_TITLE_LENGTHS = range(8, 60)
_MAIN_SHARE = 0.6  # of the prose that lies in the main part
_FEWEST_PAIRS = 5


def title_facts(lines: Sequence[Line], titles: Sequence[str]) -> list[list[str]]:
    """Which lines say what the page calls its title, and which come before or after the first of them."""
    wanted = [bare(title) for title in titles]
    facts: list[list[str]] = [[] for _ in lines]
    first: int | None = None
    for i, line in enumerate(lines):
        match = _title_match(bare(line.text), wanted)
        if match:
            facts[i].append(f"title {match} {'again' if first is not None else 'first'}")
            if line.linked < 0.5:
                facts[i].append("title unlinked")
                first = i if first is None else first
    for i, found in enumerate(facts):
        place = "unknown" if first is None else "before" if i < first else "at" if i == first else "after"
        found.append(f"headline {place}")
        if first is not None and i > first:
            found.append(f"after headline {size_class(i - first, _BEHIND)}")
    return facts


def _title_match(text: str, wanted: Sequence[str]) -> str | None:
    """``exact`` or ``part`` where a line is a title, or the beginning of one, or begins with one."""
    if len(text) < 4:
        return None
    if text in wanted:
        return "exact"
    if len(text) >= 8 and any(t.startswith(text) or text.startswith(t) for t in wanted if len(t) >= 8):
        return "part"
    return None


def main_part_facts(lines: Sequence[Line], own: Sequence[Wording]) -> list[list[str]]:
    """Whether a line lies in the deepest element that holds most of the page's prose."""
    facts: list[list[str]] = [[] for _ in lines]
    mass: Counter[int] = Counter()
    paths: Counter[str] = Counter()
    for line, found in zip(lines, own, strict=True):
        if found.prose and "comment" not in line.kinds:
            paths[line.path] += len(line.text)
            for container in line.containers:
                mass[container] += len(line.text)
    if not mass:
        return facts
    total = max(mass.values())
    prose_path = paths.most_common(1)[0][0]
    main = max(
        container for container, found in mass.items() if found >= _MAIN_SHARE * total
    )  # numbers grow with depth
    for line, found, here in zip(lines, own, facts, strict=True):
        if main in line.containers:
            if line.path == prose_path:
                here.append(f"prose path {found.length}")
            here += ("main inside", f"main inside {found.length}")
            here += [f"main {name}" for name in _NOTICES if name in found.patterns]
            here.append(f"main depth {min(len(line.containers) - line.containers.index(main), 4)}")
        elif line.containers:
            here += ("main outside", f"main outside {found.length}")
    return facts


def repeat_facts(lines: Sequence[Line]) -> list[list[str]]:
    """Which lines stand on the page more than once, and which image texts a neighbour says too."""
    times = Counter(line.text for line in lines)
    facts: list[list[str]] = []
    for i, line in enumerate(lines):
        here = ["repeated"] if times[line.text] > 1 else []
        if line.alt and any(0 <= j < len(lines) and lines[j].text == line.text for j in (i - 1, i + 1, i + 2)):
            here.append("image text of a neighbour")
        facts.append(here)
    return facts


def overlap_facts(lines: Sequence[Line], own: Sequence[Wording]) -> list[list[str]]:
    """How much of a line's wording stands in the page's other sentences: an article's title does, a teaser does not."""
    facts: list[list[str]] = [[] for _ in lines]
    pairs = [{line.text[k : k + 2] for k in range(len(line.text) - 1)} for line in lines]
    prose: Counter[str] = Counter()
    for found, wording in zip(pairs, own, strict=True):
        if wording.prose:
            prose.update(found)
    longest = 0.0
    best: int | None = None
    for i, (line, found) in enumerate(zip(lines, pairs, strict=True)):
        if len(found) < _FEWEST_PAIRS:
            continue
        shared = sum(prose[pair] > own[i].prose for pair in found) / len(found)
        facts[i].append(f"overlap {int(10 * shared)}")
        if len(line.text) in _TITLE_LENGTHS:
            facts[i].append(f"title length overlap {int(10 * shared)}")
            if shared > longest and not line.text.endswith("。"):
                longest, best = shared, i
    if best is not None:
        facts[best].append("most overlap")
    return facts
