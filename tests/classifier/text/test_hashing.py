import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classifier.text.hashing import SALTS, hash_terms, mix
from classifier.text.normalize import codes_of
from classifier.text.terms import PAIR_MARK
from classifier.text.vocabulary import term_keys

BASE = 0x9E3779B97F4A7C15


def plain_hash(term: str) -> int:
    """Horner's rule, as the module's docstring defines the hash."""
    value = 0
    for mixed in mix(codes_of(term), above=True).tolist():
        value = (value * BASE + mixed) % 2**64
    return value


@given(st.lists(st.text(st.characters(codec=None), max_size=8), max_size=8))
def test_the_hash_is_the_polynomial_of_the_mixed_characters(terms: list[str]) -> None:
    assert hash_terms(terms).tolist() == [plain_hash(term) for term in terms]


@given(st.text(max_size=20))
def test_characters_are_mixed_alike_by_table_and_by_rule(text: str) -> None:
    codes = codes_of(text)
    if all(character <= "\uffff" for character in text):
        assert np.array_equal(mix(codes, above=False), mix(codes, above=True))
    assert len({*mix(codes, above=True).tolist()}) == len({*text})


def test_distinct_terms_have_distinct_keys() -> None:
    terms = ["她", "他", "她們", "們她", "曝光", "光曝", f"她{PAIR_MARK}曝", f"曝{PAIR_MARK}她"]
    assert len(set(term_keys("word", terms).tolist())) == len(terms)


def test_no_salt_makes_the_keys_of_two_groups_meet() -> None:
    keys = hash_terms(["她", "曝光", "原因"])
    assert len({key for salt in SALTS.values() for key in (keys + salt).tolist()}) == 3 * len(SALTS)
