"""Facts of a line of a page by itself: what its text is made of, and what the markup says of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from classifier.page.lines import Line

_LENGTHS = (3, 5, 8, 12, 17, 23, 30, 40, 60)
_SILENT = re.compile(r"[\W_]+")
_DIGIT, _HAN = re.compile(r"\d"), re.compile(r"[\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[。！？!?；]")
_STOP = re.compile(r"[。；]|[，、：][^，、：]*[，、：]")  # what a title rarely has, however much it shouts
_CUT_PROSE = 40  # characters from which a text that breaks off is prose
_TIME = (
    r"(?:(?:19|20)?\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[:：]\d\d(?:[:：]\d\d)?|"
    r"\d{1,3}\s?(?:秒|分鐘|小時|天|日|分钟|小时)前"
)
_TIMES = re.compile(rf"^(?:[\s(（\[]*(?:{_TIME})[\s)）\]]*)+(?=\D)|(?<=\D)(?:[\s(（\[|｜]+(?:{_TIME})[\s)）\]]*)+$")
_PATTERNS = {
    "date": re.compile(r"(19|20)\d\d[-/.年]\s?\d{1,2}|\d{1,2}月\d{1,2}日|\d{1,2}[-/]\d{1,2}(?!\d)"),
    "clock": re.compile(r"\d{1,2}:\d\d|[上下]午\d|\d+\s*(分鐘|小時|天|分钟|小时)前"),
    "reporter": re.compile(
        r"記者|记者|編輯|编辑|撰文|作者|文[／/]|責編|特派|實習|"
        r"[／/╱ ](綜合)?(報導|报道)[】〕)]?$|中心[／/╱]|^.{2}中心$",
    ),
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
    "bar": re.compile(r"[｜|／》〉]"),
    "space": re.compile(r"[\u4e00-\u9fff][ \u3000][\u4e00-\u9fff]"),
    "hash": re.compile(r"^[#＃]"),
    "account": re.compile(r"@|帳號|密碼|會員|会员|登錄|登录|Email|信箱|專線：|服務條款|隱私|同意", re.IGNORECASE),
    "counter": re.compile(
        r"^[\d,.萬万kK\s]*(跟貼|跟贴|人參與|則留言|次點閱|瀏覽|觀看|讚|评论|views?)[\d,.萬万\s]*$|"
        r"^\d+\s*\D{0,3}\d+$", re.IGNORECASE,
    ),
    "license": re.compile(
        r"許可證|许可证|备\d|備案|备案|ICP|公网安备|統一編號|營業登記|平[臺台]$|"
        r"委員會$|投訴|举报", re.IGNORECASE,
    ),
    "reading": re.compile(
        r"閱讀時間|阅读时间|min read|原始連結|原文網址|原文链接|原文連結|"
        r"\d+\s?字$|掃描|扫码", re.IGNORECASE,
    ),
    "price": re.compile(r"[$＄]\s?\d|\d元|折|免運"),
    "cut": re.compile(r"(…|\.\.\.|⋯)$"),
    "stop": re.compile(r"[。」）)]$"),
}  # fmt: skip
_ANY = re.compile("|".join(f"(?i:{p.pattern})" if p.flags & re.IGNORECASE else p.pattern for p in _PATTERNS.values()))
# What a link's text has that is no news: a counter, a licence, a step to log in.
_NO_TITLE = frozenset(("copyright", "share", "read on", "hash", "account", "counter", "license", "phone", "credit"))
_ADDRESSES = {
    "social": re.compile(
        r"facebook\.|fb\.me|twitter\.|//x\.com|instagram\.|youtube\.|line\.me|lin\.ee|plurk\.|weibo\.|t\.me|telegram|whatsapp|threads\.|"
        r"apps\.apple|itunes\.|play\.google|sharer|share\?",
        re.IGNORECASE,
    ),
    "of a list": re.compile(
        r"/(?:author|authors|reporter|columnist|member|user|u|category|categories|cat|tag|tags|keyword|keywords|search|topic|topics|list|lists|"
        r"channel|column|columns|blog|author_articles|cate|list_[\w]+|index)s?(?:[/.?_=-]|$)|[?&](?:tag|keyword|author|cat|q|search)\w*=",
        re.IGNORECASE,
    ),
    "of a service": re.compile(
        r"about|contact|privacy|terms|policy|copyright|licen|login|signin|register|subscri|rss|sitemap|help|faq|advert|service|job|career|app\b|"
        r"download|beian|gov\.(?:tw|cn|hk)|account|member",
        re.IGNORECASE,
    ),
}
_NO_NEWS = re.compile(
    r"^[\d,.\s]*(?:萬|万)?\s*(?:跟貼|跟贴|則留言|条评论|人參與|views?)[\d,.\s萬万]*$|(?:許可證|许可证|登記證)\S{0,4}[：:]|公网安备|ICP备|身分關係公開|[\w.+-]+@[\w-]+\.\w",
    re.IGNORECASE,
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LONGEST_TITLE = 60
_TITLE_AT_LEAST = 4
# What a notice has, and a sentence may say.
_NOTICES = ("copyright", "share", "read on", "account", "counter", "license", "reading", "price", "phone")
_ANYWHERE = {name: pattern for name, pattern in _PATTERNS.items() if name not in _NOTICES}
_LONGEST_NOTICE = 40
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


def title_of(text: str) -> str:
    """A list item without the times at its ends; the whole text where nothing else is left."""
    found = _TIMES.sub("", text).strip(" |｜")
    return found if len(found) >= _TITLE_AT_LEAST else text


def character_pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a bare text: what two titles that are nearly one share."""
    return frozenset(text[k : k + 2] for k in range(len(text) - 1))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice coefficient of two sets of pairs: 1 where they are equal, 0 where they share none."""
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def is_no_title(line: Line) -> bool:
    """Whether a link is surely none to news: a counter, a licence, a mail address, a page of a social network."""
    return bool(_NO_NEWS.search(line.text)) or line.href is not None and "social" in _href_kinds(line.href)


def is_excerpt(text: str) -> bool:
    """Whether a teaser's line is the beginning of its article, and no title."""
    return text.endswith("。") or len(text) > _CUT_PROSE and bool(_STOP.search(text)) or len(text) > _LONGEST_TITLE


def wording(line: Line) -> Wording:
    """The facts of a line by itself."""
    text = line.text
    told: list[str] = []
    if line.href is not None and (title := title_of(text)) != text:
        text = title
        told.append("time at an end")
    ends = len(_SENTENCE.findall(text))
    length, sentences = f"length {size_class(len(text), _LENGTHS)}", f"sentences {min(ends, 4)}"
    patterns: tuple[str, ...] = ()
    if _ANY.search(text):  # most lines of a menu hold none
        known = _PATTERNS if len(text) <= _LONGEST_NOTICE else _ANYWHERE
        patterns = tuple(name for name, pattern in known.items() if pattern.search(text))
    facts = [length, sentences, *patterns, *told]
    if len(text) <= _SHORT:
        facts += [f"short {name}" for name in patterns]
    if len(_DIGIT.findall(text)) * 2 > len(text):
        facts.append("digits")
    if not _HAN.search(text):
        facts.append("no Han")
    linked = line.linked > _LINKED
    if line.containers:
        facts += _markup_facts(line, linked, patterns)
    elif line.marker:
        facts.append(f"marked {line.marker}")
    if line.href is not None and not line.containers:
        facts.append("marked link" if linked else "marked link within")
    prose = is_prose(line, ends)
    return Wording(length, sentences, patterns, prose, linked, tuple(facts))


def is_prose(line: Line, ends: int | None = None) -> bool:
    """Whether a line is part of a text: a sentence that is no title, or what breaks off where a sentence would go on.

    ``ends`` is the number of its sentences where that is known.
    """
    if line.linked >= _PROSE_LINKED:
        return False
    if line.tags & HEADINGS:
        return bool(_STOP.search(line.text)) and len(line.text) > _LONGEST_TITLE
    ends = len(_SENTENCE.findall(line.text)) if ends is None else ends
    return ends > 0 or len(line.text) >= _CUT_PROSE and "，" in line.text


def _markup_facts(line: Line, linked: bool, patterns: Sequence[str]) -> list[str]:
    """What the markup says of a line; copied text has none."""
    facts = ["linked" if linked else "some link" if line.linked else "no link"]
    facts += _names(line.tags, line.kinds, line.near)
    if line.hidden:
        facts.append(f"hidden {line.hidden}")
    if line.alt:
        facts.append("image text")
    if line.href is not None:
        facts += [f"href {kind}" for kind in _href_kinds(line.href)]
    if linked:
        facts += [f"linked {name}" for name in patterns if name in _NO_TITLE]
        facts.append(f"linked length {size_class(len(line.text), _LENGTHS)}")
    return facts


@lru_cache(maxsize=4096)
def _names(tags: frozenset[str], kinds: frozenset[str], near: frozenset[str]) -> tuple[str, ...]:
    """Tags and class words as facts; the lines of a list share them."""
    return (*(f"in {t}" for t in tags), *(f"class {k}" for k in kinds), *(f"near {k}" for k in near))


@lru_cache(maxsize=4096)
def _href_kinds(href: str) -> tuple[str, ...]:
    """What an address tells of what it leads to."""
    if href.startswith(("mailto:", "tel:", "sms:")):
        return ("social", "nowhere")
    if not href or href.startswith(("#", "javascript:")):
        return ("nowhere",)
    path = href.split("?")[0].split("//", 1)[-1]
    kinds = [kind for kind, pattern in _ADDRESSES.items() if pattern.search(href)]
    if len(_DIGIT.findall(href)) >= 5:
        kinds.append("number")
    else:
        kinds.append("deep" if path.count("/") >= 3 else "shallow")
    return tuple(kinds)
