"""Memory of the service, ``clickbait serve`` with one worker, after it served batches and a page."""

from __future__ import annotations

import json
import tempfile
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import psutil

from benchmarks.running import SERVE, running, service_environment
from benchmarks.wrk import body_of

BATCHES = 200  # of 100 headlines, eight at a time
LINES = 400  # of the page


@dataclass(frozen=True)
class Held:
    """Memory of a process in bytes: resident set size, and proportional set size (None where not available)."""

    name: str
    resident: int
    proportional: int | None


def page() -> str:
    """HTML of a page with paragraphs and links."""
    lines = map(escape, body_of(LINES)["headlines"])
    blocks = (f"<p>{line}，記者查證後說明如下。</p><li><a href='/{i}'>{line}</a></li>" for i, line in enumerate(lines))
    return f"<html><head><title>颱風海棠估週四登陸</title></head><body>{''.join(blocks)}</body></html>"


def _post(url: str, body: dict[str, Any]) -> None:
    data = json.dumps(body, ensure_ascii=False).encode()
    call = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(call, timeout=60) as answer:
        answer.read()


def _held(process: psutil.Process, server: int) -> Held:
    info = process.memory_full_info()
    helper = any("multiprocessing.resource_tracker" in part for part in process.cmdline())
    name = "server" if process.pid == server else "helper of multiprocessing" if helper else "worker"
    return Held(name, info.rss, getattr(info, "pss", None))


def serving(model: Path) -> list[Held]:
    """The processes of the service after it responded. Raises RuntimeError when no worker is found among them."""
    with tempfile.TemporaryDirectory() as folder:
        environment = service_environment(Path(folder), model)
        with running(SERVE, environment, Path(folder) / "log") as server:
            predict = f"{server.address}/v1/predict"
            with ThreadPoolExecutor(8) as callers:
                list(callers.map(lambda _: _post(predict, body_of(100)), range(BATCHES)))
            _post(f"{server.address}/v1/page", {"html": page()})
            main = psutil.Process(server.process.pid)
            found = [_held(process, main.pid) for process in [main, *main.children(recursive=True)]]
    if not any(held.name == "worker" for held in found):
        raise RuntimeError("no worker was found among the processes of the service")
    return found


def table(found: Sequence[Held]) -> str:
    """The memory of each process in MB."""
    lines = [f"{f'service after {BATCHES} batches of 100 and a page, MB':<50}{'RSS':>7}{'PSS':>8}"]
    for held in found:
        proportional = "-" if held.proportional is None else f"{held.proportional / 1e6:.1f}"
        lines.append(f"{held.name:<50}{held.resident / 1e6:>7.1f}{proportional:>8}")
    return "\n".join(lines)
