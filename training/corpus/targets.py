"""The columns of a corpus for heads other than those of the bait grade and the topic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from classifier import heads
from classifier.heads import SIGMOID
from training.corpus.grades import mean_grade

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
        if head.link == SIGMOID:
            if (grade := mean_grade(record, head.column)) is not None:
                found[head.column] = grade
        elif (value := str(record.get(head.column) or "")) != "":
            if value not in head.classes:
                raise ValueError(f"{head.column} {value!r} is unknown; use one of {', '.join(head.classes)}")
            found[head.column] = value
    return found
