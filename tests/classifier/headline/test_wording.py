import pytest

from classifier.headline.style_names import NAMES
from classifier.headline.wording import LANGUAGES, describe


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_style_feature_has_words_of_its_own(language: str) -> None:
    words = [describe(name, language) for name in NAMES]
    assert len(set(words)) == len(NAMES)
    assert all("@" not in text and text.strip() == text for text in words)


def test_a_feature_in_every_language() -> None:
    assert describe("teaser@end") == "keeps the point back, at the very end"
    assert describe("teaser@end", "zh-TW") == "把重點留著不說（在句尾）"
    assert describe("length<=13", "zh-TW") == "標題的字數：不超過 13"
    assert describe("teaser@end", "zh-CN") == "把重点留着不说（在句尾）"
    assert describe("segments>=5", "zh-CN") == "标题的段数：5 以上"


def test_an_unknown_feature_or_language_is_an_error() -> None:
    for name, language in (("cats@end", "en"), ("teaser", "fr")):
        with pytest.raises(KeyError):
            describe(name, language)
