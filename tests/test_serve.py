"""The real server on a free loopback port, stopped by its own PID."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import HEADLINES


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(
    model_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    log = (tmp_path_factory.mktemp("serve") / "log").open("wb")
    command = [str(Path(sys.executable).with_name("clickbait")), "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--model", str(model_folder)], stdout=log, stderr=log, env={**os.environ, "CLICKBAIT_MODEL": ""}
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
                break
            except (urllib.error.URLError, ConnectionError):
                assert process.poll() is None, "the server stopped"
                time.sleep(0.1)
        yield address, process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)
        log.close()


def test_the_served_answer_is_the_documented_one(server: tuple[str, subprocess.Popen[bytes]]) -> None:
    request = urllib.request.Request(
        f"{server[0]}/v1/predict",
        json.dumps({"headlines": HEADLINES}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=20) as response:
        body = json.load(response)
    assert list(body) == ["model", "threshold", "predictions"]
    assert body["predictions"][0]["label"] == "clickbait"


def test_a_busy_port_is_told(server: tuple[str, subprocess.Popen[bytes]], model_folder: Path) -> None:
    port = server[0].rsplit(":", 1)[1]
    command = [str(Path(sys.executable).with_name("clickbait")), "serve", "--port", port, "--model", str(model_folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and f"cannot listen on 127.0.0.1:{port}" in done.stderr


def test_sigterm_ends_it_cleanly(server: tuple[str, subprocess.Popen[bytes]]) -> None:
    server[1].send_signal(signal.SIGTERM)
    assert server[1].wait(timeout=20) == 0
