from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import Classifier
from classifier.page.copied_text import text_lines
from classifier.page.lines import Line
from classifier.page.roles import MODES, ROLES, agree, decide, role_model, smooth
from classifier.page.wording import bare
from classifier.text.batch import Floats

positive = st.floats(0.01, 1)


@st.composite
def chains(draw: st.DrawFn) -> tuple[Floats, Floats, Floats]:
    """Emissions, transitions and start of a small chain."""
    states, length = draw(st.integers(1, 3)), draw(st.integers(1, 5))

    def array(rows: int) -> Floats:
        row = st.lists(positive, min_size=states, max_size=states)
        return np.array(draw(st.lists(row, min_size=rows, max_size=rows)))

    return array(length), array(states), array(1)[0]


@given(chains())
def test_smoothing_is_the_sum_over_all_sequences(chain: tuple[Floats, Floats, Floats]) -> None:
    emissions, transition, start = chain
    length, states = emissions.shape
    posterior = np.zeros_like(emissions)
    for sequence in product(range(states), repeat=length):
        weight = start[sequence[0]] * np.prod([emissions[i, state] for i, state in enumerate(sequence)])
        weight *= np.prod([transition[pair] for pair in zip(sequence, sequence[1:], strict=False)])
        posterior[range(length), sequence] += weight
    assert smooth(emissions, transition, start) == pytest.approx(posterior / posterior.sum(axis=1, keepdims=True))


def test_a_chain_of_any_length_neither_overflows_nor_vanishes() -> None:
    found = smooth(np.full((20_000, 4), 1e-9), np.full((4, 4), 3.0), np.ones(4))
    assert found == pytest.approx(np.full((20_000, 4), 0.25))


def rows(*headline: float) -> Floats:
    """Probabilities of lines that are else most likely body."""
    return np.array([[h, (1 - h) * 0.6, (1 - h) * 0.3, (1 - h) * 0.1] for h in headline])


def names(probabilities: Floats, *texts: str, headline: str | None, article: bool = True) -> list[str]:
    said = bare(headline) if headline else None
    return [ROLES[number] for number in decide(probabilities, [Line(text) for text in texts], article, said)]


def test_a_page_keeps_one_headline() -> None:
    texts = ("公車改道", "新路線週一上路", "鋒面通過")
    assert names(rows(0.7, 0.9, 0.8), *texts, headline=texts[1]) == ["body", "headline", "body"]
    assert names(rows(0.7, 0.1, 0.8), *texts, headline=texts[1]) == ["body", "headline", "body"]
    assert names(rows(0.7, 0.9, 0.8), *texts, headline=None) == ["body"] * 3


def test_the_headline_may_stand_twice_whole_or_cut() -> None:
    texts = ("新路線 週一上路！", "新路線週一上路", "新路線週一…", "新路線週一上路")
    found = names(rows(0.9, 0.8, 0.7, 0.1), *texts, headline=texts[0])
    assert found == ["headline", "headline", "headline", "body"]


def test_a_page_that_is_no_article_has_neither_headline_nor_body() -> None:
    assert names(rows(0.9, 0.1), "公車改道", "鋒面通過", headline="公車改道", article=False) == ["recommendation"] * 2
    assert decide(np.zeros((0, len(ROLES))), []).tolist() == []


def test_the_items_of_a_list_are_of_a_piece() -> None:
    found = np.array([[0.0, 0.1, 0.8, 0.1], [0.0, 0.1, 0.8, 0.1], [0.0, 0.1, 0.4, 0.5], [0.0, 0.1, 0.4, 0.5]])
    together = agree(found, ["ul>li>a"] * 3 + ["p"])
    assert together[2].argmax() == ROLES.index("recommendation") and together[3] == pytest.approx(found[3])
    assert together[:, :2] == pytest.approx(found[:, :2]) and together.sum(axis=1) == pytest.approx(np.ones(4))


@pytest.mark.parametrize("mode", MODES)
def test_probabilities_sum_to_one(classifier: Classifier, mode: str) -> None:
    model = role_model(classifier, mode)
    lines = text_lines(
        "首頁\n新路線週一上路\n市府今天宣布，新路線週一上路。\n熱門文章\n他只做一件事\n😀1\n" + "a " * 400
    )
    found = model.probabilities(lines, ["新路線週一上路"], classifier.tokenizer)
    assert found.shape == (7, len(ROLES))
    assert found.sum(axis=1) == pytest.approx(np.ones(7))
    assert model.emissions(lines, [], classifier.tokenizer).sum(axis=1) == pytest.approx(np.ones(7))
    assert model.probabilities([], [], classifier.tokenizer).shape == (0, len(ROLES))
