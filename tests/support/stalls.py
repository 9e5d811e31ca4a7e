"""Things that a service depends on, made to stand still: the real programs, stopped by a signal or holding a lock."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from benchmarks.running import free_port, stop
from tests.support.programs import program
from tests.support.service import post

SOON = 3.0  # seconds: far below what a stall would take, far above what a busy machine needs for an answer


@contextmanager
def redis_server(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A Redis and its URL."""
    port = free_port()
    command = [str(program("redis-server")), "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", folder]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.02)
        yield f"redis://127.0.0.1:{port}/0", process
    finally:
        process.send_signal(signal.SIGCONT)
        stop(process)


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """A process and its children stand still: their sockets accept what is sent, and nothing comes back."""
    processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program holds the write lock of an SQLite file."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.rollback()
        connection.close()


@contextmanager
def deaf_port() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        yield listening.getsockname()[1]


@contextmanager
def watched(address: str) -> Iterator[list[float]]:
    """Seconds that each call of /livez took meanwhile."""
    taken: list[float] = []
    finished = threading.Event()

    def ask() -> None:
        while not finished.is_set():
            start = time.monotonic()
            urllib.request.urlopen(f"{address}/livez", timeout=60).close()
            taken.append(time.monotonic() - start)
            time.sleep(0.01)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield taken
    finally:
        finished.set()
        thread.join()
    assert taken and max(taken) < SOON, f"/livez took {max(taken):.2f} s"


def outcome(address: str, path: str, document: Any, **headers: str) -> tuple[int, float, dict[str, Any]]:
    """Status, seconds and JSON document of a call; Retry-After, if any, is added to the document."""
    start = time.monotonic()
    try:
        status, body = 200, post(address, path, document, **headers)
    except urllib.error.HTTPError as error:
        with error:
            status, body = error.code, json.load(error)
            body["retry"] = error.headers["Retry-After"]
    return status, time.monotonic() - start, body
