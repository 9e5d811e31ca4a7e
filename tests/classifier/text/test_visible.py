import sys
import unicodedata

import pytest
from hypothesis import given

from classifier.text.normal_form import normal_form
from classifier.text.normalize import normalize
from classifier.text.visible import is_visible
from tests.support.headline_texts import TEXTS

UNSEEN = (
    "\x00\t\n\r \x7f\x85\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b\u180e\u200b\u200d\u200e\u2028\u202e"
    "\u202f\u205f\u2060\u2062\u2064\u206a\u2800\u3000\u3164\ufe00\ufe0f\ufeff\uffa0\ufff9\ufffc\ufffd\ud800\udfff"
    "\U000e0001\U000e0041\U000e007f\U000e0100\U000e01ef\U0001d159\U0001d173\U0001bca0"
)
SHAPED = {"\u0600", "\u06dd", "\u08e2", "\U000110bd"}  # format characters that are drawn: signs before numbers


@pytest.mark.parametrize("character", UNSEEN)
def test_nothing_visible(character: str) -> None:
    assert not is_visible(character * 3)
    assert normalize(character) == normal_form(character) == ""
    assert is_visible(f"{character}立{character}")
    assert normalize(f"{character}立{character}院{character}").replace(" ", "") == "立院"


def test_every_character_without_a_shape_is_known() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        category = unicodedata.category(character)
        if category in ("Cc", "Cs", "Zs", "Zl", "Zp"):
            assert not is_visible(character), hex(code)
        elif category == "Cf" and "NUMBER" not in (name := unicodedata.name(character, "")) and "SIGN" not in name:
            assert not is_visible(character) or name.startswith("ARABIC"), hex(code)
    assert all(map(is_visible, SHAPED))


def test_what_is_visible_has_a_normal_form_and_nothing_else_has() -> None:
    for code in range(0x20000):
        assert is_visible(chr(code)) == (normal_form(chr(code)) != ""), hex(code)
    for code in range(0xE0000, 0xE1000):
        assert not is_visible(chr(code))


@given(TEXTS)
def test_a_text_is_visible_when_it_has_a_normal_form(text: str) -> None:
    assert is_visible(text) == bool(normalize(text))
