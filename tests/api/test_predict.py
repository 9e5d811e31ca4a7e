from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.settings import read_settings
from classifier import Classifier
from tests.conftest import HEADLINES, problem


@pytest.fixture(scope="session")
def client(classifier: Classifier) -> FlaskClient:
    limits = read_settings(max_headlines=20, max_headline_length=100, rate_limit="off")
    return create_app(limits, classifier).test_client()


def test_predict_answers_in_order(client: FlaskClient, classifier: Classifier) -> None:
    body = client.post("/v1/predict", json={"headlines": HEADLINES}).get_json()
    assert body["model"] == {"name": "clickbait-zh", "version": classifier.version}
    assert body["threshold"] == classifier.threshold
    assert [p["headline"] for p in body["predictions"]] == HEADLINES
    members = {"headline", "label", "score", "uncertain", "grade", "kind", "kinds", "topic", "topic_score"}
    assert set(body["predictions"][0]) == members
    assert set(body["predictions"][0]["kinds"]) == {"withheld", "sensational", "push"}
    assert body["predictions"][0]["label"] == "clickbait"


def test_explain_gives_signals_that_add_up(client: FlaskClient) -> None:
    body = client.post("/v1/predict", json={"headlines": HEADLINES[:1], "explain": True}).get_json()
    (prediction,) = body["predictions"]
    total = sum(s["weight"] for s in prediction["signals"]) + prediction["intercept"]
    assert total == pytest.approx(prediction["logit"])


def test_the_threshold_of_the_call_counts(client: FlaskClient) -> None:
    body = client.post("/v1/predict", json={"headlines": HEADLINES, "threshold": 0}).get_json()
    assert body["threshold"] == 0
    assert {p["label"] for p in body["predictions"]} == {"clickbait"}


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ({}, "/headlines"),
        ({"headlines": []}, "/headlines"),
        ({"headlines": "標題"}, "/headlines"),
        ({"headlines": ["標題", 3]}, "/headlines/1"),
        ({"headlines": ["標題", ""]}, "/headlines/1"),
        ({"headlines": ["標題", "\u3000\u200b"]}, "/headlines/1"),
        ({"headlines": ["標題"] * 21}, "/headlines"),
        ({"headlines": ["標題", "字" * 101]}, "/headlines/1"),
        ({"headlines": ["標題"], "threshold": 2}, "/threshold"),
        ({"headlines": ["標題"], "explain": "yes"}, "/explain"),
        ({"headlines": ["標題"], "more": 1}, "/more"),
        ([], ""),
    ],
)
def test_a_bad_body_is_pointed_at(client: FlaskClient, document: object, pointer: str) -> None:
    body = problem(client.post("/v1/predict", json=document), 422)
    assert body["errors"][0]["pointer"] == pointer


def test_every_empty_headline_is_pointed_at(client: FlaskClient) -> None:
    body = problem(client.post("/v1/predict", json={"headlines": [" ", "標題", "\u200b"]}), 422)
    assert [e["pointer"] for e in body["errors"]] == ["/headlines/0", "/headlines/2"]


def test_the_limits_themselves_are_allowed(client: FlaskClient) -> None:
    assert client.post("/v1/predict", json={"headlines": ["字" * 100] * 20}).status_code == 200


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"headlines": ["\\ud8"]}'])
def test_what_is_not_json_is_a_400(client: FlaskClient, data: bytes) -> None:
    problem(client.post("/v1/predict", data=data, content_type="application/json"), 400)


def test_a_body_of_the_limit_is_taken_and_one_byte_more_is_a_413(classifier: Classifier) -> None:
    data = b'{"headlines": ["abc"]}'
    for limit, status in ((len(data), 200), (len(data) - 1, 413)):
        client = create_app(read_settings(max_body_bytes=limit), classifier).test_client()
        response = client.post("/v1/predict", data=data, content_type="application/json")
        assert response.status_code == status
    problem(response, 413)


@settings(max_examples=50)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_any_text_gets_a_prediction_or_a_problem(client: FlaskClient, headlines: list[str]) -> None:
    response = client.post("/v1/predict", json={"headlines": headlines})
    if response.status_code == 200:
        assert len(response.get_json()["predictions"]) == len(headlines)
    else:
        assert problem(response, 422)["errors"]


values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.fixed_dictionaries({}, optional={"headlines": values, "explain": values, "threshold": values, "更": values}))
def test_any_document_gets_a_prediction_or_a_problem(client: FlaskClient, document: dict[str, Any]) -> None:
    response = client.post("/v1/predict", json=document)
    if response.status_code != 200:
        problem(response, 422)
