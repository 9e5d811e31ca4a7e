"""All targets of speed and size in one run: ours, a plain scikit-learn pipeline, fastText, and a lower bound.

    python -m benchmarks.speed [--data FILE.tsv.gz] [--rounds N] [--starts N]

The headlines are the 36,000 of ``../shared/data/nlpcc2017_headlines.tsv.gz``, or where that is missing, as many
recombined from the bundled corpus. The systems are timed one after the other, round after round, and the best round of
each counts, because the machine is noisy. A ratio is that of two best rounds; the lowest and the highest ratio within a
round are shown too. Scoring uses one core (BLAS threads off). The time of fastText includes tokenization with jieba.
The target applies to ``scores``, which returns what the others return, the probability of clickbait; scores with topics
take longer and have their own row.

The tables are: the targets, with the training of 8,000 recombined rows (``benchmarks.training``); the systems; the
steps and their lower bound (``benchmarks.floor``); cold start (``benchmarks.startup``); memory (``benchmarks.memory``).
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import jieba
from threadpoolctl import threadpool_limits

from benchmarks import machine, memory, startup
from benchmarks.paths import MODEL
from benchmarks.systems import NLPCC, Scorer, fasttext_model, headlines, in_calls, plain_pipeline
from benchmarks.targets import Target, ratio, table
from benchmarks.timings import FASTTEXT, FLOOR, OURS, PLAIN, Timings, details, measure, steps
from benchmarks.training import Run, chosen, trained, write_rows
from classifier import load
from training.corpus.format import bundled_corpus, read_corpus

ROWS = 8000  # of a training
CALL = 100  # headlines of a typical API request


def targets(
    timings: Timings, starts: Mapping[str, startup.Starts], held: Sequence[memory.Held], training: Run
) -> list[Target]:
    """The rows of the first table."""
    rates, singles = timings.rates, timings.p50
    ours, base = starts[startup.OURS], starts[startup.BASE]
    files = [path for path in MODEL.iterdir() if path.is_file()]
    worker = max((process for process in held if process.name == "worker"), key=lambda process: process.resident)
    shared = "" if worker.proportional is None else f", PSS {worker.proportional / 1e6:.1f} MB"

    def milliseconds(seconds: Sequence[float]) -> list[float]:
        return [second * 1e3 for second in seconds]

    def cold(name: str, mine: Sequence[float], theirs: Sequence[float]) -> Target:
        return ratio(name, "<=", 0.25, milliseconds(mine), milliseconds(theirs), "ms", min)

    return [
        ratio("batch / plain pipeline", ">=", 8, rates[OURS], rates[PLAIN], "headlines/s", max),
        ratio("batch / OpenCC + rjieba + numpy alone", ">=", 0.7, rates[OURS], rates[FLOOR], "headlines/s", max),
        ratio("batch / fastText with tokenization", ">", 1, rates[OURS], rates.get(FASTTEXT, []), "headlines/s", max),
        ratio("single headline, p50 / plain pipeline", "<=", 0.125, singles[OURS], singles[PLAIN], "us", min),
        cold("cold start / imports, wall", ours.wall, base.wall),
        cold("cold start / imports, user CPU", ours.user, base.user),
        Target("artefact", "<=", 12, sum(f.stat().st_size for f in files) / 1e6, f"{len(files)} files", "MB"),
        Target("memory of a worker that has served", "<=", 200, worker.resident / 1e6, f"RSS{shared}", "MB"),
        Target(f"training, {ROWS:,} headlines", "<=", 15, training.seconds, f"peak {training.peak:,.0f} MB", "s"),
    ]


def _training() -> Run:
    """Train once on recombined rows, as ``clickbait train`` does it."""
    with TemporaryDirectory() as name:
        source = Path(name) / "rows.csv"
        write_rows(source, ROWS)
        return trained(source, ROWS, chosen(ROWS), Path(name))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="All targets of speed and size.")
    parser.add_argument("--data", type=Path, default=NLPCC)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--starts", type=int, default=8, help="number of cold starts (default 8)")
    args = parser.parse_args(argv)
    jieba.setLogLevel(logging.WARNING)
    described = machine.description()
    texts, source = headlines(args.data)
    rows = read_corpus([bundled_corpus()])
    classifier = load(MODEL)
    systems: dict[str, Scorer] = {
        OURS: classifier.scores,
        "ours, score and topic": classifier.predict,
        f"ours, calls of {CALL}": in_calls(classifier.predict, CALL),
        PLAIN: plain_pipeline(rows),
    }
    if fasttext := fasttext_model(rows):
        systems[FASTTEXT] = fasttext
    else:
        sys.stderr.write("fastText is not installed: pip install '.[bench]'\n")
    parts = steps(classifier, texts)
    with threadpool_limits(1):
        timings = measure(systems, parts, texts, args.rounds)
    starts, held = startup.measure(MODEL, args.starts), memory.serving(MODEL)
    print(described)
    print(
        f"{len(texts)} headlines ({source}), one core; best of {args.rounds} rounds, of {args.starts} for cold starts\n"
    )
    print(table(targets(timings, starts, held, _training())))
    print(f"\n{details(timings, systems, parts)}\n\n{startup.table(starts)}\n\n{memory.table(held)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
