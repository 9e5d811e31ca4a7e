"""The diagrams of the documents as SVG, a file for each language.

python -m tools.docs.diagrams    writes docs/*.svg and docs/zh-TW/*.svg

Colours are those of the site's theme where the picture stands in its pages, and of the reader's light or dark mode
where it is shown by itself.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path
from typing import NamedTuple

from tools.docs.languages import LANGUAGES, Language, folder

_STYLE = """
svg.diagram { --ink: var(--md-typeset-color, #24292f); --quiet: var(--md-default-fg-color--light, #57606a);
  --tint: color-mix(in srgb, var(--md-primary-fg-color, #0b6e6e) 12%, transparent);
  --line: var(--md-typeset-a-color, #0b6e6e) }
@media (prefers-color-scheme: dark) { svg.diagram { --ink: var(--md-typeset-color, #e6edf3);
  --quiet: var(--md-default-fg-color--light, #9da7b1); --line: var(--md-typeset-a-color, #4fb3b3) } }
svg.diagram text { font: 15px system-ui, "Noto Sans TC", "Noto Sans CJK TC", sans-serif; fill: var(--ink) }
svg.diagram .note { font-size: 13px; fill: var(--quiet) }
svg.diagram rect { fill: var(--tint); stroke: var(--line); stroke-width: 1.2 }
svg.diagram path { fill: none; stroke: var(--line); stroke-width: 1.6 }
svg.diagram marker path { fill: var(--line); stroke: none }
"""
_WIDTH, _LINE = 720, 20


class Box(NamedTuple):
    """A box with a title and notes below it; sizes in pixels."""

    left: int
    top: int
    width: int
    height: int
    title: str
    notes: tuple[str, ...] = ()


class Diagram(NamedTuple):
    """Boxes, arrows between them by index, and the sentence that says what the picture shows."""

    description: str
    boxes: tuple[Box, ...]
    arrows: tuple[tuple[int, int], ...]


def svg(diagram: Diagram, name: str) -> str:
    """The picture: arrows go right where the other box lies to the right, else down."""
    height = max(box.top + box.height for box in diagram.boxes) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(diagram.description)}">',
        f"<style>{_STYLE}</style>",
        f'<defs><marker id="{name}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>',
    ]
    for start, end in diagram.arrows:
        parts.append(f'<path d="{_arrow(diagram.boxes[start], diagram.boxes[end])}" marker-end="url(#{name}-tip)"/>')
    for box in diagram.boxes:
        parts.append(f'<rect x="{box.left}" y="{box.top}" width="{box.width}" height="{box.height}" rx="8"/>')
        middle, first = box.left + box.width // 2, box.top + (box.height - _LINE * len(box.notes)) // 2 + 5
        lines = [f'<text x="{middle}" y="{first}" text-anchor="middle">{escape(box.title)}</text>']
        lines += [f'<text class="note" x="{middle}" y="{first + _LINE * (n + 1)}" text-anchor="middle">{escape(note)}'
                  "</text>" for n, note in enumerate(box.notes)]  # fmt: skip
        parts += lines
    return "\n".join([*parts, "</svg>"]).replace("\n\n", "\n") + "\n"


def _arrow(start: Box, end: Box) -> str:
    if end.left >= start.left + start.width:
        y, other = start.top + start.height // 2, end.top + end.height // 2
        x, far = start.left + start.width, end.left
        return f"M{x} {y} C{(x + far) // 2} {y} {(x + far) // 2} {other} {far} {other}"
    x, other = start.left + start.width // 2, end.left + end.width // 2
    y, far = start.top + start.height, end.top
    return f"M{x} {y} C{x} {(y + far) // 2} {other} {(y + far) // 2} {other} {far}"


def score(language: Language) -> Diagram:
    """How a headline becomes a score."""
    zh = language == "zh-TW"
    return Diagram(
        "標題先統一字形、斷詞，成為詞、字、寫法三組特徵，加權相加後校準為 0 到 1 的分數"
        if zh
        else "A headline is brought to one form, cut into words, read as words, characters and style, and summed",
        (
            Box(10, 75, 125, 70, "標題" if zh else "headline"),
            Box(
                165,
                75,
                150,
                70,
                "統一字形、斷詞" if zh else "one form, words",
                ("NFKC、OpenCC", "jieba") if zh else ("NFKC, OpenCC", "jieba"),
            ),
            Box(350, 10, 170, 60, "詞" if zh else "words", ("單詞與相鄰兩詞" if zh else "and pairs of words",)),
            Box(350, 80, 170, 60, "字" if zh else "characters", ("1 至 4 字" if zh else "1 to 4 in a row",)),
            Box(
                350,
                150,
                170,
                60,
                "寫法" if zh else "style",
                ("懸念、標點、數字…" if zh else "teasers, marks, counts …",),
            ),
            Box(
                560,
                60,
                150,
                100,
                "相加、校準" if zh else "sum, calibrate",
                ("分數 0 至 1" if zh else "score 0 to 1", "三種手法、主題" if zh else "three kinds, topic"),
            ),
        ),
        ((0, 1), (1, 2), (1, 3), (1, 4), (2, 5), (3, 5), (4, 5)),
    )


def page(language: Language) -> Diagram:
    """What becomes of a page."""
    zh = language == "zh-TW"
    return Diagram(
        "網頁先分成行，每行判定角色，再分出文章與推薦標題；推薦標題逐則評分"
        if zh
        else "Each line of a page gets a role; the article and the recommendations are told apart, and scored",
        (
            Box(10, 75, 150, 70, "網頁" if zh else "page", ("HTML、MHTML、文字" if zh else "HTML, MHTML, text",)),
            Box(
                200,
                75,
                150,
                70,
                "逐行判定角色" if zh else "a role for each line",
                ("結構與用字" if zh else "structure and words",),
            ),
            Box(
                400,
                10,
                310,
                60,
                "文章" if zh else "article",
                ("標題、內文、記者、時間" if zh else "headline, text, byline, times",),
            ),
            Box(
                400,
                80,
                310,
                60,
                "推薦標題" if zh else "recommendations",
                ("逐則評分，重複的併成一則" if zh else "each scored; repeated ones are one",),
            ),
            Box(
                400,
                150,
                310,
                60,
                "其餘" if zh else "the rest",
                ("選單、廣告、頁尾" if zh else "menus, notices, footers",),
            ),
        ),
        ((0, 1), (1, 2), (1, 3), (1, 4)),
    )


def parts(language: Language) -> Diagram:
    """From corpus to the ways of use."""
    zh = language == "zh-TW"
    return Diagram(
        "語料訓練出模型；模型供指令、Python、服務使用，讀者更正再回到語料"
        if zh
        else "The corpus trains the model, which the command, Python and the service use; corrections go back into it",
        (
            Box(10, 75, 150, 70, "語料" if zh else "corpus", ("datasets/",)),
            Box(200, 75, 150, 70, "訓練" if zh else "training", ("clickbait train",)),
            Box(390, 75, 130, 70, "模型" if zh else "model", ("model/",)),
            Box(560, 10, 150, 60, "指令、Python" if zh else "command, Python", ("predict, page, score",)),
            Box(560, 80, 150, 60, "服務" if zh else "service", ("clickbait serve",)),
            Box(560, 150, 150, 60, "擴充功能" if zh else "extension", ("extension/",)),
        ),
        ((0, 1), (1, 2), (2, 3), (2, 4), (2, 5)),
    )


DIAGRAMS = {"diagram-score": score, "diagram-page": page, "diagram-parts": parts}


def main() -> int:
    for language in LANGUAGES:
        for name, draw in DIAGRAMS.items():
            path: Path = folder(language) / f"{name}.svg"
            path.write_text(svg(draw(language), name), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
