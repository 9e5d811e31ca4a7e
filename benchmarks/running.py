"""A server on a free loopback port, for benchmarks, tests and the documentation's examples."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from benchmarks.paths import MODEL

BIN = Path(sys.executable).parent
READY_SECONDS = 60
SERVE = ["clickbait", "serve", "--port", "{port}"]


@dataclass(frozen=True)
class Running:
    """A server that is ready. ``log`` is its output so far."""

    address: str
    process: subprocess.Popen[bytes]
    log_file: Path | None

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1])

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8") if self.log_file else ""


def free_port() -> int:
    """A loopback port that is not in use now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def service_environment(folder: Path, model: Path = MODEL) -> dict[str, str]:
    """Environment of ``clickbait serve``: the model, a database in the folder, and rate limits out of reach."""
    return {
        "CLICKBAIT_MODEL": str(model),
        "DATABASE_URL": f"sqlite:///{folder}/feedback.sqlite3",
        "CLICKBAIT_RATE_LIMIT": "1000000000/minute",
    }


def _is_ready(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
    except (urllib.error.URLError, OSError):
        return False
    return True


@contextmanager
def running(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    log_file: Path | None = None,
    wait: bool = True,
) -> Iterator[Running]:
    """Run a server until the block ends. ``{port}`` in the command is replaced by its port.

    The program must be in the folder of this Python. Raises RuntimeError when ``/readyz`` does not return 200 in time.
    """
    port = free_port()
    filled = [str(BIN / command[0]), *(part.replace("{port}", str(port)) for part in command[1:])]
    out: IO[bytes] | int = log_file.open("wb") if log_file else subprocess.DEVNULL
    process = subprocess.Popen(filled, stdout=out, stderr=out, env={**os.environ, **(environment or {})})
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + READY_SECONDS
        while wait and not _is_ready(address):
            if process.poll() is not None or time.monotonic() > deadline:
                log = log_file.read_text(encoding="utf-8") if log_file else ""
                raise RuntimeError(f"{command[0]} did not get ready\n{log}")
            time.sleep(0.05)
        yield Running(address, process, log_file)
    finally:
        stop(process)
        if not isinstance(out, int):
            out.close()


def stop(process: subprocess.Popen[bytes]) -> int:
    """Send SIGTERM to this process, and SIGKILL when it does not exit. Returns its exit code."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()
