from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given

from classifier.text.normal_form import normal_form
from classifier.text.term_table import TermTable
from classifier.text.terms import char_terms, read_tokens, word_terms
from classifier.text.tokenizer import tokenizer
from classifier.text.vocabulary import TermWeights, term_keys
from tests.support.headline_texts import TEXTS


def weights(group: str, terms: list[str]) -> TermWeights:
    """Each term with an idf and weights of its own."""
    rng = np.random.default_rng(len(terms))
    idf = rng.uniform(1, 5, len(terms)).astype(np.float32)
    return TermWeights(term_keys(group, terms), idf, rng.normal(size=(len(terms), 3)).astype(np.float32))


@given(TEXTS)
def test_each_occurrence_of_each_term_is_found(text: str) -> None:
    normal = normal_form(text)
    assume(normal)
    tokens = read_tokens(normal, tokenizer())
    occurring = {"char": char_terms(normal), "word": word_terms([token for token, _, _ in tokens])}
    known = {group: sorted(set(terms)) for group, terms in occurring.items()}
    groups = {group: weights(group, terms) for group, terms in known.items()}
    table = TermTable.of(groups, 3)
    found = table.find(normal, tokens)
    terms = [*known["char"], *known["word"]]
    assert Counter(terms[row] for row in found.rows[: found.chars]) == Counter(occurring["char"])
    assert Counter(terms[row] for row in found.rows[found.chars :]) == Counter(occurring["word"])
    expected = np.zeros(3)
    for group, occurrences in occurring.items():
        counts = Counter(occurrences)
        count, idf = np.array([counts[term] for term in known[group]]), groups[group].idf.astype(np.float64)
        values = idf[:, None] * groups[group].weights
        values[:, 1:] = values[:, 1:].astype(np.float32)  # as they are stored for all outputs but the first
        expected += count.dot(values) / np.linalg.norm(count * idf)
    assert [table.lead_of(found), *table.rest_of(found)] == pytest.approx(expected, abs=1e-9)


def test_nothing_is_found_in_an_empty_table() -> None:
    found = TermTable.of({}, 2).find("她", read_tokens("她", tokenizer()))
    assert not len(found.rows) and found.lengths == (1.0, 1.0)
