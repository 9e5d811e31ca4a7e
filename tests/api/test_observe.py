import json
import logging
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from api.logs import log_config
from api.settings import read_settings

HEADLINE = "祕密標題一則 只有我知道"


@pytest.fixture
def client(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of()


def test_a_request_id_comes_back_and_a_strange_one_does_not(client: FlaskClient) -> None:
    assert client.get("/livez", headers={"X-Request-Id": "abc-1"}).headers["X-Request-Id"] == "abc-1"
    for strange in ("", "a b", "x" * 200, "標題"):
        given = client.get("/livez", headers={"X-Request-Id": strange.encode().decode("latin-1")})
        assert len(given.headers["X-Request-Id"]) == 32


@pytest.mark.parametrize("path", ["/livez", "/v1/nothing", "/", "/docs"])
def test_every_answer_has_security_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src 'unsafe" not in headers["Content-Security-Policy"]


def test_headlines_are_never_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/v1/predict", json={"headlines": [HEADLINE]})
        client.post("/v1/predict", json={"headlines": [HEADLINE, 1]})
        client.post("/v1/feedback", json={"headline": HEADLINE, "label": "clickbait"}, headers={"Idempotency-Key": "a"})
        client.get(f"/{HEADLINE}?headline={HEADLINE}")
        client.get(f"/v1/predict?{HEADLINE}")
    assert len([r for r in caplog.records if r.name == "api.access"]) == 5
    assert "標題" not in caplog.text and "%E6" not in caplog.text
    assert all("標題" not in str(vars(record)) for record in caplog.records)


def test_the_log_can_be_json(capsys: pytest.CaptureFixture[str], client_of: Callable[..., FlaskClient]) -> None:
    before = {
        name: (logging.getLogger(name).handlers[:], logging.getLogger(name).propagate)
        for name in ("api", "_granian", "granian")
    }
    logging.config.dictConfig(log_config(read_settings(log_format="json")))
    try:
        client_of().get("/livez", headers={"X-Request-Id": "abc"})
    finally:
        for name, (handlers, propagate) in before.items():
            logging.getLogger(name).handlers, logging.getLogger(name).propagate = handlers, propagate
    (line,) = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert entry["request_id"] == "abc" and entry["status"] == 200 and entry["route"] == "/livez"
    assert {"time", "level", "milliseconds"} <= set(entry)


def test_the_access_log_can_be_switched_off(
    client_of: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client_of(access_log=False).get("/livez")
    assert not caplog.records
