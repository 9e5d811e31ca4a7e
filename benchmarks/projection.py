"""Projection to a billion headlines, from the tables of docs/scale.md and the size of generated rows.

    python -m benchmarks.projection

It assumes idle cores like the measured ones, and storage that is fast enough for them.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from archive.run import PART_ROWS, Options, local, score_archive
from benchmarks.paths import MODEL, ROOT
from benchmarks.scale import write

HEADLINES = 1_000_000_000
CORES = (2, 16, 64, 256)
SAMPLE = 50_000


def measured(text: str) -> tuple[float, dict[str, float]]:
    """CPU time per headline in microseconds with two Dask workers, and rows per second of the serial steps."""
    cost = re.search(r"^dask, 2 workers .*?([\d.]+) +[\d.]+$", text, re.MULTILINE)
    if cost is None:
        raise ValueError("docs/scale.md has no table of engines: run 'python -m benchmarks.scale' first")
    rates = re.findall(r"^((?:split|assemble) \w+) +([\d,]+)$", text, re.MULTILINE)
    return float(cost[1]), {name: float(rate.replace(",", "")) for name, rate in rates}


def main() -> int:
    cost, rates = measured((ROOT / "docs" / "scale.md").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        source, out = write(Path(name), SAMPLE, "parquet"), Path(name) / "out.parquet"
        score_archive([str(source)], out, local(1), Options(), model=MODEL)
        sizes = [path.stat().st_size / SAMPLE for path in (source, out)]
    hours = HEADLINES * cost / 3.6e9
    print(
        f"{HEADLINES:,} headlines, {cost:.1f} us of CPU each: {hours:.1f} core hours, {HEADLINES // PART_ROWS:,} parts"
    )
    print(f"Parquet in {sizes[0] * HEADLINES / 1e9:.0f} GB, out {sizes[1] * HEADLINES / 1e9:.0f} GB")
    print(f"{'cores':>5}{'hours':>7}{'input + output, MB/s':>24}{'parts/s, scheduler':>26}")
    for cores in CORES:
        seconds = hours / cores * 3600
        rate = sum(sizes) * HEADLINES / 1e6 / seconds
        print(f"{cores:>5}{seconds / 3600:>7.2f}{rate:>24.1f}{HEADLINES / PART_ROWS / seconds:>26.2f}")
    print("serial steps, by one process")
    for what, rate in rates.items():
        alone = HEADLINES / rate / 3600
        print(f"  {what:<22}{alone:>6.2f} hours, as long as {hours / alone:.0f} cores take to score")
    return 0


if __name__ == "__main__":
    sys.exit(main())
