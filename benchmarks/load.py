"""The service under load: how near to an empty Flask endpoint, how many headlines a second, and no failure in a minute.

    python -m benchmarks.load [--seconds N] [--long N]

Every row of a round runs in turn on the same server program (granian, one worker, our adapter); the median of the
rounds counts. Rate limits are set out of reach, not off: their work is part of the measured time.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.running import Running, running
from benchmarks.wrk import body_of, load, need_wrk

ROOT = Path(__file__).resolve().parent.parent
SERVE = ["clickbait", "serve", "--port", "{port}"]
EMPTY = ["granian", "--interface", "rsgi", "--factory", "--no-ws", "--workers", "1", "--no-log", "--port", "{port}",
         "benchmarks.empty:make_app"]  # fmt: skip


@contextmanager
def servers(folder: Path) -> Iterator[dict[str, Running]]:
    """The empty endpoint, ours without and with a line of log for each request."""
    common = {
        "CLICKBAIT_MODEL": str(ROOT / "model"),
        "DATABASE_URL": f"sqlite:///{folder}/feedback.sqlite3",
        "CLICKBAIT_RATE_LIMIT": "1000000000/minute",
    }
    with ExitStack() as stack:
        quiet = {**common, "CLICKBAIT_ACCESS_LOG": "false"}
        yield {
            "empty Flask endpoint": stack.enter_context(running(EMPTY, {"PYTHONPATH": str(ROOT)})),
            "predict, no access log": stack.enter_context(running(SERVE, quiet, folder / "quiet.log")),
            "predict": stack.enter_context(running(SERVE, common, folder / "serve.log")),
        }


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="The service under load.")
    parser.add_argument("--seconds", type=int, default=5, help="of each short run (default 5)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--long", type=int, default=60, help="seconds of the run at concurrency 64 (default 60)")
    args = parser.parse_args(argv)
    need_wrk()
    runs = [
        ("empty Flask endpoint", 1),
        ("predict, no access log", 1),
        ("predict", 1),
        ("predict", 10),
        ("predict", 100),
        ("predict", 1000),
    ]
    rates: dict[tuple[str, int], list[float]] = {run: [] for run in runs}
    failures = 0
    with tempfile.TemporaryDirectory() as folder, servers(Path(folder)) as started:
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
                f"{long.refused} answers other than 2xx, {long.broken} socket errors"
            )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
