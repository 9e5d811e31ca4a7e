"""Whatever holds strings is taken as headlines; whatever else is refused in a sentence."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import LABELS, Classifier, HeadlineError
from classifier.headlines import headline_list
from classifier.text.tokenizer import PythonJieba, RustJieba, tokenizer
from tests.conftest import HEADLINES


class Known(StrEnum):
    FIRST = HEADLINES[0]


CONTAINERS: dict[str, Callable[[list[str]], Iterable[str]]] = {
    "list": list,
    "tuple": tuple,
    "generator": lambda texts: (text for text in texts),
    "iterator": iter,
    "keys": lambda texts: dict.fromkeys(texts).keys(),
    "numpy str": np.array,
    "numpy object": lambda texts: np.array(texts, object),
    "numpy scalars": lambda texts: list(np.array(texts)),
    "numpy, not contiguous": lambda texts: np.repeat(np.array(texts), 2)[::2],
    "pandas": pd.Series,
    "pandas with an index of its own": lambda texts: pd.Series(texts, index=range(7, 7 + len(texts))),
    "pandas string": lambda texts: pd.Series(texts, dtype="string"),
    "pandas category": lambda texts: pd.Series(texts, dtype="category"),
    "pandas index": pd.Index,
    "pandas array": lambda texts: pd.array(texts, dtype="string"),
    "pyarrow": pa.array,
    "pyarrow large": lambda texts: pa.array(texts, pa.large_string()),
    "pyarrow chunks": lambda texts: pa.chunked_array([texts[:2], texts[2:]]),
    "pyarrow dictionary": lambda texts: pa.array(texts).dictionary_encode(),
}


@pytest.mark.parametrize("kind", CONTAINERS)
def test_every_column_of_strings_is_taken(classifier: Classifier, kind: str) -> None:
    make = CONTAINERS[kind]
    expected = classifier.scores(HEADLINES)
    assert np.array_equal(classifier.scores(make(HEADLINES)), expected)
    assert np.array_equal(classifier.logits(make(HEADLINES)), classifier.logits(HEADLINES))
    predictions = classifier.predict(make(HEADLINES), explain=True)
    assert predictions == classifier.predict(HEADLINES, explain=True)
    assert {type(prediction.headline) for prediction in predictions} == {str}
    assert len(classifier.predict(make(HEADLINES[:1]))) == 1  # scored by itself


def test_a_polars_column_is_taken(classifier: Classifier) -> None:
    polars = pytest.importorskip("polars")
    assert np.array_equal(classifier.scores(polars.Series(HEADLINES)), classifier.scores(HEADLINES))


@pytest.mark.parametrize(
    "empty", [[], (), np.array([]), pd.Series([], dtype=object), iter([]), pa.array([], pa.string())]
)
def test_no_headlines_have_no_scores(classifier: Classifier, empty: Any) -> None:
    assert classifier.scores(empty).shape == (0,)
    assert classifier.predict(empty) == []


def test_a_subclass_of_str_is_the_string_that_it_holds() -> None:
    assert headline_list([Known.FIRST]) == [HEADLINES[0]]


@pytest.mark.parametrize("method", ["predict", "scores", "logits", "predict_proba"])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("她一句話", r"not one string: write \[headline\]"),
        (np.str_("她一句話"), "not one string"),
        (np.array("她一句話"), "not '她一句話'"),
        (b"bytes", "not bytes"),
        (None, "not None"),
        (3, r"not 3 \(int\)"),
        ({"a": "她一句話"}, "not a dict: give one column"),
        (pd.DataFrame({"title": ["她一句話"]}), r"not a DataFrame: give one column of it, such as table\['title'\]"),
        (pa.table({"title": ["她一句話"]}), "not a Table"),
        (["立院", None], "headline 1 is None, not a string$"),
        (["立院", float("nan"), 3], r"headline 1 is nan \(float\), not a string, nor is 1 other"),
        (pd.Series(["立院", None, pd.NA, 1]), "headline 1 is None, not a string, nor are 2 others"),
        (pa.array(["立院", None]), "headline 1 is None"),
        (np.array([["立院"]]), r"headline 0 is \['立院'\] \(list\)"),
        ([b"\xe7\xab\x8b"], r"headline 0 is .* \(bytes\)"),
        (["立院", "x" * 9, ["立院三讀" * 20]], "headline 2 is .*… .list."),
    ],
)
def test_everything_else_is_refused_with_its_place(
    classifier: Classifier, method: str, value: Any, message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        getattr(classifier, method)(value)


@given(st.lists(st.one_of(st.text(max_size=3), st.integers(), st.none(), st.floats())))
def test_the_first_value_that_is_no_string_is_named(values: list[Any]) -> None:
    wrong = [place for place, value in enumerate(values) if not isinstance(value, str)]
    if not wrong:
        assert headline_list(values) == values
        return
    with pytest.raises(TypeError, match=f"^headline {wrong[0]} is "):
        headline_list(values)


def test_probabilities_have_a_column_for_each_label(classifier: Classifier) -> None:
    found = classifier.predict_proba(HEADLINES)
    assert found.shape == (len(HEADLINES), 2) and LABELS[1] == "clickbait"
    assert np.array_equal(found[:, 1], classifier.scores(HEADLINES))
    np.testing.assert_allclose(found.sum(axis=1), 1)


def test_a_classifier_is_sent_to_another_process_whole(classifier: Classifier) -> None:
    copy = pickle.loads(pickle.dumps(classifier))
    assert copy.predict(HEADLINES, explain=True) == classifier.predict(HEADLINES, explain=True)
    assert copy.predict(HEADLINES[:1]) == classifier.predict(HEADLINES[:1])
    assert copy.tokenizer is classifier.tokenizer  # one engine a process


@pytest.mark.parametrize("engine", [RustJieba([]), PythonJieba()])
def test_engines_are_made_anew_in_the_other_process(engine: RustJieba | PythonJieba) -> None:
    assert pickle.loads(pickle.dumps(engine)).cut("立院三讀修正") == tokenizer(engine.name).cut("立院三讀修正")


def test_workers_score_with_a_classifier_that_they_are_given(classifier: Classifier) -> None:
    parts = joblib.Parallel(n_jobs=2)(joblib.delayed(classifier.scores)([text]) for text in HEADLINES)
    np.testing.assert_allclose(np.concatenate(parts), classifier.scores(HEADLINES), atol=1e-12)


def test_an_error_of_a_worker_comes_back_as_it_was(classifier: Classifier) -> None:
    with pytest.raises(HeadlineError, match="headline 1 .* has no visible character") as caught:
        joblib.Parallel(n_jobs=2)(joblib.delayed(classifier.predict)(texts) for texts in [["a", " "], ["b"]])
    assert caught.value.positions == [1]


def test_threads_share_a_classifier(classifier: Classifier) -> None:
    texts = HEADLINES * 40
    expected, found = classifier.predict(texts, explain=True), [None] * 8
    alone = [classifier.predict([text]) for text in HEADLINES]
    start = threading.Barrier(len(found))

    def work(place: int) -> None:
        start.wait()
        for _ in range(3):
            assert [classifier.predict([text]) for text in HEADLINES] == alone
            found[place] = classifier.predict(texts, explain=True)  # type: ignore[call-overload]

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(found))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(result == expected for result in found)
