import numpy as np
import pytest

from training.evaluation.metrics import (
    best_threshold,
    expected_calibration_error,
    f1_at,
    measures,
    reliability,
    share_of_true,
)

TRUTH = np.array([False] * 60 + [True] * 40)
RNG = np.random.default_rng(0)
SCORES = np.clip(np.where(TRUTH, 0.7, 0.3) + RNG.normal(0, 0.2, 100), 0, 1)


def test_intervals_hold_the_value() -> None:
    found = measures(TRUTH, SCORES, 0.5, resamples=200)
    assert set(found) == {"precision", "recall", "f1", "roc_auc", "average_precision", "brier", "ece"}
    for name in ("precision", "recall", "f1", "roc_auc", "average_precision", "brier"):
        assert found[name].low <= found[name].value <= found[name].high
    assert found["roc_auc"].high - found["roc_auc"].low < 0.25


def test_a_perfect_scorer_is_perfect() -> None:
    found = measures(TRUTH, TRUTH * 1.0, 0.5, resamples=20)
    assert found["f1"].value == found["roc_auc"].value == 1
    assert found["ece"].value == found["brier"].value == 0


def test_one_class_cannot_be_measured() -> None:
    with pytest.raises(ValueError, match="only clickbait headlines"):
        measures(np.ones(3, bool), np.ones(3), 0.5)


def test_calibration_error_is_the_weighted_distance() -> None:
    truth, scores = np.array([True, False, True, True]), np.array([0.75, 0.75, 0.25, 0.25])
    assert reliability(truth, scores) == [(0.25, 1.0, 2), (0.75, 0.5, 2)]
    assert expected_calibration_error(truth, scores) == pytest.approx(0.5)


def test_the_threshold_is_the_lowest_of_the_best_plateau() -> None:
    scores = np.concatenate((np.full(60, 0.1), np.full(40, 0.9)))
    assert best_threshold(TRUTH, scores) == 0.9
    strict, lenient = best_threshold(TRUTH, SCORES, slack=0), best_threshold(TRUTH, SCORES, slack=0.05)
    assert lenient < strict
    assert ((SCORES >= strict) == TRUTH).mean() > 0.8


def test_a_share_has_the_interval_of_resampled_rows() -> None:
    found = share_of_true(TRUTH)
    drawn = [RNG.choice(TRUTH, len(TRUTH)).mean() for _ in range(2000)]
    assert found is not None and found.value == 0.4
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(drawn, [2.5, 97.5])), abs=0.021)
    assert share_of_true(np.empty(0, bool)) is None


def test_f1_of_nothing_said_and_nothing_true_is_0() -> None:
    truth = np.array([True, True, False, False])
    assert f1_at(0.5)(truth, np.array([0.9, 0.1, 0.9, 0.1])) == 0.5
    assert f1_at(0.5)(~truth & truth, np.zeros(4)) == 0
