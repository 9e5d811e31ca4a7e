import copy

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import Classifier
from classifier.artifact import Artifact
from classifier.headline.single import SingleScorer
from classifier.headline.style_names import NAMES
from classifier.text.hashing import SALTS
from classifier.text.key_table import KeyTable
from tests.conftest import HEADLINES
from tests.support.headline_texts import TEXTS
from training.corpus.format import Row
from training.fitting.fit import Fitted


@pytest.fixture(scope="module")
def single(fitted: Fitted, classifier: Classifier) -> SingleScorer:
    return SingleScorer.of_bait(fitted.artifact, classifier.tokenizer)


@given(st.one_of(st.sampled_from(HEADLINES), TEXTS, st.text(max_size=60)))
def test_one_headline_has_the_logit_of_a_batch(single: SingleScorer, classifier: Classifier, text: str) -> None:
    assert single.logits(text)[0] == pytest.approx(classifier.logits([text])[0], abs=1e-9)


@pytest.mark.slow
def test_every_headline_has_the_logit_of_a_batch(
    single: SingleScorer, classifier: Classifier, corpus: list[Row]
) -> None:
    headlines = [row.headline for row in corpus]
    own = [float(single.logits(headline)[0]) for headline in headlines]
    np.testing.assert_allclose(own, classifier.logits(headlines), atol=1e-9, rtol=0)


@pytest.mark.parametrize("text", ["", " \u200b", "曝光" * 200, "她她她她她他他", "𠮷𠮷野家"])
def test_empty_long_and_repeated_texts_too(single: SingleScorer, classifier: Classifier, text: str) -> None:
    assert single.logits(text)[0] == pytest.approx(classifier.logits([text])[0], abs=1e-9)


@pytest.mark.parametrize("groups", [["style"], ["word"], ["char"], ["char", "style"], ["word", "char"]])
def test_groups_can_be_left_out(fitted: Fitted, groups: list[str]) -> None:
    manifest = copy.deepcopy(fitted.artifact.manifest)
    manifest["groups"] = groups
    small = Artifact(manifest, fitted.artifact.arrays)
    classifier = Classifier(small)
    single = SingleScorer.of_bait(small, classifier.tokenizer)
    own = [single.logits(text)[0] for text in HEADLINES]
    np.testing.assert_allclose(own, classifier.logits(HEADLINES), atol=1e-9, rtol=0)


def test_several_heads_are_read_at_once(fitted: Fitted, classifier: Classifier) -> None:
    arrays, manifest = fitted.artifact.arrays, fitted.artifact.manifest
    groups = ("char", "word")
    bait = np.concatenate([*(arrays[f"{group}_weight"] for group in groups), arrays["style_weight"]])
    topics = np.vstack([arrays[f"{group}_topic"] for group in groups])
    topics = np.vstack([topics, np.zeros((len(NAMES), topics.shape[1]))])  # the style features say nothing of them
    scorer = SingleScorer(
        KeyTable(np.concatenate([arrays[f"{group}_keys"] + SALTS[group] for group in groups])),
        len(arrays["char_keys"]),
        np.concatenate([arrays[f"{group}_idf"] for group in groups]).astype(np.float64),
        np.column_stack([bait, topics]),
        np.append(manifest["intercept"], arrays["topic_intercept"]),
        classifier.tokenizer,
    )
    for prediction in classifier.predict(HEADLINES):
        logits = scorer.logits(prediction.headline)
        assert logits[0] == pytest.approx(prediction.logit, abs=1e-9)
        odds = np.exp(logits[1:] - logits[1:].max())
        assert manifest["topics"][odds.argmax()] == prediction.topic
        assert odds.max() / odds.sum() == pytest.approx(prediction.topic_score, abs=1e-9)
