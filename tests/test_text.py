import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.features import CLASS_MARK, PAIR_MARK, term_keys
from classifier.normalize import normalize
from classifier.table import KeyTable
from classifier.text import Batch, hash_terms, read_batch
from classifier.tokenizer import tokenizer
from training.pipeline import char_terms, word_terms

HEADLINES = st.lists(st.text(max_size=30), max_size=5)


def batch_of(headlines: list[str]) -> Batch:
    return read_batch(headlines, tokenizer())


@given(HEADLINES)
def test_character_ngrams_are_the_reference_terms(headlines: list[str]) -> None:
    batch = batch_of(headlines)
    found: list[list[int]] = [[] for _ in headlines]
    for size in (1, 2, 3, 4):
        start, hashes = batch.char_ngrams(size)
        for row, key in zip(batch.row[start], hashes, strict=True):
            found[row].append(int(key))
    for headline, keys in zip(headlines, found, strict=True):
        assert sorted(keys) == sorted(term_keys("char", char_terms(headline)).tolist())


@given(HEADLINES)
def test_words_and_pairs_are_the_reference_terms(headlines: list[str]) -> None:
    batch = batch_of(headlines)
    first, pairs = batch.word_pairs()
    singles = batch.spans(batch.token_start, batch.token_end)
    for row, headline in enumerate(headlines):
        keys = [*singles[batch.token_row == row].tolist(), *pairs[batch.token_row[first] == row].tolist()]
        terms = [term for term in word_terms(headline) if not term.startswith(CLASS_MARK)]
        assert sorted(keys) == sorted(term_keys("word", terms).tolist())


def test_distinct_terms_have_distinct_keys() -> None:
    terms = ["她", "他", "她們", "們她", "曝光", "光曝", f"她{PAIR_MARK}曝", f"曝{PAIR_MARK}她"]
    assert len(set(term_keys("word", terms).tolist())) == len(terms)


def test_tokens_leave_out_white_space() -> None:
    batch = batch_of(["立院 開會", "她"])
    words = [batch.text[a:b] for a, b in zip(batch.token_start, batch.token_end, strict=True)]
    assert " " not in words and "\n" not in words
    assert normalize("立院") in words
    assert batch.token_row.tolist() == [0, 0, 1]


@given(st.sets(st.text(min_size=1, max_size=6), max_size=200), st.text(min_size=7, max_size=8))
def test_a_table_finds_what_it_holds_and_nothing_else(terms: set[str], stranger: str) -> None:
    held = [term for term in sorted(terms) if term.isprintable()]
    table = KeyTable(hash_terms(held))
    assert table.find(hash_terms(held)).tolist() == list(range(len(held)))
    assert table.find(hash_terms([stranger])).tolist() == [-1]


def test_a_table_refuses_repeated_keys() -> None:
    with pytest.raises(ValueError, match="distinct"):
        KeyTable(np.array([5, 5], np.uint64))
