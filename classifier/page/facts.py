"""Structure features of the lines of a page: named facts, each true or not of a line.

What a line is made of (length, links, punctuation, dates), where it stands (tags, words in class names, position, the
container that holds most of the text), what stands around it (neighbours, a section title above), and whether the page
calls it its title. The same functions serve HTML and copied text; text has no markup, so those facts are never true.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from classifier.page.lines import Line

_LENGTHS = (3, 5, 8, 12, 17, 23, 30, 40, 60, 100, 200)
_PROSE = 80  # characters of sentences in four lines that make the beginning of an article
_MASSES = (0, 20, 60, 150, 400, 1000)
_SILENT = re.compile(r"[\W_]+")
_DIGIT, _HAN = re.compile(r"\d"), re.compile(r"[\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[。！？!?；]")
_PATTERNS = {
    "date": re.compile(r"(19|20)\d\d[-/.年]\s?\d{1,2}|\d{1,2}月\d{1,2}日|\d{1,2}[-/]\d{1,2}(?!\d)"),
    "clock": re.compile(r"\d{1,2}:\d\d|[上下]午\d|\d+\s*(分鐘|小時|天|分钟|小时)前"),
    "reporter": re.compile(r"記者|记者|編輯|编辑|撰文|作者|文[／/]|責編|特派|實習|(報導|报道|中心)[】〕)]?$"),
    "dateline": re.compile(r"^[〔（(【].{2,16}[〕）)】]"),
    "credit": re.compile(r"^[（(▲▼△]?.{0,6}(圖|图|照片|攝|摄|翻攝|提供|来源|來源)[／/:：]|[攝摄]）?$|資料照"),
    "copyright": re.compile(r"©|版權|版权|Copyright|All Rights|轉載|转载|著作權", re.IGNORECASE),
    "share": re.compile(
        r"Facebook|LINE|Twitter|分享|按讚|點讚|收藏|訂閱|追蹤|留言|字級|列印|轉寄|下載|登入|註冊", re.IGNORECASE
    ),
    "hotline": re.compile(r"專線|自殺防治|生命線|請撥|113|1925|飲酒過量|酒後|戒菸"),
    "phone": re.compile(r"\d{2,4}-\d{3,4}|[:：]\s?\d{3,5}(?!\d)|（24小時）"),
    "read on": re.compile(r"繼續往下|繼續閱讀|看更多|更多|全文|下一頁|閱讀全文|展開"),
    "marker": re.compile(r"^[▲▼●■◆◎★※►]"),
    "numbered": re.compile(r"^(No\.?\s?)?\d{1,2}([.、．)）]|\s|$)", re.IGNORECASE),
    "colon end": re.compile(r"[:：]$"),
    "question": re.compile(r"[?？]"),
    "exclamation": re.compile(r"[!！]"),
    "quotes": re.compile(r"[「『“]"),
    "bar": re.compile(r"[｜|／/》〉]"),
    "space": re.compile(r"[\u4e00-\u9fff][ \u3000][\u4e00-\u9fff]"),
    "price": re.compile(r"[$＄]\s?\d|\d元|折|免運"),
    "cut": re.compile(r"(…|\.\.\.|⋯)$"),
    "stop": re.compile(r"[。」）)]$"),
}  # fmt: skip
_ANY = re.compile("|".join(f"(?i:{p.pattern})" if p.flags & re.IGNORECASE else p.pattern for p in _PATTERNS.values()))
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
_NOTICES = ("hotline", "phone", "share", "credit", "reporter", "read on", "copyright")
_OFFSETS, _PLACES = (-2, -1, 1, 2), ("2 before", "before", "after", "2 after")
_SHORT = 17
_TITLE_LENGTHS = range(8, 60)
_SECTION_LENGTH = 14  # a section title is no longer


def _bin(value: float, bounds: Sequence[float]) -> int:
    return bisect_left(bounds, value)


def bare(text: str) -> str:
    """Text without spaces and punctuation, for comparing titles."""
    return _SILENT.sub("", text)


def structure(lines: Sequence[Line], titles: Sequence[str] = ()) -> list[list[str]]:
    """Names of the facts that hold for each line; ``titles`` are what the page calls its headline."""
    own = [_own(line) for line in lines]
    facts = [list(found) for found in own]
    _around(lines, own, facts)
    _sections(lines, facts)
    _titles(lines, titles, facts)
    _containers(lines, facts)
    _repeats(lines, facts)
    _overlap(lines, facts)
    return facts


def _own(line: Line) -> list[str]:
    text = line.text
    facts = [f"length {_bin(len(text), _LENGTHS)}", f"sentences {min(len(_SENTENCE.findall(text)), 4)}"]
    if _ANY.search(text):  # most lines of a menu hold none
        facts += [name for name, pattern in _PATTERNS.items() if pattern.search(text)]
    if len(text) <= _SHORT:
        facts += [f"short {name}" for name in facts[2:]]
    if len(_DIGIT.findall(text)) * 2 > len(text):
        facts.append("digits")
    if not _HAN.search(text):
        facts.append("no Han")
    if line.containers:
        facts.append("linked" if line.linked > 0.9 else "some link" if line.linked else "no link")
        facts += _markup(line.tags, line.kinds, line.near)
        if line.alt:
            facts.append("image text")
        if line.href is not None:
            facts.append("href " + _href_kind(line.href))
        if line.linked > 0.9:
            facts.append(f"linked length {_bin(len(text), _LENGTHS)}")
    return facts


@lru_cache(maxsize=4096)
def _markup(tags: frozenset[str], kinds: frozenset[str], near: frozenset[str]) -> tuple[str, ...]:
    """Tags and class words as facts; the lines of a list share them."""
    return (*(f"in {t}" for t in tags), *(f"class {k}" for k in kinds), *(f"near {k}" for k in near))


def _href_kind(href: str) -> str:
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return "nowhere"
    path = href.split("?")[0].split("//", 1)[-1]
    if len(_DIGIT.findall(href)) >= 5:
        return "number"
    return "deep" if path.count("/") >= 3 else "shallow"


def _around(lines: Sequence[Line], own: list[list[str]], facts: list[list[str]]) -> None:
    """Neighbours, how much text is near, how long the run of like lines is, and the position."""
    prose = [len(line.text) if line.linked < 0.5 and _SENTENCE.search(line.text) else 0 for line in lines]
    sums = [0, *accumulate(prose)]
    total, count = sums[-1], len(lines)
    shapes = [(*found[:2], *_linked(line)) for line, found in zip(lines, own, strict=True)]
    seen = [[_placed(name, shape) for shape in shapes] for name in _PLACES]
    run = _runs(lines)
    first = next((i for i in range(count) if prose[i] and sums[min(count, i + 4)] - sums[i] >= _PROSE), count)
    for i, line in enumerate(lines):
        for offset, told in zip(_OFFSETS, seen, strict=True):
            facts[i] += told[i + offset] if 0 <= i + offset < count else ("nothing near",)
        near = sums[min(count, i + 4)] - sums[max(0, i - 3)] - prose[i]
        facts[i].append(f"prose near {_bin(near, _MASSES)}")
        if total and not prose[i]:  # the last paragraph is as much prose as the first
            facts[i].append(f"prose before {int(4 * sums[i] / total)}")
            facts[i].append("prose after" if sums[i + 1] < total else "no prose after")
        if line.containers:
            facts[i].append(f"run {_bin(run[i], (1, 2, 4, 8, 16))}")
        facts[i].append(f"position {int(10 * i / count)}")
        facts[i].append(f"to prose {_bin(first - i, (-1, 0, 1, 2, 4, 7, 12, 25))}")
        ahead = [fact for line_facts in own[i + 1 : i + 4] for fact in line_facts]
        facts[i] += [f"soon {name}" for name in ("date", "clock", "reporter", "share") if name in ahead]
        if i < 3:
            facts[i].append(f"line {i}")


@lru_cache(maxsize=4096)
def _placed(place: str, shape: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{place} {fact}" for fact in shape)


def _linked(line: Line) -> tuple[str, ...]:
    return ("linked" if line.linked > 0.9 else "free",) if line.containers else ()


def _runs(lines: Sequence[Line]) -> list[int]:
    """How many lines of the page have the same path as this one: the items of a list do."""
    times = Counter(line.path for line in lines)
    return [times[line.path] for line in lines]


def _sections(lines: Sequence[Line], facts: list[list[str]]) -> None:
    """The last section title above each line, and how far up it is."""
    current, since = "none", 0
    for i, line in enumerate(lines):
        since += 1
        short = len(line.text) <= _SECTION_LENGTH
        kind = next((name for name, p in _SECTIONS.items() if short and p.search(line.text)), None)
        if kind:
            facts[i].append(f"section title {kind}")
            if line.linked < 0.9 or kind == "recommendations":
                current, since = kind, 0
        else:
            facts[i].append(f"under {current}")
            facts[i].append(f"under {current} {_bin(since, (1, 3, 8, 20, 50))}")
        if len(line.text) >= 60 and line.linked < 0.5 and current != "comments":
            current = "none"  # prose ends a list


def _titles(lines: Sequence[Line], titles: Sequence[str], facts: list[list[str]]) -> None:
    """Which lines say what the page calls its title, and which come before or after the first of them."""
    wanted = [bare(title) for title in titles]
    first: int | None = None
    for i, line in enumerate(lines):
        text = bare(line.text)
        if len(text) < 4:
            continue
        exact = text in wanted
        part = (
            not exact
            and len(text) >= 8
            and any(t.startswith(text) or text.startswith(t) for t in wanted if len(t) >= 8)
        )
        if exact or part:
            facts[i].append(f"title {'exact' if exact else 'part'} {'again' if first is not None else 'first'}")
            if line.linked < 0.5:
                facts[i].append("title unlinked")
                first = i if first is None else first
    for i in range(len(lines)):
        place = "unknown" if first is None else "before" if i < first else "at" if i == first else "after"
        facts[i].append(f"headline {place}")
        if first is not None and i > first:
            facts[i].append(f"after headline {_bin(i - first, (1, 3, 8, 20, 60))}")


def _containers(lines: Sequence[Line], facts: list[list[str]]) -> None:
    """Whether a line lies in the deepest element that holds most of the page's prose."""
    mass: Counter[int] = Counter()
    paths: Counter[str] = Counter()
    for line in lines:
        if line.linked < 0.5 and _SENTENCE.search(line.text) and "comment" not in line.kinds:
            paths[line.path] += len(line.text)
            for container in line.containers:
                mass[container] += len(line.text)
    if not mass:
        return
    total = max(mass.values())
    prose_path = paths.most_common(1)[0][0]
    main = max(container for container, found in mass.items() if found >= 0.6 * total)  # numbers grow with depth
    for i, line in enumerate(lines):
        if line.containers:
            inside = main in line.containers
            if inside and line.path == prose_path:
                facts[i].append(f"prose path {facts[i][0]}")
            facts[i].append("main inside" if inside else "main outside")
            facts[i].append(f"main {'inside' if inside else 'outside'} {facts[i][0]}")
            if inside:
                facts[i] += [f"main {name}" for name in _NOTICES if name in facts[i]]
            if inside:
                below = len(line.containers) - line.containers.index(main)
                facts[i].append(f"main depth {min(below, 4)}")


def _repeats(lines: Sequence[Line], facts: list[list[str]]) -> None:
    times = Counter(line.text for line in lines)
    for i, line in enumerate(lines):
        if times[line.text] > 1:
            facts[i].append("repeated")
        if line.alt and any(0 <= j < len(lines) and lines[j].text == line.text for j in (i - 1, i + 1, i + 2)):
            facts[i].append("image text of a neighbour")


def _overlap(lines: Sequence[Line], facts: list[list[str]]) -> None:
    """How much of a line's wording stands in the page's other sentences: an article's title does, a teaser does not."""
    pairs = [{line.text[k : k + 2] for k in range(len(line.text) - 1)} for line in lines]
    prose: Counter[str] = Counter()
    sentences = [line.linked < 0.5 and bool(_SENTENCE.search(line.text)) for line in lines]
    for own, told in zip(pairs, sentences, strict=True):
        if told:
            prose.update(own)
    longest = 0.0
    best: int | None = None
    for i, own in enumerate(pairs):
        if len(own) < 5:
            continue
        shared = sum(prose[pair] > sentences[i] for pair in own) / len(own)
        facts[i].append(f"overlap {int(10 * shared)}")
        if len(lines[i].text) in _TITLE_LENGTHS:
            facts[i].append(f"title length overlap {int(10 * shared)}")
            if shared > longest and not lines[i].text.endswith("。"):
                longest, best = shared, i
    if best is not None:
        facts[best].append("most overlap")
