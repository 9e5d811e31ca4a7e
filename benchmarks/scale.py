"""Throughput and memory of ``clickbait score``: processes, Dask workers, growing inputs.

    python -m benchmarks.scale [--rows N] [--rounds N]

Rows are generated from the bundled corpus. Engines take turns, round after round, and the best round counts: the
machine is noisy. The time is that of the whole command, from start to output; the Dask workers run before it, as those
of a cluster do. The second table is the peak of resident memory (VmHWM) of the biggest process of each command.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.running import BIN, free_port, stop
from training.corpus import bundled_corpus, read_corpus

ROOT = Path(__file__).resolve().parent.parent
GROWTH = (200_000, 400_000, 800_000)
_STEP = 50_000


def generated(count: int) -> Iterator[pa.Table]:
    """So many rows in tables of 50,000: beginnings and ends of different headlines of the corpus, with a number."""
    rng = random.Random(0)
    halves = [row.headline.replace("　", " ").split(" ") for row in read_corpus([bundled_corpus()])]
    for first in range(0, count, _STEP):
        ids = range(first, min(first + _STEP, count))
        yield pa.table({"id": ids, "headline": [f"{rng.choice(halves)[0]} {rng.choice(halves)[-1]}" for _ in ids]})


def write(folder: Path, count: int, kind: str) -> Path:
    """The rows as one file; Parquet with row groups of 50,000."""
    path = folder / f"{count}.{kind}"
    if kind == "parquet":
        with pq.ParquetWriter(path, pa.schema([("id", pa.int64()), ("headline", pa.string())])) as writer:
            for table in generated(count):
                writer.write_table(table)
    else:
        import pyarrow.csv

        with path.open("wb") as file:
            for number, table in enumerate(generated(count)):
                pyarrow.csv.write_csv(table, file, pyarrow.csv.WriteOptions(include_header=number == 0))
    return path


def timed(source: Path, out: Path, *arguments: str) -> tuple[float, float]:
    """Seconds of one command, and the peak of resident memory of its biggest process in MB."""
    model = ["--model", str(ROOT / "model")]
    start = time.perf_counter()
    process = subprocess.Popen([BIN / "clickbait", "score", source, out, *model, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"clickbait score ended with {process.returncode}")
    out.unlink()
    return seconds, usage.ru_maxrss / 1024


class Workers:
    """A scheduler and so many workers on loopback, each a process with one thread."""

    def __init__(self, stack: ExitStack, count: int, folder: Path) -> None:
        port = free_port()
        self.address = f"tcp://127.0.0.1:{port}"
        own = ("--host", "127.0.0.1", "--no-dashboard")
        commands = [("scheduler", "--port", str(port), *own)]
        worker = ("worker", self.address, "--no-nanny", "--nthreads", "1", "--local-directory", str(folder), *own)
        for command in [*commands, *[worker] * count]:
            process = subprocess.Popen(
                [BIN / "dask", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
            )
            stack.callback(stop, process)
        from dask.distributed import Client

        with Client(self.address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)


def processor() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return found[1] if found else platform.processor()


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Throughput and memory of 'clickbait score'.")
    parser.add_argument("--rows", type=int, default=400_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        source, out = write(folder, args.rows, "parquet"), folder / "out.parquet"
        one, two = (Workers(stack, count, folder).address for count in (1, 2))
        systems = {
            "local, --jobs 1": ["--jobs", "1"],
            "local, --jobs 2": ["--jobs", "2"],
            "dask, 1 worker": ["--engine", "dask", "--scheduler", one],
            "dask, 2 workers": ["--engine", "dask", "--scheduler", two],
        }
        best = dict.fromkeys(systems, float("inf"))
        for _ in range(args.rounds):
            for system, arguments in systems.items():
                best[system] = min(best[system], timed(source, out, *arguments)[0])
        print(f"{args.rows} rows, Parquet to Parquet; Python {platform.python_version()}, {os.cpu_count()} cores,")
        print(
            f"{processor()}; load average before and after the rounds is not ours alone: {os.getloadavg()[0]:.1f} now"
        )
        print(f"{'engine':<18}{'seconds':>9}{'headlines/s':>13}{'ratio':>8}")
        base = best["local, --jobs 1"]
        for system, seconds in best.items():
            print(f"{system:<18}{seconds:>9.1f}{args.rows / seconds:>13,.0f}{base / seconds:>8.2f}")
        print(f"\n{'peak RSS, MB':<18}" + "".join(f"{rows:>12,}" for rows in GROWTH))
        for kind in ("csv", "parquet"):
            peaks = [timed(write(folder, rows, kind), folder / f"out.{kind}")[1] for rows in GROWTH]
            print(f"{kind + ', --jobs 1':<18}" + "".join(f"{peak:>12.0f}" for peak in peaks))
    return 0


if __name__ == "__main__":
    sys.exit(main())
