import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import Classifier
from classifier.page.lines import Line
from classifier.page.metadata import Metadata
from classifier.page.page_kind import ARTICLE, FIGURES, KINDS, page_figures, page_kind
from classifier.page.roles import role_model
from classifier.text.batch import Floats
from tests.support.page_lines import probabilities

TITLE = "青嶺鎮路燈下月全面換新"
TEXT = "青嶺鎮公所今天宣布，全鎮路燈下個月起分三期換成省電燈具，全面換新之後，每年可以省下四百萬元電費。"
LINES = [Line(TITLE, tags=frozenset(("h1",))), Line(TEXT), Line(TEXT), Line("老碼頭重新開放", "/n/2", 1.0)]
ROLES = "hbbr"


def figures(lines: list[Line] = LINES, roles: str = ROLES, **declared: object) -> dict[str, float]:
    found = page_figures(lines, probabilities(roles, 1.0), Metadata(**declared))  # type: ignore[arg-type]
    assert found.shape == (len(FIGURES),)
    return dict(zip(FIGURES, found.tolist(), strict=True))


def constant(*sums: float) -> Floats:
    """Weights by which only the constant counts."""
    weights = np.zeros((len(FIGURES) + 1, len(KINDS)))
    weights[-1] = sums
    return weights


def test_figures_tell_what_a_page_holds() -> None:
    found = figures(titles=(TITLE,))
    assert found["text"] == found["text behind"] == found["longest run"]
    assert found["text"] == pytest.approx(np.log1p(2 * len(TEXT)) / 8)
    assert found["paragraphs"] == pytest.approx(np.log1p(2) / 3)
    assert found["recommendation share"] == pytest.approx(1 / 4)
    assert (found["headline"], found["h1"]) == (1.0, 1.0)
    assert found["title length"] == pytest.approx(len(TITLE) / 40)


def test_figures_tell_what_a_page_declares() -> None:
    none = figures()
    declared = ("says article", "says list", "published", "title length", "article's address", "list's address")
    assert {none[name] for name in declared} == {0.0}
    assert figures(says_article=True)["says article"] == figures(says_list=True)["says list"] == 1
    assert figures(published="2026-03-02")["published"] == 1


@pytest.mark.parametrize(
    ("address", "is_article", "is_list"),
    [
        ("https://fog.example/", 0, 1),
        ("https://fog.example", 0, 1),
        ("https://fog.example/list/life", 0, 1),
        ("https://fog.example/tag/路燈", 0, 1),
        ("https://fog.example/life/20001", 1, 0),
        ("https://fog.example/2026/03/02/lamps", 1, 0),
        ("https://fog.example/life/lamps", 0, 0),
    ],
)
def test_an_address_speaks_for_a_kind(address: str, is_article: int, is_list: int) -> None:
    found = figures(address=address)
    assert (found["article's address"], found["list's address"]) == (is_article, is_list)


def test_excerpts_between_recommendations_make_no_long_run() -> None:
    lines = [Line("老碼頭重新開放", f"/n/{n}") if n % 2 else Line(TEXT) for n in range(10)]
    mixed = figures(lines, "br" * 5)
    assert mixed["longest run"] < mixed["text"]


def test_pictures_and_hidden_lines_do_not_count() -> None:
    more = [*LINES, Line(TEXT, alt=True), Line(TEXT, hidden="hidden")]
    alone, both = figures(), figures(more, ROLES + "bb")
    assert (both["text"], both["text share"]) == (alone["text"], alone["text share"])


def test_a_page_without_lines_is_something_else() -> None:
    assert page_kind([], np.zeros((0, 4)), Metadata(), constant(9, 0, 0)) == ("other", 1.0)


def test_the_weights_decide_and_an_article_needs_less_than_half() -> None:
    chances = probabilities(ROLES)
    assert page_kind(LINES, chances, Metadata(), constant(9, 0, 0))[0] == "article"
    assert page_kind(LINES, chances, Metadata(), constant(0, 9, 0))[0] == "list"
    assert page_kind(LINES, chances, Metadata(), constant(0, 0, 9))[0] == "other"
    kind, score = page_kind(LINES, chances, Metadata(), constant(*np.log([0.41, 0.58, 0.01])))
    assert (kind, score) == ("article", pytest.approx(0.41)) and score >= ARTICLE
    assert page_kind(LINES, chances, Metadata(), constant(*np.log([0.39, 0.6, 0.01])))[0] == "list"


def test_a_page_that_says_its_title_again_in_its_text_is_an_article() -> None:
    weights = constant(0, 0, 9)
    assert page_kind(LINES, probabilities(ROLES), Metadata(titles=(TITLE,)), weights)[0] == "article"
    assert page_kind(LINES, probabilities(ROLES), Metadata(titles=("會員中心登入與註冊頁",)), weights)[0] == "other"
    assert page_kind(LINES, probabilities(ROLES), Metadata(titles=("登入",)), weights)[0] == "other"


@pytest.mark.parametrize("mode", ["html", "text"])
def test_the_model_knows_an_article_from_a_list(full_classifier: Classifier, mode: str) -> None:
    weights = role_model(full_classifier, mode).decisions.kinds
    assert weights.shape == (len(FIGURES) + 1, len(KINDS))
    article = [Line(TITLE, tags=frozenset(("h1",)), marker="title"), *(Line(TEXT + str(n)) for n in range(6))]
    assert page_kind(article, probabilities("hbbbbbb"), Metadata(), weights)[0] == "article"
    items = [Line(f"老碼頭重新開放的第{n}天", f"/n/{n}", 1.0) for n in range(30)]
    kind, score = page_kind(items, probabilities("r" * 30), Metadata(), weights)
    assert kind == "list" and score > 0.5


@given(st.lists(st.tuples(st.text(max_size=50), st.sampled_from("hbrx")), min_size=1, max_size=8), st.text(max_size=40))
def test_any_page_has_a_kind(rows: list[tuple[str, str]], address: str) -> None:
    lines, roles = [Line(text) for text, _ in rows], "".join(role for _, role in rows)
    kind, score = page_kind(
        lines,
        probabilities(roles),
        Metadata(titles=(address,), address="https://fog.example/" + address),
        constant(0, 0, 0),
    )
    assert kind in KINDS and 0 <= score <= 1
