import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import Classifier
from classifier.artifact import Artifact
from classifier.headline.single import SingleScorer
from classifier.headline.style_names import NAMES
from classifier.heads import Head
from classifier.text.term_table import TermTable
from classifier.trained_head import TrainedHead, coherent, read_heads, term_weights, weights_of
from tests.conftest import HEADLINES
from tests.support.headline_texts import TEXTS
from training.corpus.format import Row
from training.fitting.fit import Fitted


class Single:
    """What a classifier needs of the scorer, from an artefact."""

    def __init__(self, artifact: Artifact, classifier: Classifier) -> None:
        self.trained: list[TrainedHead] = read_heads(artifact.manifest)
        heads: list[Head] = [found.head for found in self.trained]
        groups, arrays = artifact.manifest["groups"], artifact.arrays
        outputs = sum(head.outputs for head in heads)
        style = np.zeros((len(NAMES), outputs))
        if "style" in groups:
            style = weights_of("style", arrays, heads, len(NAMES)).astype(np.float64)
        table = TermTable.of(term_weights(groups, arrays, heads), outputs)
        self.scorer = SingleScorer(table, style, classifier.tokenizer)

    def logit(self, headline: str) -> float:
        return self.scorer.lead(self.scorer.read(headline)) + float(self.trained[0].intercept[0])


@pytest.fixture(scope="module")
def single(fitted: Fitted, classifier: Classifier) -> Single:
    return Single(fitted.artifact, classifier)


@given(st.one_of(st.sampled_from(HEADLINES), TEXTS, st.text(max_size=60)))
def test_one_headline_has_the_logit_of_a_batch(single: Single, classifier: Classifier, text: str) -> None:
    assert single.logit(text) == pytest.approx(classifier.logits([text])[0], abs=1e-9)


@pytest.mark.slow
def test_every_headline_has_the_logit_of_a_batch(single: Single, classifier: Classifier, corpus: list[Row]) -> None:
    headlines = [row.headline for row in corpus]
    own = [single.logit(headline) for headline in headlines]
    np.testing.assert_allclose(own, classifier.logits(headlines), atol=1e-9, rtol=0)


@pytest.mark.parametrize("text", ["", " \u200b", "曝光" * 200, "她她她她她他他", "𠮷𠮷野家", "行政院長 行政院長"])
def test_empty_long_and_repeated_texts_too(single: Single, classifier: Classifier, text: str) -> None:
    assert single.logit(text) == pytest.approx(classifier.logits([text])[0], abs=1e-9)


@pytest.mark.parametrize("groups", [["style"], ["word"], ["char"], ["char", "style"], ["word", "char"]])
def test_groups_can_be_left_out(fitted: Fitted, groups: list[str]) -> None:
    small = Artifact({**fitted.artifact.manifest, "groups": groups}, fitted.artifact.arrays)
    classifier = Classifier(small)
    single = Single(small, classifier)
    own = [single.logit(text) for text in HEADLINES]
    np.testing.assert_allclose(own, classifier.logits(HEADLINES), atol=1e-9, rtol=0)


@given(st.one_of(st.sampled_from(HEADLINES), TEXTS))
def test_the_other_heads_answer_as_in_a_batch(single: Single, classifier: Classifier, text: str) -> None:
    reading = single.scorer.read(text)
    if not reading.text:
        assert not single.scorer.rest(reading).any()
        return
    outputs = np.append(0.0, single.scorer.rest(reading))[None, :]
    (prediction,) = classifier.predict([text])
    kinds = [found for found in single.trained if found.head.family]
    apart = np.stack([kind.probabilities(outputs) for kind in kinds], axis=1)
    expected = coherent(apart, np.array([prediction.score]))[0].tolist()
    assert list(prediction.kinds.values()) == pytest.approx(expected, abs=1e-9)
    for found in single.trained[1:]:
        if not found.head.family:
            probability = found.probabilities(outputs)[0].max()
            assert probability == pytest.approx(prediction.field(found.head.probability), abs=1e-9)
