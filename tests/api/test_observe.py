import json
import logging
import threading
import time
import urllib.error
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.logs import WAITING, Background, log_config
from api.settings import read_settings
from benchmarks.running import Running, running
from tests.support.service import SERVE, post

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
    assert datetime.fromisoformat(entry["time"]).utcoffset() is not None


def test_the_access_log_can_be_switched_off(
    client_of: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client_of(access_log=False).get("/livez")
    assert not caplog.records


def lines_of(server: Running, count: int, what: str = "reques") -> list[str]:
    """The lines about requests, once there are this many: a thread writes them."""
    deadline = time.monotonic() + 10
    while len(found := [line for line in server.log.splitlines() if "granian" not in line and what in line]) < count:
        assert time.monotonic() < deadline, server.log
        time.sleep(0.02)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("form", ["text", "json"])
def test_every_line_has_a_time_with_its_zone_and_the_id_of_its_request(
    model_folder: Path, tmp_path: Path, form: str
) -> None:
    environment = {
        "CLICKBAIT_MODEL": str(model_folder), "CLICKBAIT_LOG_FORMAT": form, "TZ": "Asia/Taipei",
        "DATABASE_URL": f"sqlite:///{tmp_path}/feedback.sqlite3",
    }  # fmt: skip
    with running(SERVE, environment, tmp_path / "log") as server:
        post(server.address, "/v1/predict", {"headlines": ["標題"]}, X_Request_Id="request-1")
        (tmp_path / "feedback.sqlite3").write_bytes(b"no database any more, and long enough to be read as one" * 99)
        (tmp_path / "feedback.sqlite3-wal").unlink(missing_ok=True)
        with pytest.raises(urllib.error.HTTPError, match="503"):
            vote = {"headline": "標題", "label": "clickbait"}
            post(server.address, "/v1/feedback", vote, X_Request_Id="request-2", Idempotency_Key="a")
        served, cause, refused = lines_of(server, 3, "request-")
        assert ("request-1" in served, "request-2" in cause, "request-2" in refused) == (True, True, True)
        assert "the database" in cause and "503" in refused and "標題" not in server.log
        for line in server.log.splitlines()[1:]:
            stamp = json.loads(line)["time"] if form == "json" else line.split()[0]
            assert datetime.fromisoformat(stamp).utcoffset() == timedelta(hours=8), line


def test_a_reader_of_the_log_that_stands_still_stops_nobody() -> None:
    written: list[str] = []
    release = threading.Event()

    class Stuck(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            release.wait(30)
            written.append(record.getMessage())

    background = Background(Stuck())
    for n in range(WAITING + 100):
        background.emit(logging.LogRecord("api", logging.INFO, "", 0, str(n), (), None))
    release.set()
    deadline = time.monotonic() + 10
    while str(WAITING - 1) not in written[-3:] + written[WAITING - 3 : WAITING + 3]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert [line for line in written if line.isdecimal()][:WAITING] == [str(n) for n in range(WAITING)]
    assert any("lines of the log were dropped" in line for line in written)
