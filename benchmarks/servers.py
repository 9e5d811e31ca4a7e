"""Servers for the application: requests per second, and whether slow clients block the others.

    python -m benchmarks.servers [--seconds N]

Each server runs the real application and model with one worker, one after the other. ``slow`` is the time of a request
while 100 clients have sent half a body and wait; ``-`` means that there was no response within 5 s.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.paths import MODEL, ROOT
from benchmarks.running import Running, running, service_environment
from benchmarks.wrk import body_of, load, need_wrk

SLOW_CLIENTS = 100
GRANIAN = ["granian", "--factory", "--no-ws", "--workers", "1", "--no-log", "--port", "{port}"]
GUNICORN = ["gunicorn", "--workers", "1", "--keep-alive", "30", "--bind", "127.0.0.1:{port}"]
COMMANDS = {
    "granian, our adapter": [*GRANIAN, "--interface", "rsgi", "api.server:make_app"],
    "granian WSGI, 1 thread": [*GRANIAN, "--interface", "wsgi", "--blocking-threads", "1", "api.app:create_app"],
    "granian WSGI, 64 threads": [*GRANIAN, "--interface", "wsgi", "--blocking-threads", "64", "api.app:create_app"],
    "gunicorn sync": [*GUNICORN, "api.app:create_app()"],
    "gunicorn gthread": [*GUNICORN, "--worker-class", "gthread", "--threads", "4", "api.app:create_app()"],
    "gunicorn gevent": [*GUNICORN, "--worker-class", "gevent", "api.app:create_app()"],
    "waitress": ["waitress-serve", "--listen", "127.0.0.1:{port}", "--threads", "4", "--call", "api.app:create_app"],
}


def among_slow_clients(server: Running) -> str:
    """The time of one request in milliseconds, or '-'."""
    request = urllib.request.Request(
        f"{server.address}/v1/predict", json.dumps(body_of(1)).encode(), {"Content-Type": "application/json"}
    )
    head = "POST /v1/predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    with ExitStack() as held:
        for _ in range(SLOW_CLIENTS):
            client = held.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            client.sendall(head.encode())
        time.sleep(0.3)
        start = time.perf_counter()
        try:
            urllib.request.urlopen(request, timeout=5).close()
        except OSError:
            return "-"
        return f"{(time.perf_counter() - start) * 1000:.0f} ms"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Compare servers for the application.")
    parser.add_argument("--seconds", type=int, default=5)
    args = parser.parse_args(argv)
    need_wrk()
    print(f"{'server':<26}{'1 headline':>12}{'100 headlines':>15}{'headlines/s':>13}{'failed':>8}{'slow':>8}")
    for name, command in COMMANDS.items():
        with tempfile.TemporaryDirectory() as folder:
            model = Path(os.environ.get("CLICKBAIT_MODEL", MODEL))
            environment = {
                **service_environment(Path(folder), model), "PYTHONPATH": str(ROOT), "CLICKBAIT_ACCESS_LOG": "false",
            }  # fmt: skip
            with running(command, environment) as server:
                url = f"{server.address}/v1/predict"
                single, batch = (load(url, body_of(count), seconds=args.seconds) for count in (1, 100))
                failed = single.refused + single.broken + batch.refused + batch.broken
                slow = among_slow_clients(server)
        row = f"{single.rate:>12,.0f}{batch.rate:>15,.0f}{batch.rate * 100:>13,.0f}{failed:>8}{slow:>8}"
        print(f"{name:<26}{row}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
