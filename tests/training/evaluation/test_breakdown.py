from dataclasses import replace

import numpy as np
import pytest

from tests.support.invented_corpus import invented_corpus
from training.evaluation.breakdown import WORST, breakdown, worst_errors, year_of
from training.fitting.heads import labels

ROWS = [replace(row, outlet=f"desk-{i % 3}", date=f"20{20 + i % 2}-05-04") for i, row in enumerate(invented_corpus())]
TRUTH = labels(ROWS)
SCORES = np.where(TRUTH, 0.9, 0.1)


@pytest.mark.parametrize(
    ("date", "year"),
    [("2025-04-11", "2025"), ("2022-11", "2022"), ("2022", "2022"), ("2005..2011", "2005..2011"), ("", "")],
)
def test_the_year_of_a_date(date: str, year: str) -> None:
    assert year_of(replace(ROWS[0], date=date)) == year


def test_groups_are_complete_and_the_largest_comes_first() -> None:
    rows = [replace(row, outlet="") if i < 20 else row for i, row in enumerate(ROWS)]
    rows[20] = replace(rows[20], outlet="alone")
    found = breakdown(rows, TRUTH, SCORES, 0.5, lambda row: row.outlet)
    assert sum(group.count for group in found) == 100
    assert [g.count for g in found] == sorted((g.count for g in found), reverse=True)
    assert found[-1].name == "alone" and found[-1].f1 is None and found[-1].roc_auc is None
    assert found[0].f1 == found[0].roc_auc == 1 and found[0].predicted == found[0].clickbait
    assert [group.roc_auc for group in breakdown(ROWS, TRUTH, SCORES, 0.5, year_of)] == [None, None]


def test_the_worst_errors_come_first() -> None:
    scores = np.linspace(0, 1, len(ROWS))
    labels = ["yes" if score >= 0.5 else "no" for score in scores]
    found = worst_errors(ROWS, TRUTH, scores, 0.5, labels, [row.grade for row in ROWS])
    wrong = [abs(error.score - (error.grade >= 1.5)) for error in found]
    assert len(found) == WORST and wrong == sorted(wrong, reverse=True) and wrong[0] > 0.9
    assert {error.label for error in found if error.score < 0.5} == {"no"}
    assert worst_errors(ROWS, TRUTH, SCORES, 0.5, labels, SCORES.tolist()) == []
