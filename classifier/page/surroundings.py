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
# Titles of sections, and what follows under them. A title is made of such words alone: a sub-heading may hold one.
_SECTION_WORDS = {
    "recommendations": "熱門 热门 熱搜 热搜 排行榜 排行 排名 推薦 推荐 延伸 閱讀 阅读 相關 相关 更多 看更多 還喜歡 "
    "也喜歡 也喜欢 感興趣 感兴趣 即時 即时 最新 猜你 猜您 人氣 人气 點閱 點擊 精選 精选 看了還看 同類 "
    "上一篇 下一篇 上一則 下一則 焦點 焦点 今日 今天 本週 本周 本日 本月 快訊 快讯 要聞 要闻 頭條 "
    "头条 影音 影片 視頻 视频 大家都在看 大家都在 編輯推薦 編輯精選 編輯嚴選 編輯 24小時 24小时 話題 "
    "必看 必讀 熱議 熱榜 热榜 新聞 新闻 文章 報導 报道 故事 内容 內容 TOP HOT 10 看 讀 读 為你 为你 "
    "為您 为您 你可能 您可能 你 您 會 会 同步 別人 網友 都 在 的 喜歡 喜欢 閱 one more next related "
    "recommended popular trending latest most read news",
    "comments": "留言 留言板 回應 評論 评论 討論 讨论 討論區 讨论区 網友 網友留言 全部 最新 熱門 发表 發表 我要 "
    "則 comments comment",
    "tags": "標籤 标签 關鍵字 关键字 關鍵詞 关键词 tags tag 話題 话题 相關 热词",
    "service": "關於 关于 我們 我们 服務 服务 聯絡 联系 聯繫 隱私 隱私權 會員 下載 訂閱 訂閱電子報 電子報 頻道 "
    "分類 導航 导航 網站 中心 客服 條款 政策 廣告 合作 追蹤 分享 登入 註冊",
}
_SECTION_ENDS = {
    "comments": r"|[^，。？！?!]{0,8}(?:討論區|讨论区|留言[板區]?|留言区|評論|评论|comments?)[（(\d）)》〉＞:：\s]*$",
    "recommendations": r"|[^，。？！?!]{0,8}(?:新聞|新闻|推薦|推荐|排行榜?|頭條|头条|快訊|焦點|精選|要聞|話題|更多)"
    r"[》〉>＞:：]?$",
}
_SECTIONS = {
    name: re.compile(
        rf"(?=.*[^\W\d])(?:{'|'.join(sorted(map(re.escape, words.split()), key=len, reverse=True))}|\W|\d)+$"
        + _SECTION_ENDS.get(name, ""),
        re.IGNORECASE,
    )
    for name, words in _SECTION_WORDS.items()
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
        kind = next((name for name, p in _SECTIONS.items() if short and p.match(line.text)), None)
        if kind:
            facts.append([f"section title {kind}"])
            if line.linked < 0.9 or kind == "recommendations":
                current, since = kind, 0
        else:
            facts.append([f"under {current}", f"under {current} {size_class(since, _BELOW)}"])
        if len(line.text) >= _LONG and line.linked < 0.5 and current != "comments":
            current = "none"
    return facts
