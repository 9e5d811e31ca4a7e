"""Agreement of two independent annotators: quadratic-weighted kappa (Cohen 1968) by kind on a sample of the corpus.

``datasets/grading/grades.csv`` has the columns ``id,withheld_a,sensational_a,push_a,withheld_b,...,topic_a,topic_b``:
the grades 0-3 of two annotators who saw the guideline and the headlines only, in random order, and not each other's.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score, f1_score

from classifier.heads import KINDS
from training.corpus.format import CUT, CorpusError, Row


@dataclass(frozen=True, slots=True)
class DoubleGrades:
    """The grades of both annotators, in the order of KINDS, and their topics ("" where none was given)."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    topics: tuple[str, str]


def read_grades(path: Path) -> dict[str, DoubleGrades]:
    """Grades by row id. Raises CorpusError for a line without two grades 0-3 for each kind."""
    grades: dict[str, DoubleGrades] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line, record in enumerate(csv.DictReader(file), 2):
            try:
                a, b = (tuple(int(record[f"{kind}_{name}"]) for kind in KINDS) for name in "ab")
                if not {*a, *b} <= {0, 1, 2, 3}:
                    raise ValueError
                topics = record.get("topic_a") or "", record.get("topic_b") or ""
                grades[record["id"]] = DoubleGrades(a, b, topics)
            except (KeyError, TypeError, ValueError):
                columns = ",".join(f"{kind}_{name}" for name in "ab" for kind in KINDS)
                raise CorpusError(f"{path}:{line}: expected id,{columns} with grades 0-3") from None
    return grades


def agreement(rows: Sequence[Row], grades: Mapping[str, DoubleGrades]) -> list[str]:
    """Kappa of each kind, F1 of clickbait or not, share of equal topics. Raises CorpusError when no row is graded."""
    graded = [grades[row.id] for row in rows if row.id in grades]
    if not graded:
        raise CorpusError("none of the graded rows is in the corpus")
    a, b = np.array([g.a for g in graded]), np.array([g.b for g in graded])
    lines = [f"graded     {len(graded)} headlines ({len(graded) / len(rows):.1%}) by two annotators"]
    for number, kind in enumerate(KINDS):
        kappa = cohen_kappa_score(a[:, number], b[:, number], weights="quadratic", labels=[0, 1, 2, 3])
        lines.append(f"  {kind:<12} quadratic-weighted kappa {kappa:.3f}")
    f1 = f1_score(a.max(axis=1) >= CUT, b.max(axis=1) >= CUT, zero_division=0)
    lines.append(f"  {'clickbait':<12} F1 {f1:.3f}")
    if named := [g.topics for g in graded if all(g.topics)]:
        lines.append(f"  {'topic':<12} the same for {sum(x == y for x, y in named) / len(named):.1%}")
    return lines
