"""One headline a call: the ways in which ours can answer it, beside a plain scikit-learn pipeline, in one process.

    python -m benchmarks.single [--model FOLDER] [--data FILE.tsv.gz] [--rounds N]

*batch* is ``Classifier`` with a batch of one; *keys* is ``classifier.headline.single``, which looks terms up as 64-bit
keys in the table of the batches; *strings* is the same with a dict from the text of a term to its row, for which the
vocabulary of the artefact must be in memory. Systems take turns, round after round; a ratio is that of two best rounds.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import jieba
import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks import machine
from benchmarks.systems import SHARED, Scorer, headlines, plain_pipeline
from benchmarks.targets import ratio, table
from benchmarks.timings import SINGLES, single_times
from classifier import Classifier
from classifier.artifact import Artifact, load_artifact, load_terms
from classifier.headline.single import SingleScorer
from classifier.headline.style_names import NAMES
from classifier.text.batch import Integers
from classifier.text.term_table import FoundTerms, TermTable
from classifier.text.terms import Token, char_terms, word_terms
from classifier.trained_head import read_heads, sigmoid, term_weights, weights_of
from training.corpus.format import bundled_corpus, read_corpus

MODEL = Path(__file__).resolve().parent.parent / "model"
PLAIN, BATCH, KEYS, STRINGS = "jieba + TF-IDF + LR", "batch of one", "keys", "strings"
ALL_BATCH, ALL_KEYS = "batch of one, all heads", "keys, all heads"
AIM = 0.125


@dataclass(frozen=True, slots=True)
class StringTable(TermTable):
    """Terms found by their text, in one dict for each group."""

    char_rows: dict[str, int]
    word_rows: dict[str, int]

    @classmethod
    def beside(cls, table: TermTable, folder: Path) -> StringTable:
        """The terms of ``table``, with the vocabulary of the model in this folder."""
        chars, words = load_terms(folder, "char"), load_terms(folder, "word")
        rows = {term: row for row, term in enumerate(words, len(chars))}
        shared = [getattr(table, field.name) for field in fields(TermTable)]
        return cls(*shared, {term: row for row, term in enumerate(chars)}, rows)

    @property
    def size(self) -> int:
        """Bytes that the dicts take with what they hold."""
        dicts = (self.char_rows, self.word_rows)
        return sum(sys.getsizeof(held) for rows in dicts for held in (rows, *rows, *rows.values()))

    def find(self, text: str, tokens: Sequence[Token]) -> FoundTerms:
        chars = [row for row in map(self.char_rows.get, char_terms(text)) if row is not None]
        words = word_terms([token for token, _, _ in tokens])
        rows: Integers = np.array(chars + [row for row in map(self.word_rows.get, words) if row is not None], np.int64)
        idf = self.idf.take(rows).astype(np.float64)
        return FoundTerms(rows, len(chars), idf, self.lengths(rows, idf, len(chars)))


def systems(artifact: Artifact, folder: Path) -> dict[str, Scorer]:
    """What is measured, by name; each scores a list of one headline."""
    trained = read_heads(artifact.manifest)
    heads, primary = [found.head for found in trained], trained[0]
    classifier = Classifier(artifact)
    table = TermTable.of(
        term_weights(artifact.manifest["groups"], artifact.arrays, heads), sum(head.outputs for head in heads)
    )
    style = weights_of("style", artifact.arrays, heads, len(NAMES)).astype(np.float64)
    start = time.perf_counter()
    strings = StringTable.beside(table, folder)
    made = (time.perf_counter() - start) * 1e3
    print(f"the dicts of the {len(table.idf):,} terms: {strings.size / 1e6:.0f} MB, made in {made:.0f} ms\n")

    def scorer(table: TermTable, *, rest: bool) -> Callable[[Sequence[str]], object]:
        single = SingleScorer(table, style, classifier.tokenizer)

        def score(texts: Sequence[str]) -> object:
            reading = single.read(texts[0])
            logit = single.lead(reading) + float(primary.intercept[0])
            score = float(sigmoid(np.float64(primary.slope * logit + primary.offset)))
            if not rest:
                return score
            outputs = np.append(0.0, single.rest(reading))[None, :]
            return score, [found.columns(outputs) for found in trained[1:]]

        return score

    return {
        BATCH: classifier.scores,
        KEYS: scorer(table, rest=False),
        STRINGS: scorer(strings, rest=False),
        ALL_BATCH: classifier.predict,
        ALL_KEYS: scorer(table, rest=True),
        PLAIN: plain_pipeline(read_corpus([bundled_corpus()])),
    }


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="One headline a call, side by side.")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args(argv)
    jieba.setLogLevel(logging.WARNING)
    described = machine.description()
    texts, source = headlines(args.data)
    found = systems(load_artifact(args.model), args.model)
    p50: dict[str, list[float]] = {name: [] for name in found}
    with threadpool_limits(1):
        for _ in range(args.rounds):
            for name, score in found.items():
                p50[name].append(single_times(score, texts[:SINGLES])[0])
    print(f"{described}\n{SINGLES} headlines ({source}), one a call; p50 of the best of {args.rounds} rounds\n")
    print(table([ratio(f"{name} / {PLAIN}", "<=", AIM, p50[name], p50[PLAIN], "us", min) for name in p50]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
