"""Facts of a line of a page by itself: what its text is made of, and what the markup says of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from classifier.page.lines import Line

_LENGTHS = (3, 5, 8, 12, 17, 23, 30, 40, 60, 100, 200)
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
_SHORT = 17
_LINKED = 0.9  # from this share of its characters in links on a line is a link
_PROSE_LINKED = 0.5  # up to this share it may be prose


@dataclass(frozen=True, slots=True)
class Wording:
    """A line by itself: ``facts`` are all of it, the others what the passes over the page ask for again."""

    length: str  # the fact of its class of length
    sentences: str  # the fact of the number of its sentences
    patterns: tuple[str, ...]  # names of the patterns that it matches
    prose: bool  # has a sentence that is not a link
    linked: bool
    facts: tuple[str, ...]


def size_class(value: float, bounds: Sequence[float]) -> int:
    """Number of the class of a value; each bound is the highest value of its class."""
    return bisect_left(bounds, value)


def bare(text: str) -> str:
    """Text without spaces and punctuation, for comparing titles."""
    return _SILENT.sub("", text)


def wording(line: Line) -> Wording:
    """The facts of a line by itself."""
    text = line.text
    ends = len(_SENTENCE.findall(text))
    length, sentences = f"length {size_class(len(text), _LENGTHS)}", f"sentences {min(ends, 4)}"
    patterns: tuple[str, ...] = ()
    if _ANY.search(text):  # most lines of a menu hold none
        patterns = tuple(name for name, pattern in _PATTERNS.items() if pattern.search(text))
    facts = [length, sentences, *patterns]
    if len(text) <= _SHORT:
        facts += [f"short {name}" for name in patterns]
    if len(_DIGIT.findall(text)) * 2 > len(text):
        facts.append("digits")
    if not _HAN.search(text):
        facts.append("no Han")
    linked = line.linked > _LINKED
    if line.containers:
        facts += _markup_facts(line, linked)
    prose = line.linked < _PROSE_LINKED and ends > 0
    return Wording(length, sentences, patterns, prose, linked, tuple(facts))


def _markup_facts(line: Line, linked: bool) -> list[str]:
    """What the markup says of a line; copied text has none."""
    facts = ["linked" if linked else "some link" if line.linked else "no link"]
    facts += _names(line.tags, line.kinds, line.near)
    if line.alt:
        facts.append("image text")
    if line.href is not None:
        facts.append("href " + _href_kind(line.href))
    if linked:
        facts.append(f"linked length {size_class(len(line.text), _LENGTHS)}")
    return facts


@lru_cache(maxsize=4096)
def _names(tags: frozenset[str], kinds: frozenset[str], near: frozenset[str]) -> tuple[str, ...]:
    """Tags and class words as facts; the lines of a list share them."""
    return (*(f"in {t}" for t in tags), *(f"class {k}" for k in kinds), *(f"near {k}" for k in near))


def _href_kind(href: str) -> str:
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return "nowhere"
    path = href.split("?")[0].split("//", 1)[-1]
    if len(_DIGIT.findall(href)) >= 5:
        return "number"
    return "deep" if path.count("/") >= 3 else "shallow"
