import copy
import subprocess
import sys
from pathlib import Path

import joblib
import numpy as np
import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier import TOPICS, Classifier, HeadlineError, load
from classifier.headline.style import style_hits
from classifier.headline.style_names import NAMES
from classifier.model import CHUNK
from classifier.text.batch import read_batch
from classifier.text.lexicon import STYLE_CLASSES
from classifier.text.tokenizer import tokenizer
from tests.conftest import HEADLINES
from training.corpus.format import Row
from training.fitting.fit import Fitted

TEXTS = st.text(min_size=1, max_size=40).filter(lambda text: bool(read_batch([text], tokenizer()).text.strip()))


def test_numpy_agrees_with_scikit_learn_on_every_headline(
    fitted: Fitted, classifier: Classifier, corpus: list[Row], tmp_path: Path
) -> None:
    joblib.dump(fitted.pipeline, tmp_path / "pipeline.joblib")
    pipeline = joblib.load(tmp_path / "pipeline.joblib")
    headlines = [row.headline for row in corpus]
    np.testing.assert_allclose(classifier.scores(headlines), pipeline.predict_proba(headlines)[:, 1], atol=1e-9, rtol=0)


@settings(max_examples=60)
@given(TEXTS)
def test_numpy_agrees_with_scikit_learn_on_any_text(fitted: Fitted, classifier: Classifier, text: str) -> None:
    assert classifier.scores([text])[0] == pytest.approx(fitted.pipeline.predict_proba([text])[0, 1], abs=1e-9)


def test_both_engines_give_the_same_scores(fitted: Fitted, corpus: list[Row]) -> None:
    headlines = [row.headline for row in corpus[:500]]
    fast, slow = (Classifier(fitted.artifact, tokenizer(name)).scores(headlines) for name in ("rjieba", "jieba"))
    assert np.array_equal(fast, slow)


@settings(max_examples=60)
@given(st.one_of(st.sampled_from(HEADLINES), TEXTS))
def test_signals_and_intercept_add_up_to_the_logit(classifier: Classifier, text: str) -> None:
    (prediction,) = classifier.predict([text], explain=True)
    total = sum(signal.weight for signal in prediction.signals) + prediction.intercept
    assert total == pytest.approx(prediction.logit, abs=1e-9)
    for signal in prediction.signals:
        assert 0 <= signal.start < signal.end <= len(text)
        assert text[signal.start : signal.end] == signal.text
        assert signal.group in ("word", "char", "style")


def test_a_signal_names_the_teaser_in_the_original_script(classifier: Classifier) -> None:
    (prediction,) = classifier.predict(["女星離婚　原因曝光"], explain=True)
    teaser = [s for s in prediction.signals if s.name == "teaser@end"]
    assert [(s.text, s.start, s.end) for s in teaser] == [("曝光", 7, 9)]


def test_a_public_figure_backs_off_to_a_topic(classifier: Classifier) -> None:
    (prediction,) = classifier.predict(["行政院長出席國慶典禮"], explain=True)
    named = {(s.text, s.name) for s in prediction.signals if s.name.startswith("topic:")}
    assert ("行政院長", "topic:politics") in named


def test_both_scripts_score_the_same(classifier: Classifier, corpus: list[Row]) -> None:
    headlines = [row.headline for row in corpus[:1000]]
    convert = opencc.OpenCC("t2s").convert
    assert np.array_equal(classifier.scores(headlines), classifier.scores([convert(h) for h in headlines]))


def test_the_answer_does_not_depend_on_the_company(classifier: Classifier) -> None:
    many = (HEADLINES * (CHUNK // len(HEADLINES) + 2))[: CHUNK + 7]
    alone = np.array([classifier.scores([h])[0] for h in HEADLINES])
    np.testing.assert_allclose(classifier.scores(many), np.resize(alone, len(many)), atol=1e-12)
    assert classifier.predict([]) == []
    assert classifier.scores([]).shape == (0,)


def test_a_prediction_is_complete(classifier: Classifier) -> None:
    for prediction, headline in zip(classifier.predict(HEADLINES), HEADLINES, strict=True):
        assert prediction.headline == headline
        assert 0 <= prediction.score <= 1
        assert prediction.label == ("clickbait" if prediction.score >= classifier.threshold else "substantive")
        assert prediction.topic in TOPICS and 0 < prediction.topic_score <= 1
        assert prediction.signals == ()


def test_the_threshold_moves_label_and_uncertainty(classifier: Classifier) -> None:
    score = classifier.predict(HEADLINES[:1])[0].score
    assert classifier.predict(HEADLINES[:1], threshold=score)[0].label == "clickbait"
    assert classifier.predict(HEADLINES[:1], threshold=score)[0].uncertain
    assert classifier.predict(HEADLINES[:1], threshold=1.0)[0].label == "substantive"
    with pytest.raises(ValueError, match="not between 0 and 1"):
        classifier.predict(HEADLINES, threshold=1.5)


@pytest.mark.parametrize("text", ["", "   ", "\u3000\u200b", "\ufeff\x00", "\ud800"])
def test_a_headline_with_nothing_to_see_is_refused(classifier: Classifier, text: str) -> None:
    with pytest.raises(HeadlineError, match="headline 1 .* has no visible character") as caught:
        classifier.predict(["立院三讀", text])
    assert caught.value.positions == [1]


def test_all_headlines_with_nothing_to_see_are_named_across_chunks(classifier: Classifier) -> None:
    many = ["立院三讀"] * (CHUNK + 5)
    many[3] = many[CHUNK + 2] = "\u3000"
    with pytest.raises(HeadlineError, match="headline 3 ") as caught:
        classifier.predict(many)
    assert caught.value.positions == [3, CHUNK + 2]


def test_an_empty_headline_has_a_score_of_its_own(classifier: Classifier) -> None:
    scores = classifier.scores(["", "立院三讀", " "])
    assert scores[0] == scores[2] != scores[1]
    assert scores[1] == pytest.approx(classifier.scores(["立院三讀"])[0], abs=1e-12)


@pytest.mark.parametrize("text", ["😀😀😀", "Breaking: minister resigns after vote", "!!!", "ﾊﾞｽ", "\ud800a\x00b"])
def test_a_headline_without_chinese_has_a_score_but_is_uncertain(classifier: Classifier, text: str) -> None:
    (prediction,) = classifier.predict([text])
    assert prediction.uncertain and 0 <= prediction.score <= 1


def test_a_very_long_line_has_a_result(classifier: Classifier) -> None:
    (prediction,) = classifier.predict(["女星離婚原因曝光！" * 12_000])
    assert 0 <= prediction.score <= 1


@pytest.mark.parametrize("value", ["one string", [1], [None], [b"bytes"]])
def test_other_types_are_refused(classifier: Classifier, value: object) -> None:
    with pytest.raises(TypeError):
        classifier.predict(value)  # type: ignore[arg-type]


def test_groups_can_be_left_out(fitted: Fitted) -> None:
    manifest = copy.deepcopy(fitted.artifact.manifest)
    manifest["groups"] = ["style"]
    small = Classifier(type(fitted.artifact)(manifest, fitted.artifact.arrays))
    assert small.scores(HEADLINES).shape == (len(HEADLINES),)


def test_predicting_imports_neither_scikit_learn_nor_the_other_packages(model_folder: Path) -> None:
    code = (
        "import sys, classifier; classifier.load(sys.argv[1]).predict(['她一句話'], explain=True); "
        "print([m for m in ('sklearn', 'scipy', 'flask', 'pandas', 'training', 'api') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(model_folder)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_load_reads_the_folder(model_folder: Path, classifier: Classifier) -> None:
    assert np.array_equal(load(model_folder).scores(HEADLINES), classifier.scores(HEADLINES))


def hits_of(headline: str) -> set[str]:
    return {NAMES[feature] for feature in style_hits(read_batch([headline], tokenizer())).feature}


@pytest.mark.parametrize(
    ("headline", "expected", "absent"),
    [
        ("女星離婚 原因曝光", {"teaser@end", "teaser@last", "nameless@first", "unnamed", "segments=2"}, {"!", "quote"}),
        ("快訊／台中大火", {"slash", "tag", "tag@first"}, {"!", "unnamed"}),
        ("這3招超神！", {"counter", "!@end", "number", "deictic"}, {"...", "figure"}),
        ("他：「這樣」就夠", {"quote", "quote@short", "colon@early", "deictic@quote"}, {"quote@end"}),
        ("傻眼！他淚崩…", {"+!", "...", "...@end", "emotion"}, {"!@end"}),
        ("油價調漲0.6元", {"figure", "number"}, {"counter"}),
        ("無極", {"length<=10", "segments=1", "nobody", "wordless"}, {"number"}),
    ],
)
def test_style_features_see_what_clickbait_does(headline: str, expected: set[str], absent: set[str]) -> None:
    found = hits_of(headline)
    assert expected <= found
    assert not absent & found


def test_style_names_are_distinct_and_cover_the_classes() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert set(STYLE_CLASSES) <= set(NAMES)


@given(st.lists(st.text(max_size=40), max_size=4))
def test_style_hits_lie_within_their_headline(headlines: list[str]) -> None:
    batch = read_batch(headlines, tokenizer())
    hits = style_hits(batch)
    assert all(batch.row[hits.start] == hits.row)
    assert all(hits.end > hits.start)
    assert all("\n" not in batch.text[a:b] for a, b in zip(hits.start, hits.end, strict=True))
