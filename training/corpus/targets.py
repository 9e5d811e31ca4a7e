"""The columns of a corpus for heads other than those of the bait grade and the topic."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from classifier import heads
from classifier.heads import SIGMOID, Head

OWN_COLUMNS = ("grade", "topic")  # which have their own fields in a corpus row


def read_targets(record: Mapping[str, Any]) -> dict[str, float | str]:
    """The labels of a record for the declared heads, by column: a grade 0-3 or the name of a class.

    Several annotators may give grades (``<column>_a``, ``<column>_b`` ...): their mean counts. Raises ValueError for an
    invalid grade or class.
    """
    found: dict[str, float | str] = {}
    for head in heads.HEADS:
        if head.column in OWN_COLUMNS:
            continue
        given = [record[name] for name in _columns(head, record) if record[name] not in (None, "")]
        if not given:
            continue
        if head.link == SIGMOID:
            grades = [_grade(head, str(value)) for value in given]
            found[head.column] = sum(grades) / len(grades)
        else:
            found[head.column] = _class(head, str(given[0]))
    return found


def _columns(head: Head, record: Mapping[str, Any]) -> list[str]:
    if head.column in record:
        return [head.column]
    by_annotator = re.compile(rf"{re.escape(head.column)}_[a-z]")
    return sorted(name for name in record if name and by_annotator.fullmatch(name))


def _grade(head: Head, value: str) -> float:
    try:
        grade = float(value)
    except ValueError:
        grade = -1.0
    if not 0 <= grade <= 3:
        raise ValueError(f"{head.column} {value!r} is not a number from 0 to 3")
    return grade


def _class(head: Head, value: str) -> str:
    if value not in head.classes:
        raise ValueError(f"{head.column} {value!r} is unknown; use one of {', '.join(head.classes)}")
    return value
