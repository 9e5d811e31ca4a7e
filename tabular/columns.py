"""Names of columns: which one holds the headlines, and what others are called in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tabular.errors import TableError

HEADLINE = "headline"
# By the name that a corpus gives a column; the first that a table has counts. Both scripts.
NAMES: dict[str, tuple[str, ...]] = {
    HEADLINE: (
        "headline", "title", "標題", "标题", "新聞標題", "新闻标题", "文章標題", "文章标题", "headlines", "titles",
        "news_title",
    ),
    "label": ("label", "標籤", "标签", "標記", "标记", "class", "clickbait", "target"),
    "grade": ("grade", "等級", "等级", "分級", "分级"),
    "id": ("id", "編號", "编号", "序號", "序号"),
    "outlet": ("outlet", "媒體", "媒体", "來源", "来源"),
    "date": ("date", "日期"),
}  # fmt: skip


def folded(name: str) -> str:
    """A name without what people do not mean: spaces at its ends, case."""
    return name.strip().casefold()


def canonical(names: Sequence[str]) -> dict[str, str]:
    """What a corpus calls these columns, by their own names; those that it does not know keep theirs."""
    found = {name: name for name in names}
    own = {folded(name): name for name in reversed(names)}
    for known, aliases in NAMES.items():
        if known in names:
            continue
        if match := next((own[alias] for alias in aliases if alias in own), None):
            found[match] = known
    return found


def headline_column(names: Sequence[str], wanted: str | None, where: object) -> str:
    """The column with the headlines: the one that the user names, else the first known name.

    Raises TableError that tells the columns.
    """
    known = {folded(name): name for name in reversed(names)}
    if wanted is not None:
        if wanted in names:
            return wanted
        if folded(wanted) in known:
            return known[folded(wanted)]
        raise TableError(f"{where}: no column {wanted!r} but {listed(names)}: name it with --column")
    for alias in NAMES[HEADLINE]:
        if alias in known:
            return known[alias]
    raise TableError(f"{where}: no column {HEADLINE!r} but {listed(names)}: name it with --column")


def header(fields: Sequence[str], where: object) -> list[str]:
    """The names of the columns from the cells of the header.

    Cells without a name at its end, as spreadsheets leave them, are no columns. Others are ``column_2`` by their place
    if there are several. Raises TableError where two columns have one name, or there is none.
    """
    names = list(fields)
    while names and not names[-1].strip():
        names.pop()
    if not names:
        raise TableError(f"{where}: the first row is empty: it must name the columns")
    unnamed = [place for place, name in enumerate(names) if not name.strip()]
    if len(unnamed) > 1:
        names = [f"column_{i + 1}" if i in unnamed else name for i, name in enumerate(names)]
    check_unique(names, where)
    return names


def check_unique(names: Sequence[str], where: object) -> None:
    """Raises TableError where two columns have one name."""
    if len(set(names)) < len(names):
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise TableError(f"{where}: two columns have one name, {twice!r}: rename one ({listed(names)})")


def fitted(fields: list[str], count: int) -> list[str]:
    """The cells of a row without empty ones behind its last column."""
    if len(fields) > count and not any(field.strip() for field in fields[count:]):
        return fields[:count]
    return fields


def listed(names: Iterable[str]) -> str:
    """Names for a message."""
    return ", ".join(map(repr, list(names)[:20])) or "none at all"
