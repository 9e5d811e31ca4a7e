"""Bylines of Taiwan, Hong Kong and the mainland: who wrote an article, from what the page declares and shows.

A small grammar: a label (記者, 文／, 撰文, 作者 …), then names up to a place, a desk or a mark. A name is a Chinese
surname with one or two characters, a Latin name, or, between marks, any short word that is none of a desk or an outlet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifier.page.person_names import DESK, FOREIGN, PERSON, PLACE, PLACES

_JOIN = r"\s*(?:[、，,&＆和與与\s]|\band\b)\s*"
_LABELS = (  # by how surely what follows wrote the article; the second group of each holds the names
    re.compile(
        r"(?:(?:^|[\s（(【〔\[／/╱｜|。：:])(?:[\u4e00-\u9fff]{0,8}[社報报网網台]|[\u4e00-\u9fff]{0,4}(?:特約|特约|實習|实习|文字|駐[\u4e00-\u9fff]{1,4})|本報|本报)?(?:記者|记者|特派員|特派员))"
        r"(?!會|会|們|们|從|从|在|向|表示|了解|獲悉|问|問|採訪|采访|節)\s*[:：／/╱|｜]?\s*(.+)"
    ),
    re.compile(
        r"(?:作者(?=\s*[:：])|(?:^|[\s（(【〔\[｜|。／/])(?:採訪撰文|采访撰文|採訪|撰文|撰稿|作者|撰寫|文字|報導|报道|圖文|图文|文圖|[圖图]、文|文、[圖图]|文|By|Text|Author))"
        r"\s*[／/╱:：｜|]\s*(.+)",
        re.IGNORECASE,
    ),
    re.compile(r"(?:^|\s)(?:作者|撰文|撰稿|記者|记者|By)\s+(.+)", re.IGNORECASE),
    re.compile(r"(?:^|[\s（(【〔\[｜|])(?:編譯|编译|整理|外電編譯)\s*[／/╱:：\s]?\s*(.+)"),
    re.compile(r"(?:^|[\s（(【〔\[｜|])(?:編輯|编辑)\s*[／/╱:：\s]\s*(.+)"),
)
_NAMES = rf"(?:{PERSON}|{FOREIGN})(?:{_JOIN}(?:{PERSON}|{FOREIGN}))*?"
_BEFORE = (  # a name that what follows makes an author
    re.compile(
        rf"^(?:.{{0,16}}[／/╱|｜]\s*)?({_NAMES})\s*[／/╱]?\s*[\u4e00-\u9fff]{{0,6}}(?:報導|报道|報道|編譯|编译|撰文|特稿|專訪|整理)"
    ),
    re.compile(rf"^({_NAMES})\s*[／/╱]\s*[\u4e00-\u9fff]{{2,6}}$"),
)
_BARE_LABEL = re.compile(
    r"[（(【\[]?(?:採訪撰文|撰文|撰稿|作者|記者|记者|文字|文|By|Author)\s*[:：／/]?$", re.IGNORECASE
)
_OTHERS = re.compile(
    r"(?:責任編輯|责任编辑|責編|责编|版面编辑|核稿|校對|校对|攝影|摄影|圖[／/]|來源|来源|編輯|编辑|[｜|)）】〕\]]|20\d\d).*"
)
_MARKS = str.maketrans("［］．", "[] ")
_TITLE_BETWEEN = re.compile(r"(?:實習|实习|特約|特约)?(?:記者|记者|編譯|编译)")
_SEARCHED = 200
_LONGEST = 60  # characters behind a label that may hold names
_MOST = 8


def read_byline(
    declared: Sequence[str], shown: Sequence[str], lead: Sequence[str] = (), named: Sequence[str] = ()
) -> str | None:
    """The authors, joined by ``、``; None where no person is named.

    ``declared`` is what the page's data says, surest first; ``shown`` the lines around the headline; ``named`` those of
    them that the markup calls a byline; ``lead`` the body, where only a dateline or a closing credit counts.
    """
    for text in declared:
        if names := _declared(text[:_LONGEST].translate(_MARKS)):
            return "、".join(names)
    shown = [line[:_SEARCHED].translate(_MARKS) for line in shown]
    lines = [*_labels_joined(shown), *(line[:_SEARCHED].translate(_MARKS) for line in lead if _is_credit(line))]
    for label in _LABELS:
        for text in lines:
            if (match := label.search(text)) and (names := _behind(match[1])):
                return "、".join(names)
    for text in shown:
        for before in _BEFORE:
            if len(text) <= _LONGEST and (match := before.match(text)) and (names := _all_names(match[1])):
                return "、".join(names)
    return next(("、".join(names) for text in named if (names := _all_names(text))), None)


def _labels_joined(lines: Sequence[str]) -> list[str]:
    """The lines, a label that stands alone together with what follows it."""
    return [
        f"{line} {lines[i + 1]}" if i + 1 < len(lines) and _BARE_LABEL.match(line) else line
        for i, line in enumerate(lines)
    ]


def _is_credit(line: str) -> bool:
    """Whether a line of the body opens with a dateline, or is no more than a credit."""
    return line[:1] in "（(【〔[" or len(line) <= _LONGEST and not line.endswith("。")


def _declared(text: str) -> list[str]:
    """Names of a declared author: what a label or a desk surrounds, or the text itself where it is one."""
    for label in _LABELS[:3]:
        if (match := label.search(text)) and (names := _behind(match[1])):
            return names
    for before in _BEFORE:
        if (match := before.match(text)) and (names := _all_names(match[1])):
            return names
    return _all_names(text)


def _behind(text: str) -> list[str]:
    """Names at the beginning of what stands behind a label."""
    text = _OTHERS.sub("", text[:_LONGEST]).strip()
    part = re.split(r"[／/╱｜|，。；;】〕）)]|\s{2,}", text, maxsplit=1)[0].strip()
    if names := _leading(text):
        return names
    return _free_names(part) if len(part) <= 6 else []


def _leading(text: str) -> list[str]:
    """The names that a text begins with; a place or a desk that follows without a space is none of the last."""
    names: list[str] = []
    rest = text
    while len(names) < _MOST:
        found = re.match(rf"(?:{FOREIGN}|{PERSON})", rest)
        if not found:
            break
        name = found[0]
        if "\u4e00" <= name[0] <= "\u9fff" and not re.search("[·‧・]", name):
            cut = re.match(rf"(.{{2,3}}?)(?={PLACE}|[^\u4e00-\u9fff]|$)", rest)
            name = cut[1] if cut and len(cut[1]) <= len(name) else name
            after = rest[len(name) : len(name) + 1]
            if (
                after
                and "\u4e00" <= after <= "\u9fff"
                and not re.match(PLACE, rest[len(name) :])
                and not re.match("[和與与]", after)
                and not re.match(r"[\u4e00-\u9fff]{2,5}(?:\d|[／/╱]|報|报|電|电)", rest[len(name) :])
            ):
                break  # a sentence goes on: no byline
        if DESK.search(name):
            break
        names.append(name)
        rest = rest[len(name) :]
        joined = re.match(_JOIN, rest)
        if not joined:
            break
        rest = _TITLE_BETWEEN.sub("", rest[joined.end() :], count=1)
    return names


def _all_names(text: str) -> list[str]:
    """The names that make up a text, and nothing else; an empty list where something else is left."""
    parts = [
        part
        for part in re.split(r"\s*[、，,;；&＆／/|]\s*|\s+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s+", text.strip())
        if part
    ]
    names = [part for part in parts if re.fullmatch(rf"{PERSON}|{FOREIGN}", part) and not DESK.search(part)]
    return (
        names[:_MOST]
        if names and len(names) == len(parts)
        else names[:_MOST]
        if names and any(DESK.search(p) for p in parts)
        else []
    )


def _free_names(text: str) -> list[str]:
    """Pen names: short words between marks that are none of a desk."""
    parts = [part for part in re.split(r"\s*[、，,&＆]\s*", text.strip()) if part]
    if parts and all(
        re.fullmatch(r"[\u4e00-\u9fff]{2,4}", part) and not DESK.search(part) and part not in PLACES for part in parts
    ):
        return parts[:_MOST]
    return []
