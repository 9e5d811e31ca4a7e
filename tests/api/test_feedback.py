from collections.abc import Callable
from typing import Any, get_args

import jsonschema_rs  # which schemathesis brings
import pytest
from flask.testing import FlaskClient

from api import keys
from api.schemas import Kind
from api.storage import open_store
from classifier.heads import KINDS
from tests.conftest import problem

BODY = {
    "headline": "她一句話讓全場傻眼", "label": "substantive", "page_host": "news.example.tw",
    "model_version": "0123456789ab", "client_id": "reader-1",
}  # fmt: skip


@pytest.fixture
def client(database: str, monkeypatch: pytest.MonkeyPatch, client_of: Callable[..., FlaskClient]) -> FlaskClient:
    monkeypatch.setenv("DATABASE_URL", database)
    return client_of(feedback_rate_limit="off")


@pytest.fixture
def key(client: FlaskClient) -> dict[str, str]:
    store = open_store()
    try:
        return {"Authorization": f"Bearer {keys.create(store, 'newsroom')}"}
    finally:
        store.close()


def send(client: FlaskClient, key: str, **changes: Any) -> Any:
    return client.post("/v1/feedback", json={**BODY, **changes}, headers={"Idempotency-Key": key})


def test_a_correction_is_stored_once(client: FlaskClient, key: dict[str, str]) -> None:
    first, again = send(client, "a"), send(client, "a")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    (item,) = client.get("/v1/feedback", headers=key).get_json()["feedback"]
    assert {name: item[name] for name in BODY} == BODY
    assert item["received_at"].endswith("+00:00")


@pytest.mark.parametrize("kind", [*KINDS, None])
def test_a_vote_for_clickbait_may_name_a_kind(client: FlaskClient, key: dict[str, str], kind: str | None) -> None:
    assert send(client, "a", label="clickbait", kind=kind).status_code == 201
    (item,) = client.get("/v1/feedback", headers=key).get_json()["feedback"]
    assert (item["label"], item["kind"]) == ("clickbait", kind)


def test_the_document_describes_the_kind(client: FlaskClient) -> None:
    schemas = client.get("/openapi.json").get_json()["components"]["schemas"]
    validator = jsonschema_rs.Draft202012Validator(schemas["FeedbackRequest"])
    assert validator.is_valid({**BODY, "label": "clickbait", "kind": "push"})
    assert validator.is_valid({**BODY, "label": "clickbait"}) and validator.is_valid({**BODY, "kind": None})
    for changes in ({"kind": "push"}, {"label": "clickbait", "kind": "gossip"}):
        assert not validator.is_valid({**BODY, **changes})
    assert "kind" in schemas["FeedbackItem"]["required"]
    assert get_args(Kind) == KINDS


def test_another_body_under_the_same_key_is_a_409(client: FlaskClient) -> None:
    send(client, "a")
    assert problem(send(client, "a", label="clickbait"), 409)["errors"][0]["pointer"] == "Idempotency-Key"
    send(client, "b", label="clickbait")
    problem(send(client, "b", label="clickbait", kind="push"), 409)


def test_without_a_key_of_its_own_nothing_is_stored(client: FlaskClient, key: dict[str, str]) -> None:
    assert "Idempotency-Key" in problem(client.post("/v1/feedback", json=BODY), 400)["detail"]
    problem(send(client, "x" * 129), 400)
    assert client.get("/v1/feedback", headers=key).get_json() == {"feedback": [], "next": None}


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"label": "bait"}, "/label"),
        ({"kind": "push"}, "/kind"),
        ({"label": "clickbait", "kind": "gossip"}, "/kind"),
        ({"label": "clickbait", "kind": ""}, "/kind"),
        ({"headline": ""}, "/headline"),
        ({"headline": "\u3000"}, "/headline"),
        ({"headline": "字" * 1001}, "/headline"),
        ({"headline": "標\x00題"}, "/headline"),
        ({"page_host": "news.example.tw/path?headline=x"}, "/page_host"),
        ({"client_id": "讀者"}, "/client_id"),
        ({"extra": 1}, "/extra"),
    ],
)
def test_a_bad_correction_is_pointed_at(client: FlaskClient, changes: dict[str, Any], pointer: str) -> None:
    assert problem(send(client, "a", **changes), 422)["errors"][0]["pointer"] == pointer


def test_the_list_is_for_the_holder_of_a_key(client: FlaskClient) -> None:
    problem(client.get("/v1/feedback"), 401)
    problem(client.get("/v1/feedback", headers={"Authorization": "Bearer cbz_nothing-nothing"}), 401)


def test_the_list_comes_in_pages(client: FlaskClient, key: dict[str, str]) -> None:
    for number in range(5):
        send(client, str(number), headline=f"標題{number}")
    seen, after = [], 0
    while after is not None:
        page = client.get(f"/v1/feedback?after={after}&limit=2", headers=key).get_json()
        seen += [item["headline"] for item in page["feedback"]]
        after = page["next"]
    assert seen == [f"標題{number}" for number in range(5)]
    assert problem(client.get("/v1/feedback?limit=0", headers=key), 422)["errors"][0]["pointer"] == "/limit"
    problem(client.get("/v1/feedback?after=x", headers=key), 422)


def test_an_absent_database_is_a_503_and_scoring_goes_on(
    monkeypatch: pytest.MonkeyPatch, client_of: Callable[..., FlaskClient]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:hidden@127.0.0.1:1/none")
    client = client_of()
    assert "hidden" not in str(problem(send(client, "a"), 503))
    assert client.post("/v1/predict", json={"headlines": ["標題"]}).status_code == 200


def test_the_list_is_filtered_and_rows_are_deleted(client: FlaskClient, key: dict[str, str]) -> None:
    rows = (
        ("a", "clickbait", "push", "a.example"),
        ("b", "clickbait", None, "b.example"),
        ("a", "substantive", None, "b.example"),
    )
    for number, (reader, label, kind, host) in enumerate(rows):
        send(client, str(number), client_id=reader, label=label, kind=kind, page_host=host)

    def listed(query: str) -> list[int]:
        found = client.get(f"/v1/feedback?{query}", headers=key).get_json()["feedback"]
        return [item["id"] for item in found]

    everything = listed("")
    assert listed("client_id=a") == [everything[0], everything[2]]
    assert listed("label=clickbait&page_host=b.example") == [everything[1]]
    assert listed("kind=push") == [everything[0]]
    assert listed("since=2020-01-01T00:00:00Z&until=2021-01-01T00:00:00%2B08:00") == []
    assert listed("since=2020-01-01T00:00:00+08:00") == everything
    problem(client.get("/v1/feedback?since=yesterday", headers=key), 422)

    problem(client.delete("/v1/feedback?client_id=a"), 401)
    problem(client.delete("/v1/feedback", headers=key), 422)
    assert client.delete("/v1/feedback?client_id=a&label=clickbait", headers=key).get_json() == {"deleted": 1}
    assert client.delete(f"/v1/feedback/{everything[2]}", headers=key).get_json() == {"deleted": 1}
    problem(client.delete(f"/v1/feedback/{everything[2]}", headers=key), 404)
    problem(client.delete(f"/v1/feedback/{everything[1]}"), 401)
    assert listed("") == [everything[1]]
    assert send(client, "new").get_json()["id"] > everything[2]  # no id is used twice
