"""Time and memory of ``clickbait train`` by the size of the corpus.

    python -m benchmarks.training [--rows N ...] [--plot docs/training-growth.svg]

By default it trains on 8,000, 32,000, 128,000 and 512,000 rows: up to 128,000 with both engines, above with the one
that the command chooses. Each training is a separate command, whose start and page roles are included. Memory is the
peak of the sum of the resident memory of all its processes (sampled; pages that they share count several times).

Rows are recombined from the bundled corpus: the beginning of a headline, a made-up name, the end of another headline of
the same split and grade. Split, grade, topic and family are those of the beginning. The names add terms that no other
row has, as names in real news do.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import psutil
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, StrMethodFormatter

from benchmarks import machine
from benchmarks.recombined import parts
from benchmarks.running import BIN
from console.train import STREAM_ABOVE
from training.corpus.format import Row, bundled_corpus, read_corpus

SIZES = (8000, 32_000, 128_000, 512_000)
SAMPLED = 0.2  # seconds between two samples of the memory
ENGINES = {"memory": ["--stream-above", str(10**9)], "stream": ["--stream-above", "0"]}
LABELS = {"memory": "in memory", "stream": "streaming"}
LARGEST_IN_MEMORY = 128_000  # takes minutes


@dataclass(frozen=True)
class Run:
    """Result of a training: rows, engine, seconds, peak memory in MB, size of the model in MB, test F1."""

    rows: int
    engine: str
    seconds: float
    peak: float
    model: float
    f1: str


def chosen(rows: int) -> str:
    """The engine that ``clickbait train`` chooses."""
    return "stream" if rows > STREAM_ABOVE else "memory"


def write_rows(path: Path, count: int) -> None:
    """Write ``count`` recombined rows as CSV, the same in every run."""
    rng = random.Random(0)
    sources = read_corpus([bundled_corpus()])
    letters = sorted({c for row in sources for c in row.headline if "\u4e00" <= c <= "\u9fff"})
    alike: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in sources:
        alike[row.split, int(row.grade + 0.5)].append(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["headline", "grade", "topic", "family", "split"])
        for _ in range(count):
            first = rng.choice(sources)
            last = rng.choice(alike[first.split, int(first.grade + 0.5)])
            name = "".join(rng.choices(letters, k=3))
            text = f"{parts(first.headline)[0]} {name}{parts(last.headline)[-1]}"
            writer.writerow([text, f"{first.grade:g}", first.topic, first.family, first.split])


def trained(source: Path, rows: int, engine: str, folder: Path) -> Run:
    """Train once. Raises RuntimeError when the command fails."""
    out = folder / f"model-{rows}-{engine}"
    command = [BIN / "clickbait", "train", "--data", source, "--out", out, *ENGINES[engine]]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    root, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        peak = max(peak, _resident(root))
        time.sleep(SAMPLED)
    seconds = time.perf_counter() - start
    output = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise RuntimeError(f"clickbait train ended with exit code {process.returncode}")
    f1 = next(line.split("f1 ")[1].split()[0] for line in output.splitlines() if line.startswith("test"))
    size = sum(path.stat().st_size for path in out.iterdir())
    return Run(rows, engine, seconds, peak / 1e6, size / 1e6, f1)


def _resident(root: psutil.Process) -> int:
    total = 0
    try:
        for process in [root, *root.children(recursive=True)]:
            total += process.memory_info().rss
    except psutil.NoSuchProcess:
        pass  # ended in the meantime
    return total


def table(runs: Sequence[Run]) -> str:
    lines = [f"{'rows':>10}  {'engine':<11}{'seconds':>9}{'rows/s':>9}{'peak MB':>9}{'model MB':>10}{'test F1':>9}"]
    for run in runs:
        name = LABELS[run.engine] + ("*" if run.engine == chosen(run.rows) else "")
        lines.append(
            f"{run.rows:>10,}  {name:<11}{run.seconds:>9.1f}{run.rows / run.seconds:>9,.0f}{run.peak:>9,.0f}"
            f"{run.model:>10.1f}{run.f1:>9}"
        )
    return "\n".join([*lines, "* chosen by 'clickbait train'"])


def plot(runs: Sequence[Run], path: Path) -> None:
    """Plot time and memory by number of rows, with logarithmic axes."""
    matplotlib.rcParams["svg.hashsalt"] = "clickbait-zh"  # reproducible bytes
    figure = Figure(figsize=(9, 4), layout="constrained")
    sizes = sorted({run.rows for run in runs})
    for axes, unit, value in zip(
        figure.subplots(1, 2), ("seconds", "peak resident memory, MB"), ("seconds", "peak"), strict=True
    ):
        for engine, marker in (("memory", "o"), ("stream", "s")):
            own = [run for run in runs if run.engine == engine]
            axes.loglog([r.rows for r in own], [getattr(r, value) for r in own], marker=marker, label=LABELS[engine])
        axes.axvline(STREAM_ABOVE, color="0.6", linestyle=":", label="default of --stream-above")
        axes.set_xticks(sizes, [f"{size:,}" for size in sizes], rotation=30)
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        axes.minorticks_off()
        axes.set(xlabel="headlines in the corpus", ylabel=unit)
        axes.grid(True, which="major", alpha=0.3)
    handles, names = axes.get_legend_handles_labels()
    figure.legend(handles, names, loc="outside upper center", ncols=3, frameon=False)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Time and memory of 'clickbait train'.")
    parser.add_argument("--rows", type=int, nargs="+", default=SIZES, metavar="N", help="sizes of the corpora")
    parser.add_argument("--plot", type=Path, help="file for the plot")
    args = parser.parse_args(argv)
    runs: list[Run] = []
    described = machine.description()
    with tempfile.TemporaryDirectory() as temporary:
        for size in args.rows:
            source = Path(temporary) / f"{size}.csv"
            write_rows(source, size)
            engines = [chosen(size)] if size > LARGEST_IN_MEMORY else list(ENGINES)
            for engine in engines:
                runs.append(trained(source, size, engine, Path(temporary)))
                sys.stderr.write(table(runs).splitlines()[-2] + "\n")
            source.unlink()
    print(f"{described}\n\n{table(runs)}")
    if args.plot:
        plot(runs, args.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main())
