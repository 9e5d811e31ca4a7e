"""The figures of the model card, on a few invented rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from classifier import Classifier
from training.corpus.format import Row
from training.evaluation.card import EITHER, LEAST, groups, kinds, share, whole
from training.evaluation.evaluate import Report, evaluate


@pytest.fixture(scope="module")
def measured(classifier: Classifier, corpus: list[Row]) -> tuple[list[Row], Report]:
    rows = [replace(row, outlet="大報" if n < 200 else "小報") for n, row in enumerate(corpus[: 200 + LEAST - 1])]
    return rows, evaluate(classifier, rows, source="invented")


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_a_group_that_is_too_small_for_an_interval_is_left_out(measured: tuple[list[Row], Report]) -> None:
    rows, report = measured
    head, _, *lines = groups("outlet", lambda row: row.outlet, rows, report)
    assert [cells(line)[0] for line in lines] == ["大報"]
    assert len(cells(head)) == len(cells(lines[0])) and cells(lines[0])[1] == "200"


def test_rates_of_a_group_with_hardly_any_bait_are_a_dash(measured: tuple[list[Row], Report]) -> None:
    rows, report = measured
    seen = 0

    def plain_first(row: Row) -> str:
        nonlocal seen
        seen += row.clickbait
        return "平實" if not row.clickbait or seen < EITHER else ""

    (line,) = list(groups("outlet", plain_first, rows, report))[2:]
    assert cells(line)[3:5] == ["–", "–"]


def test_the_interval_of_a_share_is_open_above_where_none_was_found() -> None:
    found = share(np.zeros(30, dtype=bool))
    assert (found.value, found.low) == (0.0, 0.0) and found.high == pytest.approx(0.1135, abs=1e-4)


def test_every_set_has_a_column_and_every_kind_a_row(measured: tuple[list[Row], Report]) -> None:
    _, report = measured
    table = list(whole([report, report]))
    assert {len(cells(line)) for line in table} == {3} and any(line.startswith("| f1 |") for line in table)
    assert len(list(kinds([report]))) == 2 + len(report.kinds)
