import base64
import time
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from api import access, keys
from api.storage import open_store
from tests.conftest import problem

Clients = Callable[..., FlaskClient]
BODY = {"headlines": ["立院三讀修正托育條例"]}


@pytest.fixture
def secret(database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A key in the database that the application uses."""
    monkeypatch.setenv("DATABASE_URL", database)
    store = open_store()
    try:
        return keys.create(store, "newsroom")
    finally:
        store.close()


@pytest.fixture
def closed(secret: str, client_of: Clients) -> FlaskClient:
    return client_of(require_key=True)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/metrics", "/v1/model", "/v1/nothing"])
def test_a_closed_server_asks_for_a_key_everywhere(closed: FlaskClient, secret: str, path: str) -> None:
    response = closed.get(path)
    assert "clickbait keys add" in problem(response, 401)["detail"]
    assert [c.split()[0] for c in response.headers.getlist("WWW-Authenticate")] == ["Bearer", "Basic"]
    assert closed.get(path, headers=bearer(secret)).status_code == (404 if path == "/v1/nothing" else 200)


def test_probes_need_no_key(closed: FlaskClient) -> None:
    assert closed.get("/livez").status_code == closed.get("/readyz").status_code == 200


def test_the_key_opens_and_any_other_does_not(closed: FlaskClient, secret: str) -> None:
    assert closed.post("/v1/predict", json=BODY, headers=bearer(secret)).status_code == 200
    for wrong in (secret[:-1], secret + "x", "cbz_", "", "標題", "x" * 5000):
        sent = base64.b64encode(f"reader:{wrong}".encode()).decode()
        problem(closed.post("/v1/predict", json=BODY, headers={"Authorization": f"Basic {sent}"}), 401)
    problem(closed.post("/v1/predict", json=BODY, headers={"Authorization": "Digest nonsense"}), 401)


def test_a_browser_may_send_the_key_as_a_password(closed: FlaskClient, secret: str) -> None:
    sent = base64.b64encode(f"reader:{secret}".encode()).decode()
    assert closed.get("/", headers={"Authorization": f"Basic {sent}"}).status_code == 200


def test_a_wrong_key_is_refused_on_an_open_server_too(secret: str, client_of: Clients) -> None:
    client = client_of()
    problem(client.post("/v1/predict", json=BODY, headers=bearer("cbz_wrong-wrong-wrong")), 401)


@pytest.mark.slow
def test_a_revoked_key_ends_when_the_memory_of_it_does(closed: FlaskClient, secret: str) -> None:
    assert closed.get("/v1/model", headers=bearer(secret)).status_code == 200
    store = open_store()
    keys.revoke(store, "newsroom")
    store.close()
    time.sleep(access.KEY_SECONDS + 0.1)
    problem(closed.get("/v1/model", headers=bearer(secret)), 401)


def test_too_many_calls_are_told_when_to_come_back(client_of: Clients) -> None:
    client = client_of(rate_limit="2/minute")
    assert [client.post("/v1/predict", json=BODY).status_code for _ in range(2)] == [200, 200]
    response = client.post("/v1/predict", json=BODY)
    assert "2 per 1 minute" in problem(response, 429)["detail"]
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    other = client.post("/v1/predict", json=BODY, environ_overrides={"REMOTE_ADDR": "127.0.0.2"})
    assert other.status_code == 200
    assert client.get("/readyz").status_code == 200


def test_feedback_has_a_limit_of_its_own(client_of: Clients) -> None:
    client = client_of(feedback_rate_limit="1/minute")
    sent = [
        client.post(
            "/v1/feedback", json={"headline": "標題", "label": "clickbait"}, headers={"Idempotency-Key": str(i)}
        )
        for i in range(2)
    ]
    assert [response.status_code for response in sent] == [201, 429]


def test_an_absent_store_of_limits_is_a_503(client_of: Clients) -> None:
    client = client_of(rate_limit_storage="redis://127.0.0.1:1/0")
    problem(client.post("/v1/predict", json=BODY), 503)


def test_behind_a_proxy_the_reader_is_counted_not_the_proxy(client_of: Clients) -> None:
    client = client_of(rate_limit="1/minute", proxies=1)
    for reader in ("198.51.100.1", "198.51.100.2"):
        assert client.post("/v1/predict", json=BODY, headers={"X-Forwarded-For": reader}).status_code == 200
    problem(client.post("/v1/predict", json=BODY, headers={"X-Forwarded-For": "198.51.100.2"}), 429)


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("chrome-extension://abcdefghijklmnopabcdefghijklmnop", True),
        ("moz-extension://11111111-2222-3333-4444-555555555555", True),
        ("https://news.example.tw", True),
        ("https://evil.example", False),
        ("https://news.example.tw.evil.example", False),
        ("chrome-extension://abcdefghijklmnopabcdefghijklmnop.evil.example", False),
        ("https://newsXexample.tw", False),
        ("null", False),
    ],
)
def test_only_listed_origins_may_read(client_of: Clients, origin: str, allowed: bool) -> None:
    client = client_of(cors_origins=("https://news.example.tw",))
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    for response in (
        client.options("/v1/predict", headers=asked),
        client.post("/v1/predict", json=BODY, headers={"Origin": origin}),
    ):
        assert response.headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)
        assert "Access-Control-Allow-Credentials" not in response.headers


def test_listed_origins_may_call_into_a_private_network(client_of: Clients) -> None:
    client = client_of(cors_origins=("https://news.example.tw",))
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Private-Network": "true"}
    for origin, allowed in (("https://news.example.tw", "true"), ("https://evil.example", None)):
        response = client.options("/v1/predict", headers={**asked, "Origin": origin})
        assert response.headers.get("Access-Control-Allow-Private-Network") == allowed
