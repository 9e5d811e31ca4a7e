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

BIN = Path(sys.executable).parent
READY_SECONDS = 60


@dataclass(frozen=True)
class Running:
    """A server that answers. ``log`` is what it wrote so far."""

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
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
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
    """Run a server until the block ends; ``{port}`` in the command is its port.

    The program is looked for beside this Python. Raises RuntimeError when ``/readyz`` does not answer 200 in time.
    """
    port = free_port()
    filled = [str(BIN / command[0]), *(part.replace("{port}", str(port)) for part in command[1:])]
    out: IO[bytes] | int = log_file.open("wb") if log_file else subprocess.DEVNULL
    process = subprocess.Popen(filled, stdout=out, stderr=out, env={**os.environ, **(environment or {})})
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + READY_SECONDS
        while wait and not _answers(address):
            if process.poll() is not None or time.monotonic() > deadline:
                told = log_file.read_text(encoding="utf-8") if log_file else ""
                raise RuntimeError(f"{command[0]} did not get ready\n{told}")
            time.sleep(0.05)
        yield Running(address, process, log_file)
    finally:
        stop(process)
        if not isinstance(out, int):
            out.close()


def stop(process: subprocess.Popen[bytes]) -> int:
    """SIGTERM to this one process, and its exit code; SIGKILL when it does not end."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()
