"""Work is bounded before it starts, and whoever exceeds a limit is told its name and value."""

from __future__ import annotations

import json
from collections.abc import Callable

import jsonschema_rs
import pytest
from flask.testing import FlaskClient

from api.errors import ProblemError
from api.schemas import PredictRequest
from api.scoring import PART, Scoring, _parts
from api.settings import read_settings
from api.telemetry import Metrics
from classifier import Classifier
from tests.conftest import HEADLINES, problem

Clients = Callable[..., FlaskClient]
TITLE = "這款水果千萬別放冰箱"


@pytest.mark.parametrize(
    ("settings", "document", "name", "value", "found"),
    [
        ({}, {"headlines": [TITLE * 100] * 1000, "explain": True}, "max_explained_characters", 50_000, 1_000_000),
        ({}, {"headlines": [TITLE] * 1001}, "max_headlines", 1000, 1001),
        ({}, {"headlines": [TITLE * 101]}, "max_headline_length", 1000, 1010),
        ({"max_characters": 99}, {"headlines": [TITLE] * 10}, "max_characters", 99, 100),
        (
            {"max_explained_characters": 99}, {"headlines": [TITLE] * 10, "explain": True},
            "max_explained_characters", 99, 100,
        ),
    ],
)  # fmt: skip
def test_too_much_work_is_refused_before_it_starts(
    client_of: Clients,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, int],
    document: dict[str, object],
    name: str,
    value: int,
    found: int,
) -> None:
    client = client_of(**settings)
    monkeypatch.setattr(Classifier, "predict", lambda *_, **__: pytest.fail("it was begun"))
    body = problem(client.post("/v1/predict", json=document), 422)
    assert body["limit"] == {"name": name, "value": value, "found": found}
    assert str(value) in body["detail"] and body["errors"][0]["pointer"].startswith("/headlines")


def test_a_page_and_a_body_have_limits_too(client_of: Clients) -> None:
    client = client_of(max_page_length=20, max_body_bytes=300)
    body = problem(client.post("/v1/page", json={"text": TITLE * 3}), 422)
    assert body["limit"] == {"name": "max_page_length", "value": 20, "found": 30}
    problem(client.post("/v1/page", json={"text": TITLE * 300}), 413)


def test_the_limits_of_the_server_are_in_its_document(client_of: Clients) -> None:
    document = client_of(max_headlines=7, max_headline_length=30, max_page_length=50).get("/openapi.json").get_json()
    assert document["info"]["x-limits"] == {
        "max_body_bytes": 4194304, "max_headlines": 7, "max_headline_length": 30, "max_characters": 1_000_000,
        "max_explained_characters": 50_000, "max_page_length": 50,
    }  # fmt: skip
    schemas = document["components"]["schemas"]
    predict = jsonschema_rs.Draft202012Validator(schemas["PredictRequest"])
    assert predict.is_valid({"headlines": [TITLE * 3] * 7})
    assert not predict.is_valid({"headlines": [TITLE] * 8}) and not predict.is_valid({"headlines": [TITLE * 4]})
    page = jsonschema_rs.Draft202012Validator(schemas["PageRequest"])
    assert page.is_valid({"text": TITLE * 5}) and not page.is_valid({"text": TITLE * 6})
    assert "limit" in schemas["Problem"]["properties"]
    assert "50000 with explain" in schemas["PredictRequest"]["properties"]["headlines"]["description"]


def test_a_long_call_is_scored_in_parts_that_lose_nothing() -> None:
    headlines = [TITLE * (n % 90 + 1) for n in range(300)]
    parts = list(_parts(headlines, PART))
    assert [text for _, part in parts for text in part] == headlines
    assert [start for start, _ in parts] == [sum(len(p) for _, p in parts[:n]) for n in range(len(parts))]
    assert all(sum(map(len, part)) <= PART for _, part in parts) and len(parts) > 10
    assert list(_parts(["字" * 9000], PART)) == [(0, ["字" * 9000])]


def test_empty_headlines_of_every_part_are_pointed_at(client_of: Clients) -> None:
    headlines = [TITLE * 90, "\u200b"] * 30
    body = problem(client_of().post("/v1/predict", json={"headlines": headlines}), 422)
    assert [item["pointer"] for item in body["errors"]] == [f"/headlines/{n}" for n in range(1, 60, 2)]


def test_calls_that_are_scored_together_get_their_own_answers(classifier: Classifier) -> None:
    scoring = Scoring(read_settings(max_headlines=3), lambda: classifier, Metrics())
    asked = [
        PredictRequest(headlines=HEADLINES[:1]),
        PredictRequest(headlines=["\u200b", "好"]),
        PredictRequest(headlines=HEADLINES[1:4], threshold=0.0),
        PredictRequest(headlines=HEADLINES),
        PredictRequest(headlines=HEADLINES[3:5], sensitivity="strict"),
        PredictRequest(headlines=HEADLINES[2:4]),
    ]
    found = scoring.predict_together(asked)
    for place in (0, 2, 4, 5):
        answer = found[place]
        assert isinstance(answer, bytes)
        alone, together = json.loads(scoring.predict(asked[place])), json.loads(answer)
        assert together["threshold"] == alone["threshold"]
        assert [p["headline"] for p in together["predictions"]] == asked[place].headlines
        for one, other in zip(alone["predictions"], together["predictions"], strict=True):
            assert one["label"] == other["label"] and one["topic"] == other["topic"]
            assert one["score"] == pytest.approx(other["score"], abs=1e-12)
    for place, pointer in ((1, "/headlines/0"), (3, "/headlines")):
        error = found[place]
        assert isinstance(error, ProblemError) and error.errors and error.errors[0]["pointer"] == pointer
