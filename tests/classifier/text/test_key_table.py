import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.text.hashing import hash_terms
from classifier.text.key_table import KeyTable


@given(st.sets(st.text(min_size=1, max_size=6), max_size=200), st.text(min_size=7, max_size=8))
def test_a_table_finds_what_it_holds_and_nothing_else(terms: set[str], stranger: str) -> None:
    held = [term for term in sorted(terms) if term.isprintable()]
    table = KeyTable(hash_terms(held))
    assert table.find(hash_terms(held)).tolist() == list(range(len(held)))
    assert table.find(hash_terms([stranger])).tolist() == [-1]


@pytest.mark.parametrize("keys", [[5, 5], [0]])
def test_a_table_refuses_repeated_keys_and_zero(keys: list[int]) -> None:
    with pytest.raises(ValueError, match="distinct"):
        KeyTable(np.array(keys, np.uint64))
