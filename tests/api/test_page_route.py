from base64 import b64encode
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.settings import read_settings
from classifier import Classifier
from tests.conftest import problem
from tests.support.page_examples import BAIT, EXAMPLE, HEADLINE, TWICE, as_text

Clients = Callable[..., FlaskClient]


ANSWERS = ("grade", "kind", "kinds", "topic")


@pytest.fixture(scope="session")
def client(classifier: Classifier) -> FlaskClient:
    return create_app(read_settings(rate_limit="off"), classifier).test_client()


FILE = {"file": b64encode(EXAMPLE.replace("utf-8", "big5").encode("big5")).decode()}


@pytest.mark.parametrize("document", [{"html": EXAMPLE}, {"text": as_text(EXAMPLE)}, FILE])
def test_a_page_is_taken_apart(client: FlaskClient, classifier: Classifier, document: dict[str, str]) -> None:
    body = client.post("/v1/page", json=document).get_json()
    assert body["model"] == {"name": "clickbait-zh", "version": classifier.version}
    assert body["threshold"] == classifier.threshold
    assert body["article"]["headline"] == HEADLINE and body["article"]["label"] == "substantive"
    assert set(body["article"]) == {
        "headline",
        "text",
        "byline",
        "published",
        "updated",
        "access",
        "score",
        "label",
        *ANSWERS,
    }
    assert set(body["blocks"][0]) == {
        "role", "role_score", "text", "href", "path", "count", "score", "label", *ANSWERS,
    }  # fmt: skip
    found = {block["text"]: block for block in body["blocks"] if block["role"] == "recommendation"}
    assert found[TWICE]["count"] == 2 and found[BAIT]["label"] == "clickbait"
    assert ("text" not in document) == bool(found[BAIT]["path"])
    assert (body["page_kind"], body["article"]["access"]) == ("article", "full")


def test_links_are_resolved_and_the_threshold_of_the_call_counts(client: FlaskClient) -> None:
    call = {"html": EXAMPLE, "url": "https://news.example/life/1", "threshold": 0}
    body = client.post("/v1/page", json=call).get_json()
    assert body["threshold"] == 0
    found = {block["text"]: block for block in body["blocks"]}
    assert found[BAIT]["href"] == "https://news.example/life/101"
    assert {block["label"] for block in body["blocks"]} == {None, "clickbait"}


@pytest.mark.parametrize("document", [{"html": ""}, {"text": ""}, {"html": "<script>1</script>", "url": None}])
def test_a_page_without_text_has_no_blocks(client: FlaskClient, document: dict[str, str | None]) -> None:
    body = client.post("/v1/page", json=document).get_json()
    assert body["blocks"] == [] and body["article"]["headline"] is None and body["article"]["text"] == ""


@pytest.mark.parametrize(
    ("document", "pointer", "fact"),
    [
        ({}, "", "give one of html, text and file"),
        ({"html": "<p>字", "text": "字"}, "", "give one of html, text and file"),
        ({"url": "https://news.example/"}, "", "give one of html, text and file"),
        ({"html": 3}, "/html", "string"),
        ({"text": ["字"]}, "/text", "string"),
        ({"html": "<p>字", "url": "news.example"}, "/url", "http://"),
        ({"html": "<p>字", "url": ""}, "/url", "http://"),
        ({"html": "<p>字", "url": "http://["}, "/url", "http://"),
        ({"html": "<p>字", "url": "https://a/" + "b" * 4096}, "/url", "4096"),
        ({"html": "<p>字", "threshold": 2}, "/threshold", "1"),
        ({"html": "<p>字", "more": 1}, "/more", ""),
        ({"html": "<div>" * 9000}, "/html", "nested more than 2000 deep"),
        ({"html": "<a " + "x=1 " * 9000}, "/html", "more than 2000 attributes"),
        ([], "", ""),
    ],
)
def test_a_bad_body_is_pointed_at(client: FlaskClient, document: object, pointer: str, fact: str) -> None:
    (error,) = problem(client.post("/v1/page", json=document), 422)["errors"]
    assert error["pointer"] == pointer and fact in error["detail"]


@pytest.mark.parametrize("data", [b"", b"{", b'{"html": "\\ud8"}', EXAMPLE.encode()])
def test_what_is_not_json_is_a_400(client: FlaskClient, data: bytes) -> None:
    problem(client.post("/v1/page", data=data, content_type="application/json"), 400)


def test_markup_must_come_as_json(client: FlaskClient) -> None:
    problem(client.post("/v1/page", data=EXAMPLE.encode(), content_type="text/html"), 415)
    problem(client.get("/v1/page"), 405)


def test_a_body_past_the_limit_is_a_413(client_of: Clients) -> None:
    problem(client_of(max_body_bytes=1000).post("/v1/page", json={"html": EXAMPLE}), 413)


def test_pages_count_against_the_rate_and_a_key_may_be_needed(client_of: Clients) -> None:
    limited = client_of(rate_limit="1/hour")
    assert limited.post("/v1/page", json={"text": "字"}).status_code == 200
    problem(limited.post("/v1/page", json={"text": "字"}), 429)
    problem(client_of(require_key=True).post("/v1/page", json={"text": "字"}), 401)


def test_scored_blocks_are_counted(client_of: Clients) -> None:
    client = client_of()
    blocks = client.post("/v1/page", json={"html": EXAMPLE, "threshold": 0}).get_json()["blocks"]
    scored = sum(block["label"] is not None for block in blocks)
    metrics = client.get("/metrics").get_data(as_text=True)
    assert f'label="clickbait"}} {scored}.0' in metrics


values = st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20) | st.lists(st.text(max_size=3))


@settings(max_examples=60)
@given(st.fixed_dictionaries({}, optional={"html": values, "text": values, "url": values, "threshold": values}))
def test_any_document_gets_a_page_or_a_problem(client: FlaskClient, document: dict[str, object]) -> None:
    response = client.post("/v1/page", json=document)
    if response.status_code != 200:
        problem(response, 422)


def test_a_page_of_the_limit_is_taken_and_one_character_more_is_not(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of(max_page_length=100)
    assert client.post("/v1/page", json={"text": "字" * 100}).status_code == 200
    body = problem(client.post("/v1/page", json={"text": "字" * 101}), 422)
    assert body["errors"][0]["pointer"] == "/text" and "101" in body["detail"]
