import json
from collections import Counter

from hypothesis import given

from classifier.headline.plain_features import as_values, plain_features
from classifier.headline.style_names import NAMES
from classifier.text.tokenizer import tokenizer
from tests.support.headline_texts import TEXTS
from training.fitting.pipeline import char_terms, word_terms


@given(TEXTS)
def test_the_features_of_a_headline_are_plain_values(text: str) -> None:
    values = as_values(text, tokenizer())
    if text.isprintable():  # JSON knows no lone surrogates
        assert json.loads(json.dumps(values)) == values
    assert values["word"] == Counter(word_terms(text))
    assert values["char"] == Counter(char_terms(text))
    assert set(values["style"]) <= set(NAMES)


def test_they_name_what_is_seen() -> None:
    values = as_values("女星離婚　原因曝光", tokenizer())
    assert values["normal"] == "女星离婚 原因曝光"
    assert values["tokens"] == ["女星", "离婚", "原因", "曝光"]
    assert values["word"]["离婚\t原因"] == 1 and values["char"]["\n女"] == 1
    assert values["style"]["teaser@end"] == 1
    assert ["teaser@end", 7, 9] in values["style_hits"]
    found = plain_features("女星離婚　原因曝光", tokenizer())
    assert found.tokens[2] == ("原因", 5, 7)
