from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import f1_score, roc_auc_score

from classifier import Classifier
from classifier.heads import KINDS, Head
from classifier.prediction import Prediction
from training.corpus.format import Row
from training.evaluation.kinds import evaluate_kinds


@pytest.fixture(scope="module")
def rows(corpus: list[Row]) -> list[Row]:
    return [row for row in corpus if row.split == "test"]


@pytest.fixture(scope="module")
def predictions(classifier: Classifier, rows: list[Row]) -> list[Prediction]:
    return classifier.predict([row.headline for row in rows])


def test_each_kind_is_measured_by_its_own_grades(
    classifier: Classifier, rows: list[Row], predictions: list[Prediction]
) -> None:
    found = evaluate_kinds(classifier.heads, rows, predictions, resamples=20)
    assert [kind.name for kind in found] == list(KINDS)
    for kind in found:
        truth = np.array([float(row.targets[kind.name]) >= 1.5 for row in rows])
        scores = np.array([p.kinds[kind.name] for p in predictions])
        assert (kind.count, kind.positive, kind.predicted) == (len(rows), truth.sum(), (scores >= 0.5).sum())
        measures = kind.measures
        assert set(measures) == {"roc_auc", "average_precision", "f1", "best_f1", "ece"}
        assert measures["roc_auc"].value == pytest.approx(roc_auc_score(truth, scores))
        assert measures["f1"].value == pytest.approx(f1_score(truth, scores >= 0.5))
        best = max(f1_score(truth, scores >= cut) for cut in scores)
        assert measures["best_f1"].value == pytest.approx(best)
        assert measures["best_f1"].value == pytest.approx(f1_score(truth, scores >= kind.best_threshold))
        assert measures["roc_auc"].low <= measures["roc_auc"].value <= measures["roc_auc"].high


def test_the_worst_errors_of_a_kind_are_its_own(
    classifier: Classifier, rows: list[Row], predictions: list[Prediction]
) -> None:
    for kind in evaluate_kinds(classifier.heads, rows, predictions, resamples=0):
        by_text = {row.headline: row for row in rows}
        wrong = [abs(error.score - (error.grade >= 1.5)) for error in kind.worst]
        assert len(wrong) <= 20 and wrong == sorted(wrong, reverse=True) and min(wrong) >= 0.5
        for error in kind.worst:
            assert error.grade == by_text[error.headline].targets[kind.name]
            assert error.label == ("yes" if error.score >= 0.5 else "no")


def test_rows_without_a_grade_of_a_kind_do_not_count(
    classifier: Classifier, rows: list[Row], predictions: list[Prediction]
) -> None:
    bare = [replace(row, targets={} if i % 2 else row.targets) for i, row in enumerate(rows)]
    found = evaluate_kinds(classifier.heads, bare, predictions, resamples=0)
    assert {kind.count for kind in found} == {(len(rows) + 1) // 2}


def test_a_kind_with_one_class_is_left_out(
    classifier: Classifier, rows: list[Row], predictions: list[Prediction]
) -> None:
    calm = [replace(row, targets={**row.targets, "push": 0.0}) for row in rows]
    assert [k.name for k in evaluate_kinds(classifier.heads, calm, predictions, resamples=0)] == list(KINDS[:2])
    heads: tuple[Head, ...] = classifier.heads[:1]
    assert evaluate_kinds(heads, rows, predictions, resamples=0) == []
