"""Facts of a line from what stands around it: its neighbours, the prose near it, the section title above it.

Each pass takes the lines of a page in order and gives the facts of each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from classifier.page.lines import Line
from classifier.page.wording import Wording, size_class

_PROSE = 80  # characters of sentences in four lines that make the beginning of an article
_MASSES = (0, 20, 60, 150, 400, 1000)
_RUNS = (1, 2, 4, 8, 16)
_TO_PROSE = (-1, 0, 1, 2, 4, 7, 12, 25)
_OFFSETS = {"2 before": -2, "before": -1, "after": 1, "2 after": 2}
_SOON = ("date", "clock", "reporter", "share")
_BELOW = (1, 3, 8, 20, 50)  # lines under a section title
_SECTION_LENGTH = 14  # a section title is no longer
_LONG = 60  # prose of this length ends a list
# Titles of sections, and what follows under them.
_SECTIONS = {
    "recommendations": re.compile(
        r"熱門|热门|排行|推薦|推荐|延伸閱讀|延伸阅读|相關|相关|更多|也喜歡|也喜欢|感興趣|感兴趣|即時|即时|最新|看更多|猜你|人氣|人气|"
        r"精選|精选|看了還看|同類|上一[篇則]|下一[篇則]|焦點|編輯|今日|本[週周日月]|新聞$|新闻$|影音|影片|視頻|你可能|大家都在"
    ),
    "comments": re.compile(r"留言|回應|評論|评论|討論|讨论|網友|樓$|\bcomments?\b", re.IGNORECASE),
    "tags": re.compile(r"標籤|标签|關鍵字|关键字|關鍵詞|tags?\b|話題|话题", re.IGNORECASE),
    "service": re.compile(r"關於|关于|服務|服务|聯絡|联系|隱私|會員|下載|訂閱|頻道|分類|导航|網站"),
}


def neighbour_facts(lines: Sequence[Line], own: Sequence[Wording]) -> list[list[str]]:
    """Neighbours, how much text is near, how long the run of like lines is, and the position."""
    count = len(lines)
    prose = [len(line.text) if found.prose else 0 for line, found in zip(lines, own, strict=True)]
    sums = [0, *accumulate(prose)]
    first = next((i for i in range(count) if prose[i] and sums[min(count, i + 4)] - sums[i] >= _PROSE), count)
    seen = [(offset, [_placed(name, shape) for shape in _shapes(lines, own)]) for name, offset in _OFFSETS.items()]
    times = Counter(line.path for line in lines)  # lines of the same path are the items of a list
    facts: list[list[str]] = []
    for i, line in enumerate(lines):
        here: list[str] = []
        for offset, shapes in seen:
            here += shapes[i + offset] if 0 <= i + offset < count else ("nothing near",)
        here += _prose_facts(i, prose, sums)
        if line.containers:
            here.append(f"run {size_class(times[line.path], _RUNS)}")
        here += (f"position {int(10 * i / count)}", f"to prose {size_class(first - i, _TO_PROSE)}")
        ahead = {name for found in own[i + 1 : i + 4] for name in found.patterns}
        here += [f"soon {name}" for name in _SOON if name in ahead]
        if i < 3:
            here.append(f"line {i}")
        facts.append(here)
    return facts


def _shapes(lines: Sequence[Line], own: Sequence[Wording]) -> list[tuple[str, ...]]:
    """What a neighbour sees of each line."""
    return [
        (found.length, found.sentences, *(("linked" if found.linked else "free",) if line.containers else ()))
        for line, found in zip(lines, own, strict=True)
    ]


@lru_cache(maxsize=4096)
def _placed(place: str, shape: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{place} {fact}" for fact in shape)


def _prose_facts(i: int, prose: Sequence[int], sums: Sequence[int]) -> list[str]:
    """How much prose is near, before and after; ``sums`` are those of the characters before each line."""
    total, near = sums[-1], sums[min(len(prose), i + 4)] - sums[max(0, i - 3)] - prose[i]
    facts = [f"prose near {size_class(near, _MASSES)}"]
    if total and not prose[i]:  # the last paragraph is as much prose as the first
        facts.append(f"prose before {int(4 * sums[i] / total)}")
        facts.append("prose after" if sums[i + 1] < total else "no prose after")
    return facts


def section_facts(lines: Sequence[Line]) -> list[list[str]]:
    """The last section title above each line, and how far up it is."""
    facts: list[list[str]] = []
    current, since = "none", 0
    for line in lines:
        since += 1
        short = len(line.text) <= _SECTION_LENGTH
        kind = next((name for name, p in _SECTIONS.items() if short and p.search(line.text)), None)
        if kind:
            facts.append([f"section title {kind}"])
            if line.linked < 0.9 or kind == "recommendations":
                current, since = kind, 0
        else:
            facts.append([f"under {current}", f"under {current} {size_class(since, _BELOW)}"])
        if len(line.text) >= _LONG and line.linked < 0.5 and current != "comments":
            current = "none"
    return facts
