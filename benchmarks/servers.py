"""Which WSGI server answers ``POST /v1/predict`` faster: gunicorn or granian, one worker each.

    python -m benchmarks.servers [--seconds N]

The load comes from wrk (Debian package ``wrk``) on loopback, bounded in time; both servers run the same
application and model, one after the other, round by round.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

BIN = Path(sys.executable).parent
BODIES = {"1 headline": 1, "100 headlines": 100}
HEADLINE = "女星結束8年婚姻！好友曝離婚真相 網全傻眼"
COMMANDS = {
    "granian": ["granian", "--interface", "wsgi", "--factory", "--no-ws", "--workers", "1", "--blocking-threads", "1",
                "--no-log", "--port", "{port}", "api.server:make_app"],
    "gunicorn sync": ["gunicorn", "--workers", "1", "--bind", "127.0.0.1:{port}", "api.server:make_app()"],
    "gunicorn gthread": ["gunicorn", "--workers", "1", "--worker-class", "gthread", "--threads", "4",
                         "--keep-alive", "30", "--bind", "127.0.0.1:{port}", "api.server:make_app()"],
}  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(command: Sequence[str], port: int) -> subprocess.Popen[bytes]:
    """Start a server and wait until it is ready."""
    filled = [str(BIN / command[0]), *(part.format(port=port) for part in command[1:])]
    process = subprocess.Popen(filled, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ.copy())
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
            return process
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"{command[0]} did not get ready")


def load(port: int, count: int, seconds: int) -> tuple[float, str, int]:
    """Requests per second, 99th percentile of latency, and errors, from wrk."""
    body = json.dumps({"headlines": [HEADLINE] * count})
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as script:
        script.write(
            f"wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nwrk.body = {json.dumps(body)}\n"
        )
        script.flush()
        url = f"http://127.0.0.1:{port}/v1/predict"
        command = ["wrk", "-t1", "-c16", f"-d{seconds}s", "--latency", "-s", script.name, url]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])  # type: ignore[index]
    late = re.search(r"99%\s+(\S+)", out)[1]  # type: ignore[index]
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    sockets = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    return rate, late, int(failed[1]) if failed else sum(map(int, sockets.groups())) if sockets else 0


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="gunicorn and granian on the real request.")
    parser.add_argument("--seconds", type=int, default=8)
    args = parser.parse_args(argv)
    if not shutil.which("wrk"):
        sys.stderr.write("wrk is missing: apt-get install wrk\n")
        return 2
    os.environ.setdefault("CLICKBAIT_MODEL", str(Path(__file__).resolve().parent.parent / "model"))
    print(f"{'server':<18}{'body':<16}{'requests/s':>11}{'headlines/s':>13}{'p99':>10}{'errors':>8}")
    for name, command in COMMANDS.items():
        port = free_port()
        process = start(command, port)
        try:
            for body, count in BODIES.items():
                rate, late, errors = load(port, count, args.seconds)
                print(f"{name:<18}{body:<16}{rate:>11,.0f}{rate * count:>13,.0f}{late:>10}{errors:>8}", flush=True)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)
    return 0


if __name__ == "__main__":
    sys.exit(main())
