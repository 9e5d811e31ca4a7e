"""Clients that are slow or send too much, against the real server."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.running import Running, running
from tests.conftest import HEADLINES
from tests.support.service import SERVE, post

pytestmark = pytest.mark.slow

HEAD = "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
SLOW_CLIENTS = 120


@pytest.fixture(scope="module")
def server(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("serve")
    environment = {
        "CLICKBAIT_MODEL": str(model_folder),
        "DATABASE_URL": f"sqlite:///{folder}/feedback.sqlite3",
        "CLICKBAIT_BODY_TIMEOUT": "1.5",
        "CLICKBAIT_MAX_BODY_BYTES": "100000",
    }
    with running(SERVE, environment, folder / "log") as started:
        yield started


def connect(server: Running, text: str) -> socket.socket:
    """A client that has sent this much of its request."""
    opened = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    opened.sendall(text.encode())
    return opened


def answer(client: socket.socket) -> tuple[int, dict[str, object]]:
    """Status and JSON document."""
    received = b""
    while b"\r\n\r\n" not in received or not received.endswith(b"}"):
        part = client.recv(65536)
        if not part:
            break
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


@pytest.mark.parametrize(
    "sent",
    ["POST /v1/predict HTTP/1.1\r\nHost: x\r\nContent-Ty", f'{HEAD}Content-Length: 1000\r\n\r\n{{"headl'],
    ids=["headers", "body"],
)
def test_slow_clients_do_not_stop_the_others(server: Running, sent: str) -> None:
    with ExitStack() as held:
        for _ in range(SLOW_CLIENTS):
            held.enter_context(connect(server, sent))
        start = time.monotonic()
        assert len(post(server.address, "/v1/predict", {"headlines": HEADLINES})["predictions"]) == len(HEADLINES)
        assert time.monotonic() - start < 1.5  # less than any slow client is waited for


def test_a_body_that_does_not_come_is_a_408(server: Running) -> None:
    with connect(server, f'{HEAD}Content-Length: 1000\r\n\r\n{{"headl') as client:
        status, problem = answer(client)
    assert status == 408 and "in time" in str(problem["detail"])


def test_an_announced_oversized_body_is_refused_unread(server: Running) -> None:
    with connect(server, f"{HEAD}Content-Length: 999999999\r\n\r\n") as client:
        assert answer(client)[0] == 413
    assert post(server.address, "/v1/predict", {"headlines": HEADLINES})["predictions"]


def test_a_body_that_grows_past_the_limit_is_refused(server: Running) -> None:
    with connect(server, f"{HEAD}Transfer-Encoding: chunked\r\n\r\n") as client:
        for _ in range(30):
            client.sendall(b"2000\r\n" + b" " * 0x2000 + b"\r\n")
        assert answer(client)[0] == 413


def test_a_chunked_body_is_read(server: Running) -> None:
    body = json.dumps({"headlines": HEADLINES}, ensure_ascii=False).encode()
    with connect(server, f"{HEAD}Transfer-Encoding: chunked\r\n\r\n") as client:
        for start in range(0, len(body), 50):
            part = body[start : start + 50]
            client.sendall(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        client.sendall(b"0\r\n\r\n")
        status, document = answer(client)
    assert status == 200 and len(document["predictions"]) == len(HEADLINES)  # type: ignore[arg-type]


def test_a_path_is_decoded_and_repeated_headers_are_joined(server: Running) -> None:
    with connect(server, "GET /%76%31/model HTTP/1.1\r\nHost: x\r\nX-Many: 1\r\nX-Many: 2\r\n\r\n") as client:
        assert answer(client)[0] == 200
