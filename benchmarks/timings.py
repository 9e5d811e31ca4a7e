"""Throughput and latency of the systems, and of the steps of ours."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from benchmarks.floor import Floor
from benchmarks.systems import Scorer
from classifier import Classifier
from classifier.model import CHUNK
from classifier.text.batch import read_batch
from classifier.text.normalize import normalize_lines

SINGLES = 2_000
OURS, PLAIN, FASTTEXT = "ours, score", "jieba + TF-IDF + LR", "jieba + fastText"
FLOOR = "OpenCC, rjieba, numpy together"


@dataclass
class Timings:
    """Results per round: headlines per second by system or step, p50 and p99 of single headlines in us by system."""

    rates: dict[str, list[float]] = field(default_factory=dict)
    p50: dict[str, list[float]] = field(default_factory=dict)
    p99: dict[str, list[float]] = field(default_factory=dict)


def steps(classifier: Classifier, texts: Sequence[str]) -> dict[str, Callable[[], object]]:
    """The steps of the lower bound and our steps, each for all chunks of the texts."""
    floor, engine = Floor(classifier.tokenizer), classifier.tokenizer
    chunks = [texts[first : first + CHUNK] for first in range(0, len(texts), CHUNK)]
    simplified = [(floor.simplify(chunk), len(chunk)) for chunk in chunks]
    return {
        "OpenCC, one pass": lambda: [floor.simplify(chunk) for chunk in chunks],
        "rjieba, of what that gave": lambda: [floor.cut(text) for text, _ in simplified],
        "numpy, n-grams of characters": lambda: [floor.characters(text, count) for text, count in simplified],
        FLOOR: lambda: [floor.scores(chunk) for chunk in chunks],
        "the same, a headline a call": lambda: [floor.scores_one_by_one(chunk) for chunk in chunks],
        "the same, tokens weighed, too": lambda: [floor.scores_with_tokens(chunk) for chunk in chunks],
        "ours: normalise": lambda: [normalize_lines(chunk) for chunk in chunks],
        "ours: normalise, cut, hash": lambda: [read_batch(chunk, engine) for chunk in chunks],
    }


def single_times(score: Scorer, texts: Sequence[str]) -> tuple[float, float]:
    """p50 and p99 of calls with one headline, in microseconds."""
    times = []
    for text in texts:
        start = time.perf_counter()
        score([text])
        times.append((time.perf_counter() - start) * 1e6)
    return float(np.percentile(times, 50)), float(np.percentile(times, 99))


def measure(
    systems: Mapping[str, Scorer], parts: Mapping[str, Callable[[], object]], texts: Sequence[str], rounds: int
) -> Timings:
    """Time all systems and steps one after the other, round after round."""
    found = Timings()

    def rate(name: str, run: Callable[[], object]) -> None:
        start = time.perf_counter()
        run()
        found.rates.setdefault(name, []).append(len(texts) / (time.perf_counter() - start))

    for _ in range(rounds):
        for name, score in systems.items():
            rate(name, partial(score, texts))
            p50, p99 = single_times(score, texts[:SINGLES])
            found.p50.setdefault(name, []).append(p50)
            found.p99.setdefault(name, []).append(p99)
        for name, part in parts.items():
            rate(name, part)
    return found


def details(timings: Timings, systems: Mapping[str, Scorer], parts: Mapping[str, object]) -> str:
    """The tables of the systems and of the steps."""
    rates = {name: max(found) for name, found in timings.rates.items()}
    lines = [f"{'system':<32}{'headlines/s':>13}{'ratio':>8}{'p50 us':>9}{'p99 us':>9}{'p50 ratio':>11}"]
    for name in systems:
        p50, p99 = min(timings.p50[name]), min(timings.p99[name])
        lines.append(
            f"{name:<32}{rates[name]:>13,.0f}{rates[name] / rates[PLAIN]:>8.2f}{p50:>9.0f}{p99:>9.0f}"
            f"{p50 / min(timings.p50[PLAIN]):>11.3f}"
        )
    lines.append(f"\n{f'step, {CHUNK} headlines a call':<32}{'headlines/s':>13}{'of the time of scores':>23}")
    lines += [f"{name:<32}{rates[name]:>13,.0f}{rates[OURS] / rates[name]:>23.2f}" for name in parts]
    return "\n".join(lines)
