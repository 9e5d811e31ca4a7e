import os
import subprocess
import sys

import numpy as np
import pytest

from classifier.page.reading import read_page
from classifier.page.roles import HEADLINE, ROLES
from classifier.text.tokenizer import tokenizer
from training.corpus.labelled_pages import LabelledPage, read_pages
from training.evaluation.page_measures import confusion, cross_validate, scores
from training.fitting.page_roles import fit_roles, fitted_model


@pytest.fixture(scope="module")
def some_pages() -> list[LabelledPage]:
    """Two pages each of four layouts, as text."""
    layouts = ("portal", "wire", "table", "tabloid")
    pages = [page for page in read_pages(modes=["text"]) if page.layout in layouts]
    return [page for page in pages if page.name.endswith(("/01", "/02"))]


def test_the_stored_model_predicts_what_was_fitted(some_pages: list[LabelledPage]) -> None:
    fitted = fit_roles(some_pages, tokenizer())
    assert fitted["facts"].shape == (len(fitted["names"]), len(ROLES))
    assert len(fitted["keys"]) == len(fitted["words"]) == len(fitted["idf"]) == len(fitted["terms"])
    model = fitted_model("text", fitted)
    found = [read_page(p.lines, p.metadata, model, tokenizer()).roles for p in some_pages]
    assert scores(some_pages, found)["macro"] > 0.9  # it has seen these


def test_only_words_and_facts_of_two_layouts_are_kept(some_pages: list[LabelledPage]) -> None:
    one = [page for page in some_pages if page.layout == "wire"]
    with pytest.raises(ValueError):
        fit_roles(one, tokenizer())
    fitted = fit_roles(some_pages, tokenizer())
    assert all(any(name in fact for fact in fitted["names"]) for name in ("length", "position", "section title"))


def test_each_page_is_predicted_by_a_model_that_saw_no_page_of_its_layout(some_pages: list[LabelledPage]) -> None:
    found = cross_validate(some_pages, tokenizer(), folds=2)
    assert [len(numbers) for numbers in found] == [len(page.lines) for page in some_pages]
    told = scores(some_pages, found)
    assert set(told) == {*ROLES, "macro"}
    assert told["macro"] == pytest.approx(np.mean([told[role] for role in ROLES]))
    table = confusion(some_pages, found)
    assert table.sum() == sum(len(page.lines) for page in some_pages)
    assert table[HEADLINE].sum() == sum(page.roles.count("headline") for page in some_pages)


@pytest.mark.slow
def test_the_roles_do_not_depend_on_the_seed_of_hashes(few_pages: str) -> None:
    code = (
        "import hashlib, sys, numpy as np; from pathlib import Path; "
        "from training.corpus.labelled_pages import read_pages; "
        "from training.fitting.page_roles import STORED, fit_roles; from classifier.text.tokenizer import tokenizer; "
        "pages = [page for page in read_pages(Path(sys.argv[1])) if page.mode == 'html']; "
        "found = fit_roles(pages, tokenizer()); "
        "print(hashlib.sha256(b''.join(np.ascontiguousarray(found[name]).tobytes() for name in STORED)).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, few_pages], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(digests) == 1
