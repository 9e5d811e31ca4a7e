"""What a page is: an article, a list of teasers, or something else; a linear model on figures of the whole page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from classifier.page.lines import Line
from classifier.page.metadata import Metadata
from classifier.page.title_parts import title_parts
from classifier.page.wording import HEADINGS, bare
from classifier.text.batch import Floats
from classifier.trained_head import softmax

KINDS = ("article", "list", "other")
_SURE = 0.8  # P(article) from which a page that calls itself a list is none
_SAYS_TITLE = 0.8  # of a title's pairs stand in the text
ARTICLE = 0.4  # P(article) from which a page is one: an article taken for a list is lost whole
_BEHIND = 40  # lines behind the likeliest headline in which its text is looked for
_PARAGRAPH = 40  # characters
_TITLE = 10  # characters from which a declared title is one of an article
_NUMBER = re.compile(r"\d{5}|\d{4}[/-]\d\d")
_LIST_ADDRESS = re.compile(
    r"/(?:list|lists|index|category|categories|tag|tags|topic|search|archive|channel|cat|page|author)\b", re.I
)
_LIST_TITLE = re.compile(
    r"搜[尋寻索](?:結果|结果)|標籤|标签|總覽|总览|列表|首頁|首页|所有文章|彙整|专题页|^(?:最新|即時|即时|熱門|热门)?(?:新聞|新闻|文章)$|archives?\b",
    re.IGNORECASE,
)
FIGURES = (
    "text", "paragraphs", "text share", "text behind", "headline", "recommendations", "recommendation share", "lines",
    "says article", "says list", "published", "title length", "article's address",
    "list's address", "h1", "longest run", "title's words in the text", "title of a list",
)  # fmt: skip


def page_figures(lines: Sequence[Line], probabilities: Floats, metadata: Metadata) -> Floats:
    """The figures of a page, shape (len(FIGURES),), about 0 to 1, from the ``probabilities`` of its roles (n, 4)."""
    seen = np.array([0.0 if line.alt or line.hidden == "hidden" else 1.0 for line in lines])
    sizes = np.array([len(line.text) for line in lines], float) * seen
    headline, body, recommendation = (probabilities[:, role] * seen for role in range(3))
    text = body * sizes
    at = int(headline.argmax())
    titles = [bare(part) for title in metadata.titles for part in title_parts(title)]
    path = urlsplit(metadata.address or "").path if metadata.address else ""
    return np.array(
        [
            np.log1p(text.sum()) / 8,
            np.log1p(body[sizes >= _PARAGRAPH].sum()) / 3,
            text.sum() / max(sizes.sum(), 1),
            np.log1p(text[at : at + _BEHIND].sum()) / 8,
            headline[at],
            np.log1p(recommendation.sum()) / 5,
            recommendation.sum() / max(seen.sum(), 1),
            np.log1p(len(lines)) / 6,
            metadata.says_article,
            metadata.says_list,
            metadata.published is not None,
            min(max(map(len, titles), default=0), 40) / 40,
            bool(_NUMBER.search(path)),
            bool(path in ("", "/") or _LIST_ADDRESS.search(path)) and metadata.address is not None,
            any("h1" in line.tags and len(bare(line.text)) >= _TITLE for line in lines),
            np.log1p(_longest_run(text, recommendation)) / 8,
            _title_in_text(
                titles, "".join(line.text for line, chance in zip(lines, body, strict=True) if chance >= 0.5)
            ),
            any(_LIST_TITLE.search(title) for title in metadata.titles)
            or any(_LIST_TITLE.search(line.text) for line in lines if line.tags & HEADINGS or line.marker == "title"),
        ],
        float,
    )


def _title_in_text(titles: Sequence[str], text: str) -> float:
    """The share of a title's character pairs that the text repeats: an article says again what its title says."""
    said = bare(text)
    shares = [
        sum(title[k : k + 2] in said for k in range(len(title) - 1)) / (len(title) - 1)
        for title in titles
        if len(title) >= _TITLE
    ]
    return max(shares, default=0.0)


def _longest_run(text: Floats, recommendation: Floats) -> float:
    """The most text without a recommendation in between: a list's excerpts have one before each."""
    ends = np.flatnonzero(recommendation >= 0.5)
    return float(max((part.sum() for part in np.split(text, ends)), default=0.0))


def page_kind(
    lines: Sequence[Line], probabilities: Floats, metadata: Metadata, weights: NDArray[np.float64]
) -> tuple[str, float]:
    """The kind of a page and its probability; ``weights`` are (len(FIGURES) + 1, 3), the last row a constant."""
    if not lines:
        return "other", 1.0
    figures = page_figures(lines, probabilities, metadata)
    found = softmax((figures @ weights[:-1] + weights[-1])[None, :])[0]
    kind = 0 if found[0] >= ARTICLE else int(found.argmax())
    if kind == 0 and found[0] < _SURE and figures[FIGURES.index("title of a list")]:
        return KINDS[1], float(1 - found[2])  # it calls itself one
    # What shows no headline, but says its title again in its text, is no form and no notice.
    if KINDS[kind] == "other" and figures[FIGURES.index("title's words in the text")] >= _SAYS_TITLE:
        return KINDS[0], float(1 - found[1])
    return KINDS[kind], float(found[kind])
