"""The bait grade of a record, from whichever columns it has.

In this order: ``grade``; ``grade_a``, ``grade_b`` ... (their mean); the kinds ``withheld``, ``sensational`` and
``push`` (the greatest), or those of several annotators, ``withheld_a`` ... ``push_b`` (the mean of what is each one's
greatest); ``label`` (0/1, clickbait/substantive).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from classifier.heads import KINDS
from classifier.prediction import CLICKBAIT, SUBSTANTIVE

_LABEL_GRADES = {"0": 0.0, "1": 3.0, SUBSTANTIVE: 0.0, CLICKBAIT: 3.0}
_WORDS = {
    "true": "1", "false": "0", "1.0": "1", "0.0": "0", "是": "1", "否": "0",
    **dict.fromkeys(("標題黨", "标题党", "釣魚標題", "钓鱼标题", "誘餌", "诱饵"), "1"),
    **dict.fromkeys(("非標題黨", "非标题党", "正常", "一般", "實質", "实质"), "0"),
}  # fmt: skip
_ANNOTATED = re.compile(r"(.+)_([a-z])")


def has_grade(columns: Iterable[str]) -> bool:
    """Whether a table with these columns says what is clickbait."""
    names = set(columns)
    return bool(names & {"grade", "label", *KINDS}) or any(
        (found := _ANNOTATED.fullmatch(name)) and found[1] in ("grade", *KINDS) for name in names if name
    )


def read_grade(record: Mapping[str, Any]) -> tuple[float, bool]:
    """The bait grade 0-3 of a record, and whether it was graded (not labelled only).

    Raises ValueError that names the column and the value.
    """
    if values := _values(record, "grade"):
        return _mean(values), True
    kinds = {kind: _values(record, kind) for kind in KINDS}
    if annotators := sorted({name for found in kinds.values() for name in found}):
        greatest = {a: max(found[a] for found in kinds.values() if a in found) for a in annotators}
        return _mean(greatest), True
    label = str(record.get("label", "")).strip().lower()
    label = _WORDS.get(label, label)
    if label not in _LABEL_GRADES:
        raise ValueError(f"label {label!r} is unknown; use 0 or 1, {SUBSTANTIVE} or {CLICKBAIT}")
    return _LABEL_GRADES[label], False


def mean_grade(record: Mapping[str, Any], column: str) -> float | None:
    """The grade 0-3 in a column, or the mean over annotators; None where it is empty. Raises ValueError."""
    values = _values(record, column)
    return _mean(values) if values else None


def _mean(values: Mapping[str, float]) -> float:
    return sum(values.values()) / len(values)


def _values(record: Mapping[str, Any], column: str) -> dict[str, float]:
    """Grades by annotator; "" is the only one where the column itself is filled."""
    if record.get(column) not in (None, ""):
        return {"": _grade(column, [record[column]])[0]}
    annotated = re.compile(rf"{re.escape(column)}_([a-z])")
    names = {found[1]: name for name in sorted(record, key=str) if name and (found := annotated.fullmatch(name))}
    given = {annotator: record[name] for annotator, name in names.items() if record[name] not in (None, "")}
    return dict(zip(given, _grade(column, list(given.values())), strict=True))


def _grade(column: str, values: list[Any]) -> list[float]:
    try:
        grades = [float(value) for value in values]
    except (TypeError, ValueError):
        grades = [-1.0]
    if not all(0 <= grade <= 3 for grade in grades):
        raise ValueError(f"{column} {', '.join(map(str, values))!r} is not a number from 0 to 3")
    return grades
