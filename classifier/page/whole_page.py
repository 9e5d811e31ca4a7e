"""Facts of a line from the page as a whole: its title, the part that holds the prose, what stands there twice.

Each pass takes the lines of a page in order and gives the facts of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from classifier.page.elements import class_kinds
from classifier.page.lines import Line
from classifier.page.title_parts import title_parts
from classifier.page.wording import Wording, alike, bare, character_pairs, size_class

_NOTICES = ("hotline", "phone", "share", "credit", "reporter", "read on", "copyright")
_BEHIND = (1, 3, 8, 20, 60)  # lines behind the headline
_LONGEST_TITLE = 80
_LONG = 30  # characters of a line that may be a paragraph
_TITLE_LENGTHS = range(8, 60)
_MAIN_SHARE = 0.6  # of the prose that lies in the main part
_FEWEST_PAIRS = 5
_ALONE = 4  # prose that stands alone, as a teaser's does, counts for this much less
_BESIDE = frozenset(("comment", "hidden", "rule"))  # what stands in an article's part and is none of it
_TELLING = frozenset("form aside footer nav label button select figure blockquote".split())
_TITLE_PAIRS = (0, 1, 2, 4, 7)  # of the title that stand in a line


def title_facts(lines: Sequence[Line], titles: Sequence[str]) -> list[list[str]]:
    """Which lines say what the page calls its title, and which come before or after the first of them."""
    wanted = [bare(part) for title in titles for part in title_parts(title)]
    pairs = [character_pairs(title) for title in wanted if len(title) >= 8]
    news = frozenset(pair for pair in (pairs[0] if pairs else ()) if not pair.isdigit())
    facts: list[list[str]] = [[] for _ in lines]
    first: int | None = None
    for i, line in enumerate(lines):
        said = bare(line.text)
        match = _title_match(said, wanted)
        if not match and len(said) >= 8 and len(line.text) <= _LONGEST_TITLE:
            if likeness := max((alike(character_pairs(said), title) for title in pairs), default=0.0):
                facts[i].append(f"title alike {int(5 * likeness)}")
        if news and len(said) >= _LONG:
            facts[i].append(f"title's words {size_class(len(character_pairs(said) & news), _TITLE_PAIRS)}")
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
    prose = [
        found.prose and not line.hidden and not line.kinds & _BESIDE for line, found in zip(lines, own, strict=True)
    ]
    for i, line in enumerate(lines):
        if not prose[i]:
            continue
        beside = any(
            prose[j] and lines[j].path == line.path for j in (i - 2, i - 1, i + 1, i + 2) if 0 <= j < len(lines)
        )
        size = len(line.text) if beside else len(line.text) // _ALONE
        paths[line.path] += size
        for container in line.containers:
            mass[container] += size
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
            depth = line.containers.index(main)
            here.append(f"main depth {min(len(line.containers) - depth, 4)}")
            here += _below(line.path, depth + 1)
        elif line.containers:
            here += ("main outside", f"main outside {found.length}")
    return facts


def _below(path: str, first: int) -> list[str]:
    """What the elements between the main part and a line are: a form, a list, something that a class name tells."""
    steps = path.split(">")[1 + first :]
    tags, kinds = set(), set[str]()
    for step in steps:
        tag, _, name = step.partition(".")
        if tag in _TELLING:
            tags.add(tag)
        kinds |= class_kinds(name)
    return [*(f"below {tag}" for tag in tags), *(f"below class {kind}" for kind in kinds)]


def repeat_facts(lines: Sequence[Line]) -> list[list[str]]:
    """Which lines stand on the page more than once, and which image texts a neighbour says too."""
    times = Counter(line.text for line in lines)
    facts: list[list[str]] = []
    for i, line in enumerate(lines):
        here = ["repeated"] if times[line.text] > 1 else []
        if line.alt:
            near = [lines[j] for j in range(max(0, i - 2), min(len(lines), i + 6)) if j != i and not lines[j].alt]
            if any(other.text == line.text for other in near):
                here.append("image text of a neighbour")
            elif line.href and any(other.href == line.href for other in near):
                here.append("image text of a titled link")
        elif line.href and i and lines[i - 1].href == line.href and not lines[i - 1].alt:
            here.append("same link as before")
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
