"""Speed of scoring, side by side in one run: ours, a plain scikit-learn pipeline, fastText.

    python -m benchmarks.speed [--data FILE.tsv.gz] [--rounds N]

The headlines are ``../shared/data/nlpcc2017_headlines.tsv.gz`` (36,000); without it, as many made from the bundled
corpus. Every system is timed in turn, round after round, and its best round counts: the machine is noisy. All
run on one core (BLAS threads off), and fastText's time includes its tokenization with jieba.

The second table says what the libraries under ours take by themselves in the same run: what is left is ours.
"""

from __future__ import annotations

import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")  # before numpy is imported

import argparse
import gzip
import logging
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import jieba
import numpy as np
import opencc
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from classifier import load
from classifier.model import CHUNK
from classifier.normalize import normalize_lines
from classifier.text import read_batch
from classifier.tokenizer import tokenizer
from training.corpus import Row, bundled_corpus, read_corpus

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "nlpcc2017_headlines.tsv.gz"
COUNT = 36_000
SINGLES = 2_000
CALL = 100  # headlines in a usual call of the API
Scorer = Callable[[Sequence[str]], object]


def headlines(path: Path) -> tuple[list[str], str]:
    """The speed corpus and its name."""
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [line.rstrip("\n").split("\t")[-1] for line in file][:COUNT], path.name
    rng = random.Random(0)
    halves = [row.headline.replace("　", " ").split(" ") for row in read_corpus([bundled_corpus()])]
    made = [f"{rng.choice(halves)[0]} {rng.choice(halves)[-1]}" for _ in range(COUNT)]
    return made, "generated from the bundled corpus"


def plain_pipeline(rows: Sequence[Row]) -> Scorer:
    """jieba.lcut + TfidfVectorizer + LogisticRegression, as a tutorial would write it."""
    pipeline = make_pipeline(
        TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None), LogisticRegression(max_iter=500)
    )
    pipeline.fit([row.headline for row in rows], [row.clickbait for row in rows])
    return pipeline.predict_proba


def fasttext_model(rows: Sequence[Row]) -> Scorer | None:
    """fastText on jieba tokens, or None where its wheel is not installed."""
    try:
        import fasttext
    except ImportError:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "train.txt"
        lines = (f"__label__{int(r.clickbait)} {' '.join(jieba.lcut(r.headline))}" for r in rows)
        path.write_text("\n".join(lines), encoding="utf-8")
        model = fasttext.train_supervised(str(path), epoch=25, lr=0.5, wordNgrams=2, dim=50, thread=1, verbose=0)
    return lambda texts: model.predict([" ".join(jieba.lcut(text)).replace("\n", " ") for text in texts])


def batch_rate(score: Scorer, texts: Sequence[str]) -> float:
    start = time.perf_counter()
    score(texts)
    return len(texts) / (time.perf_counter() - start)


def in_calls(score: Scorer, size: int) -> Scorer:
    """The same scorer, called with so many headlines at a time."""

    def scorer(texts: Sequence[str]) -> object:
        return [score(texts[first : first + size]) for first in range(0, len(texts), size)]

    return scorer


def parts() -> dict[str, Scorer]:
    """The steps of ``scores`` that libraries do, and those before and after, each by itself."""
    engine, converter = tokenizer(), opencc.OpenCC("t2s")
    return {
        "normalisation": normalize_lines,
        "of it OpenCC, one pass": lambda texts: converter.convert("\n".join(texts)),
        "rjieba": lambda texts: engine.cut("\n".join(texts)),
        "normalise, cut, hash": lambda texts: read_batch(texts, engine),
    }


def single_times(score: Scorer, texts: Sequence[str]) -> tuple[float, float]:
    """p50 and p99 of one headline a call, in microseconds."""
    times = []
    for text in texts:
        start = time.perf_counter()
        score([text])
        times.append((time.perf_counter() - start) * 1e6)
    return float(np.percentile(times, 50)), float(np.percentile(times, 99))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Speed of scoring, side by side.")
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args(argv)
    jieba.setLogLevel(logging.WARNING)
    texts, source = headlines(args.data)
    rows = read_corpus([bundled_corpus()])
    classifier = load(Path(__file__).resolve().parent.parent / "model")
    systems: dict[str, Scorer | None] = {
        "ours, score": classifier.scores,
        "ours, score and topic": classifier.predict,
        f"ours, calls of {CALL}": in_calls(classifier.predict, CALL),
        "jieba + TF-IDF + LR": plain_pipeline(rows),
        "jieba + fastText": fasttext_model(rows),
    }
    if systems["jieba + fastText"] is None:
        sys.stderr.write("fastText is not installed: pip install '.[bench]'\n")
    running = {name: score for name, score in systems.items() if score is not None}
    steps = {name: in_calls(step, CHUNK) for name, step in parts().items()}
    rates = dict.fromkeys([*running, *steps], 0.0)
    singles: dict[str, tuple[float, float]] = {}
    for _ in range(args.rounds):
        for name, score in running.items():
            rates[name] = max(rates[name], batch_rate(score, texts))
            p50, p99 = single_times(score, texts[:SINGLES])
            if name not in singles or p50 < singles[name][0]:
                singles[name] = p50, p99
        for name, step in steps.items():
            rates[name] = max(rates[name], batch_rate(step, texts))
    base_rate, base_single = rates["jieba + TF-IDF + LR"], singles["jieba + TF-IDF + LR"][0]
    print(f"{len(texts)} headlines ({source}); Python {platform.python_version()}, {platform.machine()}, one core")
    print(f"{'system':<24}{'headlines/s':>13}{'ratio':>8}{'p50 us':>9}{'p99 us':>9}{'p50 ratio':>11}")
    for name in running:
        p50, p99 = singles[name]
        print(
            f"{name:<24}{rates[name]:>13,.0f}{rates[name] / base_rate:>8.2f}{p50:>9.0f}{p99:>9.0f}"
            f"{p50 / base_single:>11.2f}"
        )
    whole = rates["ours, score"]
    print(f"\n{f'steps, {CHUNK} headlines a call':<32}{'headlines/s':>13}{'of the time of scores':>23}")
    for name in steps:
        print(f"{name:<32}{rates[name]:>13,.0f}{whole / rates[name]:>23.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
