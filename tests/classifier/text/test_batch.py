import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classifier.text.batch import Batch, read_batch
from classifier.text.normalize import LINE_FEED, normalize
from classifier.text.terms import CLASS_MARK, SIZES
from classifier.text.tokenizer import tokenizer
from classifier.text.vocabulary import term_keys
from training.fitting.pipeline import char_terms, word_terms

HEADLINES = st.lists(st.text(max_size=30), max_size=5)


def batch_of(headlines: list[str]) -> Batch:
    return read_batch(headlines, tokenizer())


@given(HEADLINES)
def test_character_ngrams_are_the_reference_terms(headlines: list[str]) -> None:
    batch = batch_of(headlines)
    keys = np.empty((len(SIZES), len(batch.text)), np.uint64)
    batch.char_ngrams(keys)
    found: list[list[int]] = [[] for _ in headlines]
    for start in range(len(batch.text)):
        for column, size in enumerate(SIZES):
            gram = batch.text[start : start + size]
            if len(gram) == size and "\n" not in gram[1:-1] and gram != "\n":
                found[batch.row[start]].append(int(keys[column, start]))
    for headline, own in zip(headlines, found, strict=True):
        assert sorted(own) == sorted(term_keys("char", char_terms(headline)).tolist())


@given(HEADLINES)
def test_words_and_pairs_are_the_reference_terms(headlines: list[str]) -> None:
    batch = batch_of(headlines)
    keys = np.empty((2, len(batch.token_start)), np.uint64)
    batch.word_keys(keys)
    rows = batch.row[batch.token_start]
    parts = batch.codes[batch.token_start] == LINE_FEED
    paired = ~parts & ~np.append(parts[1:], True)
    for row, headline in enumerate(headlines):
        own = [*keys[0, (rows == row) & ~parts].tolist(), *keys[1, (rows == row) & paired].tolist()]
        terms = [term for term in word_terms(headline) if not term.startswith(CLASS_MARK)]
        assert sorted(own) == sorted(term_keys("word", terms).tolist())


@given(HEADLINES)
def test_no_ngram_or_pair_over_two_headlines_is_a_term_of_one(headlines: list[str]) -> None:
    batch = batch_of(headlines)
    grams, words = np.empty((len(SIZES), len(batch.text)), np.uint64), np.empty((2, len(batch.token_start)), np.uint64)
    batch.char_ngrams(grams)
    batch.word_keys(words)
    terms = [term for headline in headlines for term in char_terms(headline)]
    over = [
        int(grams[column, start])
        for start in range(len(batch.text))
        for column, size in enumerate(SIZES)
        if "\n" in batch.text[start : start + size][1:-1] or start + size > len(batch.text)
    ]
    assert not set(over) & set(term_keys("char", terms).tolist())
    pairs = [int(key) for key, a in zip(words[1], batch.token_start, strict=True) if batch.text[a] == "\n"]
    terms = [term for headline in headlines for term in word_terms(headline)]
    assert not set(pairs) & set(term_keys("word", terms).tolist())


def test_tokens_leave_out_spaces_and_keep_the_line_feeds_between_headlines() -> None:
    batch = batch_of(["立院 開會", "她"])
    words = [batch.text[a:b] for a, b in zip(batch.token_start, batch.token_end, strict=True)]
    assert words == ["\n", normalize("立院"), normalize("開會"), "\n", "她", "\n"]
    assert batch.row[batch.token_start].tolist() == [0, 0, 0, 1, 1, 2]
