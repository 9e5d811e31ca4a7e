from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier import Classifier
from classifier.artifact import save
from tests.support.invented_corpus import BAIT, PLAIN, invented_corpus
from training.corpus.format import CorpusError, Row
from training.fitting.fit import fit
from training.fitting.heads import TrainingSettings, row_weights
from training.fitting.pipeline import build_features

SLOW = pytest.mark.slow


@pytest.mark.slow
def test_the_same_data_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    contents = []
    for name in ("first", "second"):
        save(fit(invented_corpus(), TrainingSettings(), corpus_digest="x").artifact, tmp_path / name)
        contents.append({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()})
    assert contents[0] == contents[1]
    other = fit(invented_corpus(), replace(TrainingSettings(), regularization=0.5), corpus_digest="x").artifact
    assert other.manifest["version"].encode() not in contents[0]["manifest.json"]


def test_a_small_corpus_is_learned() -> None:
    classifier = Classifier(fit(invented_corpus(), TrainingSettings(), corpus_digest="x").artifact)
    scores = classifier.scores(["立院三讀托育條例 全案通過", "她一句話全場傻眼　原因曝光"])
    assert scores[0] < 0.5 < scores[1]


@pytest.mark.parametrize(
    "topics", [("politics",), pytest.param(("politics", "life"), marks=SLOW), pytest.param(("",), marks=SLOW)]
)
def test_few_topics_still_give_a_model_that_agrees_with_its_pipeline(topics: tuple[str, ...]) -> None:
    fitted = fit(invented_corpus(topics), TrainingSettings(), corpus_digest="x")
    classifier = Classifier(fitted.artifact)
    found = {prediction.topic for prediction in classifier.predict(PLAIN)}
    assert found <= (set(topics) - {""} or {"other"})


@pytest.mark.parametrize(
    "groups",
    [("style",), ("word", "char"), *(pytest.param(g, marks=SLOW) for g in (("word",), ("char",), ("word", "style")))],
)
def test_groups_are_switched_off_for_ablations(groups: tuple[str, ...]) -> None:
    fitted = fit(invented_corpus(), replace(TrainingSettings(), groups=groups), corpus_digest="x")
    headlines = PLAIN + BAIT
    mine = Classifier(fitted.artifact).scores(headlines)
    np.testing.assert_allclose(mine, fitted.pipeline.predict_proba(headlines)[:, 1], atol=1e-9)


def test_unknown_groups_are_named() -> None:
    with pytest.raises(ValueError, match="unknown feature groups"):
        build_features(["emoji"], min_df=1, style_scale=1.0)


def test_one_class_cannot_be_trained() -> None:
    plain = [row for row in invented_corpus() if not row.clickbait]
    with pytest.raises(CorpusError, match="the corpus has only substantive headlines"):
        fit(plain, TrainingSettings(), corpus_digest="x")
    two = [replace(row, family=str(row.clickbait)) for row in invented_corpus()]
    with pytest.raises(CorpusError, match="all rows of a class are one family"):
        fit([replace(row, assigned=True) for row in two], TrainingSettings(), corpus_digest="x")


def test_clear_grades_weigh_more() -> None:
    rows = [Row("", "", grade, "", "", "train", "", graded) for grade, graded in ((0, True), (1, True), (3, False))]
    weights = TrainingSettings().grade_weights
    assert row_weights(rows, TrainingSettings()).tolist() == [weights[0], weights[1], 1.0]
