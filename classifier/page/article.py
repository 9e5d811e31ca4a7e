"""The article of a page: its headline, text, authors and times, from what the page shows and what it declares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from classifier.page.byline import read_byline
from classifier.page.dates import read_date
from classifier.page.document import Article, Block
from classifier.page.lines import Line
from classifier.page.metadata import Metadata
from classifier.page.title_parts import without_outlet
from classifier.page.wording import bare

_NEAR = 12  # lines around the headline in which byline and times are looked for
_CREDIT = 40  # characters of a line behind the text that may say who wrote it
_BOX = re.compile(
    r"訂閱|订阅|訂戶|會員|会员|登入|登录|解鎖|解锁|付費|付费|購買全文|閱讀全文|阅读全文|看全文|未完|subscribe|sign in|"
    r"log ?in|members? only",
    re.IGNORECASE,
)
_BOX_WITHIN = 6  # lines behind the text
_CUT = re.compile(r"(?<![。！？!?」』…])(?:…|\.{3,}|⋯)(?:[（(【\[].{0,20}[)）】\]])?$")
_FULL = 600  # characters from which a text that its page does not give for free is taken for whole
_UPDATED = re.compile(r"更新|修改|最後編輯|updated|modified", re.IGNORECASE)
_MOSTLY_EMBEDDED = 0.4  # of the text in the page's data is what a page shows of it at most, when it is taken from there


def build_article(
    headline: Block | None, lines: Sequence[Line], roles: Sequence[str], metadata: Metadata, embedded: str | None
) -> Article:
    """The article of a page that has one; ``lines`` are all lines with their ``roles``, before any are merged."""
    body = [i for i, role in enumerate(roles) if role == "body" and not lines[i].alt]
    text = "\n".join(lines[i].text for i in body)
    cut = _is_cut(text, [line.text for line in lines[body[-1] + 1 :][:_BOX_WITHIN]] if body else [])
    if embedded and len(bare(text)) < _MOSTLY_EMBEDDED * len(bare(embedded)):
        text, cut = embedded, bool(_CUT.search(embedded))
    title = headline.text if headline else _declared_headline(metadata)
    at = next((i for i, role in enumerate(roles) if role == "headline"), body[0] if body else 0)
    last = body[-1] if body else len(lines)
    around = range(max(0, at - _NEAR), min(at + _NEAR, last + 1, len(lines)))
    near = [lines[i] for i in around if i != at and roles[i] != "recommendation"]
    shown = [line.text for line in near]
    behind = takewhile(lambda i: roles[i] != "recommendation", range(last + 1, min(last + 1 + _NEAR, len(lines))))
    credits = [lines[i].text for i in behind if len(lines[i].text) <= _CREDIT]
    named = [line.text for line in near if "byline" in line.near]
    lead = [lines[i].text for i in (*body[:2], *body[-2:])]
    published, updated = _times(metadata, shown)
    teaser = cut or metadata.free is False and len(text) < _FULL
    return Article(
        title,
        text,
        read_byline(_people(metadata), [*shown, *credits], lead, named),
        published,
        updated,
        "teaser" if teaser else "full",
        headline.score if headline else None,
        headline.label if headline else None,
        headline.answers if headline else {},
    )


def _is_cut(text: str, behind: Sequence[str]) -> bool:
    """Whether a text breaks off: in the middle of a sentence, or before a box that asks to subscribe."""
    if not text:
        return False
    if _CUT.search(text):
        return True
    return text.endswith(("…", "...", "⋯")) and any(_BOX.search(line) for line in behind)


def _times(metadata: Metadata, shown: Sequence[str]) -> tuple[str | None, str | None]:
    """When the article was published and updated, in ISO 8601."""
    declared = read_date(metadata.published, shown) if metadata.published else None
    visible = [(line, found) for line in shown if (found := read_date(line))]
    first = next((found for line, found in visible if not _UPDATED.match(line)), None)
    published = declared or first or next((found for _, found in visible), None)
    updated = read_date(metadata.updated, shown) if metadata.updated else None
    updated = updated or next((found for line, found in visible if _UPDATED.match(line)), None)
    if published and len(published) == len("2026-03-02") and first and first.startswith(published):
        published = first  # the page shows the time of the day that it declares
    return published, updated


def _people(metadata: Metadata) -> list[str]:
    """What the page calls an author and is not its own name."""
    outlets = {bare(name) for name in (*metadata.outlets, *metadata.title_ends)}
    return [name for name in metadata.authors if bare(name) not in outlets]


def _declared_headline(metadata: Metadata) -> str | None:
    """The headline that the page declares, without the outlet's name."""
    title = metadata.headline or next(iter(metadata.titles), None)
    return without_outlet(title, metadata.outlets) if title else None
