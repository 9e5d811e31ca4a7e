"""The headlines of the speed benchmark, and the systems for comparison."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import jieba
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from benchmarks.paths import SHARED
from benchmarks.recombined import recombined
from training.corpus.format import Row

NLPCC = SHARED / "data" / "nlpcc2017_headlines.tsv.gz"
COUNT = 36_000
Scorer = Callable[[Sequence[str]], object]


def headlines(path: Path) -> tuple[list[str], str]:
    """The headlines and the name of their source."""
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [line.rstrip("\n").split("\t")[-1] for line in file][:COUNT], path.name
    return list(islice(recombined(), COUNT)), "recombined from the bundled corpus"


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


def in_calls(score: Scorer, size: int) -> Scorer:
    """The same scorer, called with ``size`` headlines at a time."""

    def scorer(texts: Sequence[str]) -> object:
        return [score(texts[first : first + size]) for first in range(0, len(texts), size)]

    return scorer
