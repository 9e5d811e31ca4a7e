"""Load on a loopback server with wrk (Debian package ``wrk``)."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from typing import Any

HEADLINES = (
    "女星結束8年婚姻！好友曝離婚真相 網全傻眼",
    "立院三讀修正托育條例 補助延長至6歲",
    "睡前喝這杯千萬別加它　醫師示警：3種人快停",
    "颱風海棠估週四登陸 宜花4縣市停班課",
    "央行升息半碼 房貸族每月多繳多少？",
)


@dataclass(frozen=True)
class Load:
    """Results of wrk: requests per second, 99th percentile of latency, responses other than 2xx, socket errors."""

    rate: float
    p99: str
    refused: int
    broken: int


def body_of(count: int) -> dict[str, Any]:
    """The body of a request with ``count`` different headlines."""
    return {"headlines": [f"{HEADLINES[i % len(HEADLINES)]} {i}" if i else HEADLINES[0] for i in range(count)]}


def need_wrk() -> None:
    """Raises SystemExit, with the command to install it, when wrk is missing."""
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: apt-get install wrk")


def load(url: str, body: dict[str, Any], *, seconds: int, connections: int = 16) -> Load:
    """POST the body to the URL as fast as the server responds."""
    text = json.dumps(json.dumps(body, ensure_ascii=False), ensure_ascii=False)
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as script:
        script.write(f"wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nwrk.body = {text}\n")
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", script.name, url]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate, late = re.search(r"Requests/sec:\s+([\d.]+)", out), re.search(r"99%\s+(\S+)", out)
    if not rate or not late:
        raise RuntimeError(f"unexpected output of wrk:\n{out}")
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    sockets = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    broken = sum(map(int, sockets.groups())) if sockets else 0
    return Load(float(rate[1]), late[1], int(refused[1]) if refused else 0, broken)
