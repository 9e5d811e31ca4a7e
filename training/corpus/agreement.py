"""Agreement of independent annotators: quadratic-weighted kappa (Cohen 1968) on a random tenth of the corpus.

``datasets/grading/grades.csv`` has the columns ``id,grade_a,grade_b``: the grades of two annotators who saw only the
headlines, in random order, without the writer's grades or each other's.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score, f1_score

from training.corpus.format import CorpusError, Row


def read_grades(path: Path) -> dict[str, tuple[int, int]]:
    """Both grades by row id. Raises CorpusError for a line without two grades 0-3."""
    grades: dict[str, tuple[int, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line, record in enumerate(csv.DictReader(file), 2):
            try:
                pair = int(record["grade_a"]), int(record["grade_b"])
                if not set(pair) <= {0, 1, 2, 3}:
                    raise ValueError
                grades[record["id"]] = pair
            except (KeyError, TypeError, ValueError):
                raise CorpusError(f"{path}:{line}: expected id,grade_a,grade_b with grades 0-3") from None
    return grades


def agreement(rows: Sequence[Row], grades: dict[str, tuple[int, int]]) -> list[str]:
    """A line per pair of annotators: kappa of the grades, and F1 of clickbait or not. Raises CorpusError for no row."""
    graded = [(int(row.grade), *grades[row.id]) for row in rows if row.id in grades]
    if not graded:
        raise CorpusError("none of the graded rows is in the corpus")
    columns = dict(zip(("writer", "a", "b"), np.array(graded).T, strict=True))
    lines = [f"graded     {len(graded)} headlines ({len(graded) / len(rows):.1%}) by two annotators and the writer"]
    for one, other in (("a", "b"), ("writer", "a"), ("writer", "b")):
        x, y = columns[one], columns[other]
        kappa = cohen_kappa_score(x, y, weights="quadratic", labels=[0, 1, 2, 3])
        f1 = f1_score(x >= 2, y >= 2, zero_division=0)
        lines.append(f"  {one:>6} - {other}  quadratic-weighted kappa {kappa:.3f}  F1 {f1:.3f}")
    return lines
