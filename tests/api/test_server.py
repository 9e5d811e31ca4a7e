"""The real server on a free loopback port, stopped by its own PID."""

import json
import os
import shutil
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import keys
from api.storage import open_store
from benchmarks.running import Running, running, stop
from tests.conftest import HEADLINES
from tests.support.commands import command
from tests.support.service import SERVE, post

pytestmark = pytest.mark.slow


@pytest.fixture
def environment(model_folder: Path, tmp_path: Path) -> dict[str, str]:
    return {"CLICKBAIT_MODEL": str(model_folder), "DATABASE_URL": f"sqlite:///{tmp_path}/feedback.sqlite3"}


@pytest.fixture
def server(environment: dict[str, str], tmp_path: Path) -> Iterator[Running]:
    with running(SERVE, {**environment, "CLICKBAIT_FEEDBACK_RATE_LIMIT": "off"}, tmp_path / "log") as started:
        yield started


def workers(server: Running) -> list[int]:
    """PIDs of the server's worker processes."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    return [int(pid) for pid in children.read_text(encoding="utf-8").split()]


def test_it_serves_tells_of_a_busy_port_and_stops_cleanly(server: Running, environment: dict[str, str]) -> None:
    body = post(server.address, "/v1/predict", {"headlines": HEADLINES})
    assert list(body) == ["model", "threshold", "predictions"]
    assert body["predictions"][0]["label"] == "clickbait"
    done = command("serve", "--port", str(server.port), **environment)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and f"cannot listen on 127.0.0.1:{server.port}" in done.stderr
    assert stop(server.process) == 0
    assert HEADLINES[0] not in server.log


def test_requests_in_flight_are_answered_before_it_stops(server: Running) -> None:
    answers: list[int] = []
    late = {"headlines": [f"{number} {HEADLINES[0]}" for number in range(800)], "explain": True}
    body = json.dumps(late).encode()
    head = (
        f"POST /v1/predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port)) as uploading:
        uploading.sendall(head.encode() + body[:1000])  # one client is still sending its body

        def ask() -> None:
            answers.append(len(post(server.address, "/v1/predict", late)["predictions"]))

        thread = threading.Thread(target=ask)
        thread.start()
        time.sleep(0.1)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        uploading.sendall(body[1000:])
        assert uploading.recv(100).startswith(b"HTTP/1.1 200")
        thread.join()
    assert answers == [800]
    assert server.process.wait(timeout=40) == 0


def test_a_new_model_is_taken_without_a_failed_request(
    environment: dict[str, str], model_folder: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(model_folder, tmp_path / "model"))
    own = {**environment, "CLICKBAIT_MODEL": str(folder), "CLICKBAIT_RELOAD_INTERVAL": "0.1"}
    with running(SERVE, own, tmp_path / "log") as server:
        failures: list[BaseException] = []
        finished = threading.Event()

        def ask() -> None:
            while not finished.is_set():
                try:
                    post(server.address, "/v1/predict", {"headlines": HEADLINES})
                except (OSError, ValueError) as error:
                    failures.append(error)

        def reloads() -> tuple[int, str | None]:
            with urllib.request.urlopen(f"{server.address}/v1/model", timeout=5) as response:
                body = json.load(response)
            return body["reloads"], body["problem"]

        def wait_for(expected: tuple[int, bool]) -> None:
            deadline = time.monotonic() + 20
            while (found := reloads()) and (found[0], bool(found[1])) != expected:
                assert time.monotonic() < deadline, (found, server.log)
                time.sleep(0.05)

        asking = threading.Thread(target=ask)
        asking.start()
        server.process.send_signal(signal.SIGHUP)
        wait_for((1, False))
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        (folder / "manifest.json").write_text(json.dumps({**manifest, "threshold": 0.9}), encoding="utf-8")
        wait_for((2, False))
        assert post(server.address, "/v1/predict", {"headlines": HEADLINES})["threshold"] == 0.9
        (folder / "manifest.json").write_text("{", encoding="utf-8")
        wait_for((2, True))
        server.process.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        finished.set()
        asking.join()
        assert failures == []
        assert "stays in service" in server.log


def test_a_killed_worker_loses_no_acknowledged_feedback(
    environment: dict[str, str], server: Running, tmp_path: Path
) -> None:
    acknowledged: list[str] = []
    finished = threading.Event()

    def write(writer: int) -> None:
        number = 0
        while not finished.is_set():
            number += 1
            key = f"{writer}-{number}"
            correction = {"headline": f"標題{key}", "label": "clickbait"}
            try:
                post(server.address, "/v1/feedback", correction, Idempotency_Key=key)
            except (OSError, ValueError):
                time.sleep(0.02)
            else:
                acknowledged.append(key)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in writers:
        thread.start()
    for enough in (30, 60):
        while len(acknowledged) < enough:
            time.sleep(0.01)
        (worker,) = workers(server)
        os.kill(worker, signal.SIGKILL)
        time.sleep(6)  # granian gives up on workers that crash faster
    finished.set()
    for thread in writers:
        thread.join()
    store = open_store(environment["DATABASE_URL"])
    stored = [record.idempotency_key for record in store.list(limit=1_000_000)]
    store.close()
    assert len(stored) == len(set(stored)) and set(acknowledged) <= set(stored)


def test_metrics_add_up_over_workers(environment: dict[str, str], tmp_path: Path) -> None:
    with running([*SERVE, "--workers", "2"], environment, tmp_path / "log") as server:
        while server.log.count("is ready") < 2:  # each worker loads the model by itself
            time.sleep(0.05)
        for _ in range(40):
            post(server.address, "/v1/predict", {"headlines": HEADLINES[:1]})
        with urllib.request.urlopen(f"{server.address}/metrics", timeout=5) as response:
            text = response.read().decode()
        assert 'clickbait_requests_total{method="POST",route="/v1/predict",status="200"} 40.0' in text
        assert "clickbait_requests_in_progress 1.0" in text


def test_another_address_asks_for_a_key_unless_it_is_public(environment: dict[str, str], tmp_path: Path) -> None:
    done = command("serve", "--host", "0.0.0.0", "--port", "18999", **environment)
    assert done.returncode == 2 and "clickbait keys add" in done.stderr
    store = open_store(environment["DATABASE_URL"])
    secret = keys.create(store, "newsroom")
    store.close()
    body = {"headlines": HEADLINES}
    with running([*SERVE, "--host", "0.0.0.0"], environment, tmp_path / "log") as server:
        with pytest.raises(urllib.error.HTTPError, match="401"):
            post(server.address, "/v1/predict", body)
        assert post(server.address, "/v1/predict", body, Authorization=f"Bearer {secret}")["predictions"]
    with running([*SERVE, "--host", "0.0.0.0", "--public"], environment, tmp_path / "log") as server:
        assert post(server.address, "/v1/predict", body)["predictions"]
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(f"{server.address}/v1/feedback", timeout=5)
