"""The service under load: requests per second compared with an empty Flask endpoint, and failures in a long run.

    python -m benchmarks.load [--seconds N] [--long N] [--before FOLDER]

All rows run one after the other on the same server (granian, one worker, our adapter), round after round; the median of
the rounds counts. Rate limits are set very high, not off, so that their work is part of the measured time. With
``--before`` the service of another checkout, in this Python, is measured beside ours.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import machine
from benchmarks.paths import ROOT
from benchmarks.running import SERVE, Running, running, service_environment
from benchmarks.wrk import body_of, load, need_wrk

EMPTY = ["granian", "--interface", "rsgi", "--factory", "--no-ws", "--workers", "1", "--no-log", "--port", "{port}",
         "benchmarks.empty:make_app"]  # fmt: skip


BEFORE = "predict, before"


@contextmanager
def servers(folder: Path, before: Path | None = None) -> Iterator[dict[str, Running]]:
    """The empty endpoint, ours without and with an access log, and that of another checkout."""
    common = service_environment(folder)
    with ExitStack() as stack:
        quiet = {**common, "CLICKBAIT_ACCESS_LOG": "false"}
        older: dict[str, Running] = {}
        if before:
            command = ["python", "-m", "console", *SERVE[1:]]
            here = {**common, "PYTHONPATH": str(before), "PYTHONSAFEPATH": "1"}  # not the folder we are in
            older[BEFORE] = stack.enter_context(running(command, here, folder / "before.log"))
        yield older | {
            "empty Flask endpoint": stack.enter_context(running(EMPTY, {"PYTHONPATH": str(ROOT)})),
            "predict, no access log": stack.enter_context(running(SERVE, quiet, folder / "quiet.log")),
            "predict": stack.enter_context(running(SERVE, common, folder / "serve.log")),
        }


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="The service under load.")
    parser.add_argument("--seconds", type=int, default=5, help="duration of each short run (default 5)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--long", type=int, default=60, help="duration of the run at concurrency 64 (default 60)")
    parser.add_argument("--before", type=Path, metavar="FOLDER", help="another checkout of this project")
    args = parser.parse_args(argv)
    need_wrk()
    runs = [
        *([(BEFORE, count) for count in (1, 10, 100)] if args.before else []),
        ("empty Flask endpoint", 1),
        ("predict, no access log", 1),
        ("predict", 1),
        ("predict", 10),
        ("predict", 100),
        ("predict", 1000),
    ]
    rates: dict[tuple[str, int], list[float]] = {run: [] for run in runs}
    failures = 0
    print(f"{machine.description()}\n")
    with tempfile.TemporaryDirectory() as folder, servers(Path(folder), args.before) as started:
        for _ in range(args.rounds):
            for name, count in runs:
                seen = load(f"{started[name].address}/v1/predict", body_of(count), seconds=args.seconds)
                rates[name, count].append(seen.rate)
                failures += seen.refused + seen.broken
        base = statistics.median(rates["empty Flask endpoint", 1])
        print(f"{'endpoint':<26}{'headlines':>10}{'requests/s':>12}{'headlines/s':>13}{'of empty':>10}")
        for (name, count), seen_rates in rates.items():
            rate = statistics.median(seen_rates)
            print(f"{name:<26}{count:>10}{rate:>12,.0f}{rate * count:>13,.0f}{rate / base:>10.0%}")
        if args.long:
            url = f"{started['predict'].address}/v1/predict"
            long = load(url, body_of(10), seconds=args.long, connections=64)
            failures += long.refused + long.broken
            print(
                f"{args.long} s at concurrency 64, 10 headlines each: {long.rate:,.0f} requests/s, p99 {long.p99}, "
                f"{long.refused} responses other than 2xx, {long.broken} socket errors"
            )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
