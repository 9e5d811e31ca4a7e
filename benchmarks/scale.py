"""Throughput and memory of ``clickbait score`` with processes, Dask workers and inputs of different sizes.

    python -m benchmarks.scale [--rows N] [--rounds N]

Rows are generated from the bundled corpus. The engines run one after the other, round after round, and the best round
counts, because the machine is noisy. Time is that of the whole command, from its start to the output. The Dask workers
are started before it, as in a cluster. CPU time is that of all processes including scheduler and workers; other load on
the machine affects it less. The second table has the peak resident memory of a command, the third the throughput of the
steps that a single process does, however many processes score.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import orjson
import psutil
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from archive.columns import columns_of
from archive.job import Job, added_columns
from archive.plan import parts_of
from archive.read import read_part
from archive.run import Options
from archive.write import assemble, write_part
from benchmarks.machine import processor
from benchmarks.paths import MODEL
from benchmarks.recombined import recombined
from benchmarks.running import BIN, free_port, stop
from benchmarks.usage import Usage, run_measured
from classifier import Prediction
from classifier.heads import HEADS
from tabular.formats import Format

GROWTH = (200_000, 400_000, 800_000)
_STEP = 50_000


def generated(count: int) -> Iterator[pa.Table]:
    """``count`` rows of recombined headlines with ids, in tables of 50,000."""
    headlines = recombined()
    for first in range(0, count, _STEP):
        ids = range(first, min(first + _STEP, count))
        yield pa.table({"id": ids, "headline": list(islice(headlines, len(ids)))})


def write(folder: Path, count: int, kind: str) -> Path:
    """Write the rows to a file; Parquet with row groups of 50,000."""
    path = folder / f"{count}.{kind}"
    if kind == "parquet":
        with pq.ParquetWriter(path, pa.schema([("id", pa.int64()), ("headline", pa.string())])) as writer:
            for table in generated(count):
                writer.write_table(table)
    else:
        with path.open("wb") as file:
            for number, table in enumerate(generated(count)):
                if kind == "csv":
                    pyarrow.csv.write_csv(table, file, pyarrow.csv.WriteOptions(include_header=number == 0))
                else:
                    file.write(b"".join(orjson.dumps(row) + b"\n" for row in table.to_pylist()))
    return path


def scored(source: Path, out: Path, *arguments: str) -> Usage:
    """Run the command once, and delete its output."""
    usage = run_measured([BIN / "clickbait", "score", source, out, "--model", MODEL, *arguments])
    out.unlink()
    return usage


def serial(folder: Path, count: int) -> dict[str, float]:
    """Rows per second of the serial steps: splitting the input and assembling the output."""
    rates = {}
    options, version = Options(), "0" * 12
    for kind in ("csv", "jsonl", "parquet"):
        source = write(folder, count, kind)
        target = Format(kind)
        found = columns_of([source], kind, target, "headline", added_columns(HEADS, ""))
        staging = folder / f"serial-{kind}"
        job = Job(
            kind, target, False, found.column, "", found.names, found.schema, None, HEADS, str(MODEL), version, staging,
            found.dialect,
        )  # fmt: skip
        for name in ("parts", "spool"):
            (staging / name).mkdir(parents=True)
        start = time.perf_counter()
        parts = list(parts_of([source], job, options.part_rows))
        rates[f"split {kind}"] = count / (time.perf_counter() - start)
        topic = {"topic": "life", "topic_score": 0.5}
        kinds = {"withheld": 0.1, "sensational": 0.1, "push": 0.1}
        prediction = Prediction("", "clickbait", 0.123456789, False, 0.5, kinds, topic, 0.0, 0.0)
        for part in parts:
            rows = read_part(job, part)
            write_part(job, job.part(part.number), rows, [prediction] * len(rows.headlines))
        start = time.perf_counter()
        assemble(job, [job.part(part.number) for part in parts], folder / "whole")
        rates[f"assemble {kind}"] = count / (time.perf_counter() - start)
    return rates


class Workers:
    """A scheduler and ``count`` workers on loopback, each a process with one thread."""

    def __init__(self, stack: ExitStack, count: int, folder: Path) -> None:
        port = free_port()
        self.address = f"tcp://127.0.0.1:{port}"
        own = ("--host", "127.0.0.1", "--no-dashboard")
        self._processes: list[psutil.Process] = []
        commands = [("scheduler", "--port", str(port), *own)]
        worker = ("worker", self.address, "--no-nanny", "--nthreads", "1", "--local-directory", str(folder), *own)
        for command in [*commands, *[worker] * count]:
            process = subprocess.Popen(
                [BIN / "dask", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
            )
            stack.callback(stop, process)
            self._processes.append(psutil.Process(process.pid))
        from dask.distributed import Client

        with Client(self.address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)

    def cpu(self) -> float:
        """CPU time of scheduler and workers until now, in seconds."""
        return sum(sum(process.cpu_times()[:2]) for process in self._processes)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Throughput and memory of 'clickbait score'.")
    parser.add_argument("--rows", type=int, default=400_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        source, out = write(folder, args.rows, "parquet"), folder / "out.parquet"
        clusters = [Workers(stack, count, folder) for count in (1, 2)]
        systems = {
            "local, --jobs 1": ["--jobs", "1"],
            "local, --jobs 2": ["--jobs", "2"],
            "dask, 1 worker": ["--engine", "dask", "--scheduler", clusters[0].address],
            "dask, 2 workers": ["--engine", "dask", "--scheduler", clusters[1].address],
        }
        best = dict.fromkeys(systems, (float("inf"), float("inf")))
        for _ in range(args.rounds):
            for system, arguments in systems.items():
                before = sum(cluster.cpu() for cluster in clusters)
                usage = scored(source, out, *arguments)
                cpu = usage.user + usage.system + sum(cluster.cpu() for cluster in clusters) - before
                best[system] = min(best[system][0], usage.wall), min(best[system][1], cpu)
        print(f"{args.rows} rows, Parquet to Parquet; Python {platform.python_version()}, {os.cpu_count()} cores,")
        print(f"{processor()}; load average {os.getloadavg()[0]:.1f}, including other programs")
        print(f"{'engine':<18}{'seconds':>9}{'headlines/s':>13}{'ratio':>8}{'CPU us/headline':>17}{'cores busy':>12}")
        base = best["local, --jobs 1"][0]
        for system, (seconds, cpu) in best.items():
            own = f"{cpu / args.rows * 1e6:>17.1f}{cpu / seconds:>12.2f}"
            print(f"{system:<18}{seconds:>9.1f}{args.rows / seconds:>13,.0f}{base / seconds:>8.2f}{own}")
        print(f"\n{'peak RSS, MB':<18}" + "".join(f"{rows:>12,}" for rows in GROWTH))
        for kind in ("csv", "parquet"):
            peaks = [scored(write(folder, rows, kind), folder / f"out.{kind}").peak for rows in GROWTH]
            print(f"{kind + ', --jobs 1':<18}" + "".join(f"{peak / 2**20:>12.0f}" for peak in peaks))
        print(f"\n{'serial step, one process':<24}{'rows/s':>13}")
        for name, rate in serial(folder, GROWTH[0]).items():
            print(f"{name:<24}{rate:>13,.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
