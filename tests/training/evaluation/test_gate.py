import json
from dataclasses import replace
from pathlib import Path

import pytest

from classifier import Classifier
from training.corpus.duplicates import near_duplicates
from training.corpus.format import Row, bundled_corpus, digest
from training.evaluation import gate
from training.evaluation.evaluate import evaluate
from training.evaluation.gate import BASELINE, Figures, gated, measure, measure_roles, new_floors, sets, violations


def test_the_model_keeps_its_floors(full_classifier: Classifier, full_corpus: list[Row]) -> None:
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    assert baseline["corpus"] == digest([bundled_corpus()]), (
        "the corpus changed: train, look at the figures, then run 'python -m training.evaluation.gate --update'"
    )
    assert violations(measure(full_classifier, full_corpus), baseline["floors"]) == []


@pytest.fixture(scope="module")
def role_figures() -> Figures:
    """Measured once, which takes twenty seconds."""
    return measure_roles()


@pytest.mark.slow
def test_the_roles_keep_their_floors(role_figures: Figures) -> None:
    assert violations(role_figures, json.loads(BASELINE.read_text(encoding="utf-8"))["floors"]) == []


@pytest.mark.slow
def test_the_challenge_set_is_not_in_the_corpus(full_corpus: list[Row]) -> None:
    challenge = [row.headline for row in sets(full_corpus)["challenge"]]
    assert len(challenge) > 3000
    shared = list(near_duplicates(challenge, [row.headline for row in full_corpus]))
    assert shared == []


def test_a_drop_and_a_rise_in_error_are_told() -> None:
    floors = {"test": {"f1": 0.8, "ece": 0.05}}
    assert violations({"test": {"f1": 0.81, "ece": 0.04}}, floors) == []
    broken = violations({"test": {"f1": 0.79, "ece": 0.06}}, floors)
    assert broken == ["test f1 0.7900 is below its floor 0.8000", "test ece 0.0600 is above its ceiling 0.0500"]


def test_a_score_that_is_too_good_is_told() -> None:
    assert "look for a leak" in violations({"test": {"f1": 0.999}}, {"test": {"f1": 0.8}})[0]


def test_a_gate_that_checks_nothing_does_not_pass() -> None:
    with pytest.raises(ValueError, match="checked nothing"):
        violations({"test": {"f1": 0.9}}, {"real_dev3": {"f1": 0.7}})


def test_a_figure_with_a_floor_must_be_measured() -> None:
    broken = violations({"real_dev3": {"f1": 0.8}}, {"real_dev3": {"f1": 0.7, "push_roc_auc": 0.9}})
    assert broken == ["real_dev3 push_roc_auc has a floor and is no longer measured"]


def test_what_is_gated_of_graded_rows(classifier: Classifier, corpus: list[Row]) -> None:
    report = evaluate(classifier, [row for row in corpus if row.split == "test"], resamples=0)
    report = replace(report, topic_accuracies=[0.7, 0.6])
    figures = gated(report)
    assert set(figures) == {
        "f1", "roc_auc", "ece", "clear_roc_auc", "plain_called", "clear_found", "spearman", "topic_accuracy",
        "withheld_roc_auc", "sensational_roc_auc", "push_roc_auc",
    }  # fmt: skip
    assert figures["topic_accuracy"] == 0.6
    assert set(gated(replace(report, plain_called=None, topic_accuracies=[], kinds=[]))) == {
        "f1", "roc_auc", "ece", "clear_roc_auc", "clear_found", "spearman",
    }  # fmt: skip


def test_the_gate_reads_the_real_sets(shared: Path, corpus: list[Row]) -> None:
    found = sets(corpus)
    assert [len(found[name]) for name in ("real_dev3", "real_dev3_sc")] == [1514, 384]
    assert all(row.other_topics and len(row.targets) == 3 for row in found["real_dev3"])


def test_floors_rise_by_themselves_and_fall_only_with_permission() -> None:
    old = {"test": {"f1": 0.8, "ece": 0.05}, "real_dev3": {"f1": 0.7}}
    better = new_floors({"test": {"f1": 0.9, "ece": 0.02}}, old, allow_regression=False)
    assert better == {"test": {"f1": 0.89, "ece": 0.03}, "real_dev3": {"f1": 0.7}}
    kept = new_floors({"test": {"f1": 0.805, "ece": 0.045}}, old, allow_regression=False)
    assert kept["test"] == old["test"]
    with pytest.raises(ValueError, match="test f1 would go from 0.8 to 0.69"):
        new_floors({"test": {"f1": 0.7, "ece": 0.02}}, old, allow_regression=False)
    assert new_floors({"test": {"f1": 0.7, "ece": 0.09}}, old, allow_regression=True)["test"]["f1"] == 0.69


def test_update_writes_the_digest(
    full_model_folder: Path, role_figures: Figures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "measure_roles", lambda: role_figures)
    baseline = tmp_path / "baseline.json"
    baseline.write_text('{"corpus": "", "floors": {"real_dev": {"f1": 0.7}}}')
    monkeypatch.setattr(gate, "BASELINE", baseline)
    assert gate.main(["--model", str(full_model_folder), "--update"]) == 0
    written = json.loads(baseline.read_text())
    assert written["corpus"] == digest([bundled_corpus()])
    assert "real_dev" not in written["floors"], "a set that is no longer measured keeps no floor"
    assert gate.main(["--model", str(full_model_folder)]) == 0
