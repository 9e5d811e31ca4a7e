"""Bodies: compressed ones, and texts with half of an emoji, which JSON can carry and UTF-8 cannot."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from api import keys
from api.bodies import dumped, parsed
from api.errors import ProblemError
from api.schemas import PredictRequest
from api.storage import open_store
from classifier import Classifier
from tests.conftest import HEADLINES, problem

Clients = Callable[..., FlaskClient]
HALF = "她一句話讓全場傻眼\ud83d 原因曝光"
CALL = {"headlines": HEADLINES}


@pytest.fixture
def client(client_of: Clients) -> FlaskClient:
    return client_of(feedback_rate_limit="off", max_body_bytes=20_000)


def test_half_an_emoji_is_scored_as_python_does_and_the_others_are_answered(
    client: FlaskClient, classifier: Classifier
) -> None:
    headlines = [HEADLINES[1], HALF, "😀" + HEADLINES[2], "\udc00尾巴" + HEADLINES[3]]
    body = client.post("/v1/predict", data=json.dumps({"headlines": headlines}), content_type="application/json")
    found = json.loads(body.get_data())["predictions"]
    assert [p["headline"] for p in found] == headlines
    expected = classifier.predict(headlines)
    assert [p["label"] for p in found] == [p.label for p in expected]
    assert [p["score"] for p in found] == pytest.approx([p.score for p in expected], abs=1e-12)


def test_its_explanation_has_true_spans(client: FlaskClient) -> None:
    body = client.post(
        "/v1/predict", data=json.dumps({"headlines": [HALF], "explain": True}), content_type="application/json"
    )
    (found,) = json.loads(body.get_data())["predictions"]
    assert all(HALF[s["start"] : s["end"]] == s["text"] for s in found["signals"])


def test_what_is_nothing_but_half_an_emoji_is_pointed_at(client: FlaskClient) -> None:
    response = client.post("/v1/predict", data=b'{"headlines":["\\ud83d","a"]}', content_type="application/json")
    assert problem(response, 422)["errors"][0]["pointer"] == "/headlines/0"


def test_other_faults_beside_it_are_still_told(client: FlaskClient) -> None:
    for document, pointer in (
        ({"headlines": [HALF, 3]}, "/headlines/1"),
        ({"headlines": [HALF], "threshold": 2}, "/threshold"),
        ({"headlines": [HALF], "更\ud83d": 1}, "/更\ufffd"),
        ({"headlines": [HALF, ""]}, "/headlines/1"),
    ):
        response = client.post("/v1/predict", data=json.dumps(document), content_type="application/json")
        assert problem(response, 422)["errors"][0]["pointer"] == pointer
    for data in (b'{"headlines":["\\ud83d"],"threshold":NaN}', b'{"headlines":["\\ud83d"', b'["\\ud83d"' + b"[" * 9000):
        problem(client.post("/v1/predict", data=data, content_type="application/json"), 400)


def test_a_page_with_half_an_emoji_is_taken_apart(client: FlaskClient) -> None:
    page = f"<h1>海風市公車新路線上路</h1><a href=/a/1>{HALF}</a>"
    body = client.post("/v1/page", data=json.dumps({"html": page}), content_type="application/json")
    assert body.status_code == 200 and len(body.get_json()["blocks"]) == 2


def test_feedback_about_it_is_stored_without_it(client: FlaskClient) -> None:
    vote = json.dumps({"headline": HALF, "label": "clickbait"})
    for status in (201, 200):
        response = client.post(
            "/v1/feedback", data=vote, content_type="application/json", headers={"Idempotency-Key": "a"}
        )
        assert response.status_code == status
    store = open_store()
    secret = keys.create(store, "reader")
    store.close()
    (item,) = client.get("/v1/feedback", headers={"Authorization": f"Bearer {secret}"}).get_json()["feedback"]
    assert item["headline"] == HALF.replace("\ud83d", "")


@given(
    st.lists(st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=8), min_size=1, max_size=4)
)
def test_any_text_of_python_comes_through_unchanged(headlines: list[str]) -> None:
    data = json.dumps({"headlines": headlines}).encode()
    assert parsed(PredictRequest, data, "application/json").headlines == json.loads(data)["headlines"]
    assert json.loads(dumped({"headlines": headlines})) == {"headlines": json.loads(data)["headlines"]}


def test_a_compressed_body_is_read(client: FlaskClient) -> None:
    data = json.dumps(CALL).encode()
    for encoding in ("gzip", "x-gzip", "GZIP"):
        response = client.post("/v1/predict", data=gzip.compress(data), content_type="application/json",
                               headers={"Content-Encoding": encoding})  # fmt: skip
        assert len(response.get_json()["predictions"]) == len(HEADLINES)


@pytest.mark.parametrize(
    ("data", "encoding", "status", "told"),
    [
        (gzip.compress(b" " * 20_001), "gzip", 413, "20000 bytes (setting max_body_bytes)"),
        (gzip.compress(b" " * 10_000_000), "gzip", 413, "20000"),
        (gzip.compress(b"{}")[:-4], "gzip", 400, "gzip"),
        (gzip.compress(b"{}") + b"more", "gzip", 400, "gzip"),
        (b"{}", "gzip", 400, "gzip"),
        (b"", "gzip", 400, "gzip"),
        (zlib.compress(b"{}"), "deflate", 415, "gzip"),
        (b"{}", "br", 415, "gzip"),
        (gzip.compress(gzip.compress(b"{}")), "gzip, gzip", 415, "gzip"),
    ],
    ids=["long", "bomb", "cut", "more behind", "plain", "empty", "deflate", "brotli", "twice"],
)
def test_a_compressed_body_has_the_limits_of_a_plain_one(
    client: FlaskClient, data: bytes, encoding: str, status: int, told: str
) -> None:
    response = client.post(
        "/v1/predict", data=data, content_type="application/json", headers={"Content-Encoding": encoding}
    )
    assert told in problem(response, status)["detail"]
    if status == 415:
        assert response.headers["Accept-Encoding"] == "gzip, identity"


def test_a_kind_of_body_is_named_before_it_is_read() -> None:
    with pytest.raises(ProblemError, match="application/json"):
        parsed(PredictRequest, b"{}", "text/plain")
