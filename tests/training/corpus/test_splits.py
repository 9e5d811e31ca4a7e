"""Splits of corpora that are small, lopsided, or neither."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.invented_corpus import invented_corpus
from training.corpus.format import SPLITS, CorpusError, Row, split_of
from training.corpus.splits import SMALL, splits_of


def made_up(count: int, bait: int) -> list[Row]:
    """So many rows without a split of their own, the first ``bait`` of them clickbait."""
    return [
        Row(str(n), f"標題{n}", 3.0 if n < bait else 0.0, "", str(n), split_of(str(n)), "", assigned=True)
        for n in range(count)
    ]


def test_splits_that_the_corpus_names_stay() -> None:
    rows = invented_corpus()
    found = splits_of(rows)
    assert (found.folds, found.notices) == (0, ())
    assert {name: len(part) for name, part in found.rows.items()} == {
        name: sum(row.split == name for row in rows) for name in SPLITS
    }


def test_few_rows_are_cross_validated_and_many_are_not() -> None:
    few = splits_of(made_up(SMALL - 1, 600))
    assert few.folds == 5 and len(few.rows["train"]) == SMALL - 1 and "1999 rows are few" in few.notices[0]
    many = splits_of(made_up(SMALL, 600))
    assert many.folds == 0 and sum(map(len, many.rows.values())) == SMALL and not many.notices


def test_a_split_without_a_class_is_drawn_anew_by_class() -> None:
    rare = [row for row in made_up(SMALL + 100, 60) if not row.clickbait or row.split == "train"]
    found = splits_of(rare)
    assert found.folds == 0 and "only substantive headlines: the splits were drawn anew" in found.notices[0]
    for part in found.rows.values():
        assert {row.clickbait for row in part} == {True, False}
    assert sum(map(len, found.rows.values())) == len(rare)


def test_named_splits_without_a_class_are_a_warning() -> None:
    rows = [replace(row, split="train") for row in invented_corpus()]
    found = splits_of(rows)
    assert found.folds == 5 and found.notices[0].startswith(
        "the validation split has no headline: all rows are trained"
    )
    assert len(found.rows["train"]) == len(rows)


def test_as_many_folds_as_families_allow() -> None:
    assert splits_of(made_up(40, 3)).folds == 3
    with pytest.raises(CorpusError, match="all rows of a class are one family"):
        splits_of(made_up(40, 1))
    with pytest.raises(CorpusError, match="only clickbait headlines"):
        splits_of(made_up(40, 40))
