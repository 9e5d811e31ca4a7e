import pytest

from classifier.prediction import TOPICS
from classifier.text.lexicon import (
    KNOWN_CLASSES,
    STYLE_CLASSES,
    TOPIC_CLASSES,
    TOPICAL,
    lexicon,
    parse,
    styled,
    topical,
)


@pytest.mark.parametrize("line", ["曝光", "曝光 x teaser", "曝光 5"])
def test_a_malformed_lexicon_line_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="lexicon line 2"):
        parse(f"# comment\n{line}\n")


def test_an_unknown_class_is_named_with_its_line_and_the_known_ones() -> None:
    with pytest.raises(ValueError, match="lexicon line 3: unknown class 'teasr'") as caught:
        parse("# comment\n原因曝光 3 teaser\n曝光 3 teasr\n")
    assert all(name in str(caught.value) for name in KNOWN_CLASSES)


@pytest.mark.parametrize("classes", ["topic:cooking", "teaser,", "teaser,emotion", "topic:life,topic:world", "Teaser"])
def test_classes_that_mean_nothing_are_errors(classes: str) -> None:
    with pytest.raises(ValueError, match="lexicon line 1: "):
        parse(f"曝光 3 {classes}")


def test_a_word_may_have_a_style_class_and_a_topical_one() -> None:
    (entry,) = parse("曝光 3 teaser,topic:life")
    assert (entry.style, entry.topic) == ("teaser", "topic:life")
    (entry,) = parse("曝光 3 word")
    assert (entry.style, entry.topic) == (None, None)


def test_the_declared_classes_are_those_of_the_lexicon() -> None:
    assert set(styled().values()) == set(STYLE_CLASSES)
    assert set(topical().values()) == set(TOPIC_CLASSES) <= {TOPICAL + topic for topic in TOPICS}
    assert list(STYLE_CLASSES) == sorted(STYLE_CLASSES)  # the order of the style features
    assert len(lexicon()) > 5000
