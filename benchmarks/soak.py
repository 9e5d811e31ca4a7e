"""The service for minutes under everything at once: nothing may be answered wrongly, and nothing acknowledged be lost.

    python -m benchmarks.soak [--seconds N] [--connections N] [--workers N]

Connections send short and long lists, explanations, pages, corrections and bad input, one call after the other. Every
30 s another model is put in place, and every minute a worker is killed. Each answer is compared with what the model
that it names says in this process; each correction that was acknowledged must be in the database at the end, once.
Sends that fail because a worker was killed are repeated, as a client does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import psutil

from api.storage import open_store
from benchmarks import machine
from benchmarks.paths import MODEL
from benchmarks.running import SERVE, Running, running, service_environment
from benchmarks.soak_calls import Call, Client, Expected, make_calls
from classifier import load

SWAP_SECONDS, KILL_SECONDS, SAMPLE_SECONDS = 30, 60, 5
GONE_SECONDS = 30  # after the end in which a call must find a worker
GRACE_SECONDS = 5.0  # granian starts a killed worker again after 3.5 s


@dataclass
class Seen:
    """What came out."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    resent: int = 0
    seconds: deque[float] = field(default_factory=lambda: deque(maxlen=200_000))
    probes: list[float] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)  # seconds since the start, MB of all processes
    swaps: int = 0
    kills: int = 0


async def client(port: int, calls: list[Call], until: float, seen: Seen, seed: int) -> None:
    """One connection: calls in random order until the end."""
    dice = random.Random(seed)
    connection = Client(port)
    number = 0
    while time.monotonic() < until:
        number += 1
        call = dice.choice(calls).numbered(f"{seed}-{number}")
        start = time.monotonic()
        while True:
            try:
                status, body = await connection.send(call)
            except (OSError, EOFError, asyncio.IncompleteReadError):  # its worker was killed, or is not there yet
                if time.monotonic() > until + GONE_SECONDS:
                    raise RuntimeError("the server no longer answers: see its log") from None
                seen.resent += 1
                await connection.close()
                await asyncio.sleep(0.1)
                continue
            break
        seen.seconds.append(time.monotonic() - start)
        seen.statuses[call.kind, status] += 1
        if fault := call.fault(status, body):
            seen.wrong.append(fault)
        if call.kind == "feedback" and status in (200, 201):
            seen.acknowledged.add(call.key)
    await connection.close()


async def every(seconds: float, until: float, act: Callable[[], None]) -> None:
    """Call ``act`` again and again."""
    while time.monotonic() + seconds < until:
        await asyncio.sleep(seconds)
        await asyncio.to_thread(act)


def probe(port: int, seconds: float, found: Any) -> None:
    """How long /livez takes, asked by a process of its own: the clients' one is as busy as the server."""
    taken: list[float] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            while time.monotonic() < end:
                start = time.monotonic()
                connection.request("GET", "/livez")
                connection.getresponse().read()
                taken.append(time.monotonic() - start)
                time.sleep(0.05)
        except (OSError, HTTPException):  # its worker was killed
            time.sleep(0.05)
        finally:
            connection.close()
    found.put(taken)


def put_model(source: Path, folder: Path) -> None:
    """Copy a model over another one, file by file, as an operator may; the manifest comes last."""
    for path in sorted(source.iterdir(), key=lambda path: (path.name == "manifest.json", path.name)):
        shutil.copyfile(path, folder / path.name)


def two_models(folder: Path) -> list[Path]:
    """The bundled model, and one with another threshold and version."""
    first, second = (Path(shutil.copytree(MODEL, folder / name)) for name in ("first", "second"))
    manifest = json.loads((second / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {"version": "000000000000", "threshold": 0.6}
    manifest["cuts"]["balanced"]["threshold"] = 0.6
    (second / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return [first, second]


async def soak(server: Running, models: list[Path], served: Path, args: argparse.Namespace) -> Seen:
    """Run it all."""
    seen, start = Seen(), time.monotonic()
    until = start + args.seconds
    probes: multiprocessing.Queue[list[float]] = multiprocessing.Queue()
    multiprocessing.Process(target=probe, args=(server.port, args.seconds, probes), daemon=True).start()
    expected = Expected([load(model) for model in models])
    calls = make_calls(expected)
    parent = psutil.Process(server.process.pid)
    workers = [child for child in parent.children() if child.is_running()]

    def swap() -> None:
        seen.swaps += 1
        put_model(models[seen.swaps % 2], served)

    def kill() -> None:
        seen.kills += 1
        os.kill(random.choice([child.pid for child in parent.children()]), signal.SIGKILL)

    def sample() -> None:
        held = 0.0
        for process in (parent, *parent.children()):
            try:
                held += process.memory_full_info().pss / 1e6
            except psutil.Error:
                return  # one that was just killed
        if len(parent.children()) == len(workers):
            seen.memory.append((time.monotonic() - start, held))

    await asyncio.gather(
        *(client(server.port, calls, until, seen, seed) for seed in range(args.connections)),
        every(SWAP_SECONDS, until - GRACE_SECONDS, swap),
        every(KILL_SECONDS, until - GRACE_SECONDS, kill),
        every(SAMPLE_SECONDS, until, sample),
    )
    seen.probes = await asyncio.to_thread(probes.get)
    return seen


def lost(database: str, acknowledged: set[str]) -> tuple[int, int]:
    """Acknowledged corrections that are not in the database, and rows that are there twice."""
    store = open_store(database)
    keys: list[str] = []
    last = 0
    while page := store.list(last, 1000):
        keys += [record.idempotency_key for record in page]
        last = page[-1].id
    store.close()
    return len(acknowledged - set(keys)), len(keys) - len(set(keys))


def table(seen: Seen, missing: tuple[int, int], args: argparse.Namespace) -> str:
    """What came out, for people."""
    kinds = sorted({kind for kind, _ in seen.statuses})
    lines = [f"{'call':<12}{'answers':>9}  statuses"]
    for kind in kinds:
        found = {status: count for (name, status), count in sorted(seen.statuses.items()) if name == kind}
        told = ", ".join(f"{count:,} x {status}" for status, count in found.items())
        lines.append(f"{kind:<12}{sum(found.values()):>9,}  {told}")
    total = sum(seen.statuses.values())
    times, probes = sorted(seen.seconds), sorted(seen.probes)
    lines += [
        "",
        f"{args.seconds} s, {args.connections} connections, {args.workers} workers: "
        f"{total / args.seconds:,.0f} answers/s",
        f"calls: p50 {times[len(times) // 2] * 1e3:.0f} ms, p99 {times[int(len(times) * 0.99)] * 1e3:.0f} ms",
        f"/livez: p50 {probes[len(probes) // 2] * 1e3:.0f} ms, p99 {probes[int(len(probes) * 0.99)] * 1e3:.0f} ms, "
        f"longest {probes[-1] * 1e3:.0f} ms",
        f"{seen.swaps} models swapped, {seen.kills} workers killed, {seen.resent} calls sent again",
        f"wrong answers: {len(seen.wrong)}",
        f"corrections acknowledged: {len(seen.acknowledged):,}, lost: {missing[0]}, stored twice: {missing[1]}",
    ]
    quarter = max(1, len(seen.memory) // 4)
    for name, part in (("second", seen.memory[quarter : 2 * quarter]), ("last", seen.memory[-quarter:])):
        held = [size for _, size in part]
        if held:
            span = f"{min(held):.0f}-{max(held):.0f}"
            lines.append(f"memory of all processes (PSS), {name} quarter: {span} MB, mean {sum(held) / len(held):.0f}")
    return "\n".join([*lines, *seen.wrong[:10]])


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="The service for minutes under everything at once.")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args(argv)
    described = machine.description()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        models = two_models(folder)
        served = Path(shutil.copytree(models[0], folder / "served"))
        environment = {
            **service_environment(folder, served), "CLICKBAIT_FEEDBACK_RATE_LIMIT": "off",
            "CLICKBAIT_ACCESS_LOG": "off",
        }  # fmt: skip
        with running([*SERVE, "--workers", str(args.workers)], environment, folder / "log") as server:
            seen = asyncio.run(soak(server, models, served, args))
        missing = lost(environment["DATABASE_URL"], seen.acknowledged)
    print(f"{described}\n\n{table(seen, missing, args)}")
    return 1 if seen.wrong or any(missing) else 0


if __name__ == "__main__":
    sys.exit(main())
