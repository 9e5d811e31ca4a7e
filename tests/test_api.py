from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api.app import create_app
from classifier import Classifier, ModelError
from tests.conftest import HEADLINES


@pytest.fixture(scope="session")
def client(classifier: Classifier) -> FlaskClient:
    return create_app({"MAX_HEADLINES": 20, "MAX_HEADLINE_LENGTH": 100}, classifier).test_client()


def problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    body: dict[str, Any] = response.get_json(force=True)
    assert body["status"] == status and body["title"] and body["detail"]
    return body


def test_predict_answers_in_order(client: FlaskClient, classifier: Classifier) -> None:
    body = client.post("/v1/predict", json={"headlines": HEADLINES}).get_json()
    assert body["model"] == {"name": "clickbait-zh", "version": classifier.version}
    assert body["threshold"] == classifier.threshold
    assert [p["headline"] for p in body["predictions"]] == HEADLINES
    assert set(body["predictions"][0]) == {"headline", "label", "score", "uncertain", "topic", "topic_score"}
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


def test_the_limits_themselves_are_allowed(client: FlaskClient) -> None:
    assert client.post("/v1/predict", json={"headlines": ["字" * 100] * 20}).status_code == 200


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_not_json_is_a_400(client: FlaskClient, data: bytes) -> None:
    problem(client.post("/v1/predict", data=data, content_type="application/json"), 400)


def test_other_errors_are_problems_too(client: FlaskClient) -> None:
    problem(client.post("/v1/predict", data="x", content_type="text/plain"), 415)
    problem(client.get("/v1/nothing"), 404)
    response = client.get("/v1/predict")
    problem(response, 405)
    assert "POST" in response.headers["Allow"]


def test_a_body_over_the_limit_is_a_413(classifier: Classifier) -> None:
    small = create_app({"MAX_CONTENT_LENGTH": 50}, classifier).test_client()
    problem(small.post("/v1/predict", json={"headlines": ["標題" * 30]}), 413)


def test_a_failure_inside_is_a_500_that_keeps_the_headline_to_itself(
    classifier: Classifier, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret headline")

    client = create_app({}, classifier).test_client()
    monkeypatch.setattr(Classifier, "predict", broken)
    body = problem(client.post("/v1/predict", json={"headlines": ["標題"]}), 500)
    assert "secret" not in str(body) and "secret" not in caplog.text


@settings(max_examples=50)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_any_text_gets_a_prediction_or_a_problem(client: FlaskClient, headlines: list[str]) -> None:
    response = client.post("/v1/predict", json={"headlines": headlines})
    if response.status_code == 200:
        assert len(response.get_json()["predictions"]) == len(headlines)
    else:
        assert problem(response, 422)["errors"]


def test_ready_after_a_probe(client: FlaskClient) -> None:
    assert client.get("/readyz").get_json() == {"status": "ready"}


def test_the_playground_allows_no_foreign_code(client: FlaskClient) -> None:
    response = client.get("/")
    page = response.get_data(as_text=True)
    assert response.status_code == 200 and "playground.js" in page
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "<script>" not in page and " style=" not in page and "http://" not in page
    for name in ("playground.js", "playground.css"):
        with client.get(f"/static/{name}") as found:
            assert found.status_code == 200


def test_no_model_no_application(tmp_path: Any) -> None:
    with pytest.raises(ModelError, match="clickbait train"):
        create_app({"MODEL_PATH": str(tmp_path)})
