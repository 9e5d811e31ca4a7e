from collections import Counter
from itertools import islice

import numpy as np
import pytest
from hypothesis import given

from classifier.text.batch import read_batch
from classifier.text.hashing import Hashes
from classifier.text.normal_form import normal_form
from classifier.text.terms import CLASS_MARK, MARK, PAIR_MARK, SIZES, char_terms, read_tokens, word_terms
from classifier.text.tokenizer import tokenizer
from classifier.text.vocabulary import term_keys
from tests.support.headline_texts import HEADLINES
from training.corpus.format import Row


def vectorised(headlines: list[str]) -> list[tuple[list[str], Counter[int], Counter[int]]]:
    """Tokens, keys of n-grams and keys of words and pairs of each headline, as the batch finds them."""
    batch = read_batch(headlines, tokenizer())
    grams = np.empty((len(SIZES), len(batch.text)), np.uint64)
    words = np.empty((2, len(batch.token_start)), np.uint64)
    batch.char_ngrams(grams)
    batch.word_keys(words)
    feeds, feed_tokens = batch.feeds.tolist(), batch.token_start.searchsorted(batch.feeds).tolist()
    found = []
    for row, (first, last) in enumerate(zip(feeds, feeds[1:], strict=False)):
        # An n-gram may begin with the line feed before the headline and end with the one behind it.
        inside: list[Hashes] = [grams[0, first + 1 : last]]
        inside += [grams[size - 1, first : max(first, last + 2 - size)] for size in SIZES[1:]]
        a, b = feed_tokens[row] + 1, feed_tokens[row + 1]
        text = [batch.text[batch.token_start[i] : batch.token_end[i]] for i in range(a, b)]
        pairs = words[1, a : max(a, b - 1)]
        found.append(
            (text, Counter(np.concatenate(inside).tolist()), Counter([*words[0, a:b].tolist(), *pairs.tolist()]))
        )
    return found


def plain(headlines: list[str]) -> list[tuple[list[str], Counter[int], Counter[int]]]:
    """The same from the terms as text."""
    normal = [normal_form(headline) for headline in headlines]
    tokens = [[token for token, _, _ in read_tokens(text, tokenizer())] for text in normal]
    words = [[term for term in word_terms(found) if not term.startswith(CLASS_MARK)] for found in tokens]
    chars = [char_terms(text) for text in normal]
    return list(zip(tokens, keys("char", chars), keys("word", words), strict=True))


def keys(group: str, terms: list[list[str]]) -> list[Counter[int]]:
    found = iter(term_keys(group, [term for own in terms for term in own]).tolist())
    return [Counter(islice(found, len(own))) for own in terms]


@given(HEADLINES)
def test_a_batch_has_the_plain_tokens_and_terms(headlines: list[str]) -> None:
    assert vectorised(headlines) == plain(headlines)


@pytest.mark.slow
def test_the_whole_corpus_has_the_plain_tokens_and_terms(corpus: list[Row]) -> None:
    headlines = [row.headline for row in corpus]
    for first in range(0, len(headlines), 1000):
        part = headlines[first : first + 1000]
        for headline, found, own in zip(part, vectorised(part), plain(part), strict=True):
            assert found == own, headline


def test_tokens_have_spans_and_no_spaces() -> None:
    text = normal_form("立院 三讀")
    tokens = read_tokens(text, tokenizer())
    assert all(text[start:end] == token != " " for token, start, end in tokens)
    assert "".join(token for token, _, _ in tokens) == text.replace(" ", "")


def test_words_are_tokens_pairs_and_topical_classes() -> None:
    assert word_terms(["行政院长", "说", "明"]) == [
        "行政院长", "说", "明", f"行政院长{PAIR_MARK}说", f"说{PAIR_MARK}明", f"{CLASS_MARK}topic:politics",
    ]  # fmt: skip
    assert word_terms([]) == []


def test_characters_stand_between_the_marks_of_start_and_end() -> None:
    assert char_terms("ab") == ["a", "b", f"{MARK}a", "ab", f"b{MARK}", f"{MARK}ab", f"ab{MARK}", f"{MARK}ab{MARK}"]
    assert char_terms("") == [MARK + MARK]
