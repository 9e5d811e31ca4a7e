"""Matrices of the train rows on disk, each row in a random shard: the order of the files does not matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.preprocessing import normalize

from classifier.headline.style import style_counts, style_hits
from classifier.heads import GROUPS
from classifier.text.batch import Batch, read_batch
from classifier.text.key_table import KeyTable
from classifier.text.tokenizer import tokenizer
from training.fitting.heads import Array
from training.fitting.streaming.chunks import check_space, label_type, map_chunks, read_chunk
from training.fitting.streaming.term_selection import TermSelection
from training.fitting.streaming.terms import TERMS

SHARD_ROWS = 1 << 16
FEW, SHARE, MOST = 1000, 1 / 20, 50_000  # train rows held out for calibration: share, between these numbers
LARGEST_SHARE = 1 / 5


class Vectors:
    """Headlines to the rows of scikit-learn's pipeline (``training.fitting.pipeline``), as float32."""

    def __init__(self, vocabulary: TermSelection, groups: Sequence[str], style_scale: float) -> None:
        self.groups = [group for group in GROUPS if group in groups]
        self._sizes = {group: len(keys) for group, keys in vocabulary.keys.items()}
        self._tables = {group: KeyTable(keys) for group, keys in vocabulary.keys.items() if len(keys)}
        self._idf = {group: vocabulary.idf(group) for group in vocabulary.keys}
        self.style = style_scale / vocabulary.style_scale  # of a count, to its value in the matrix
        sizes = {**self._sizes, "style": len(self.style)}
        ends = np.cumsum([sizes[group] for group in self.groups]).tolist()
        self.columns = {g: slice(end - sizes[g], end) for g, end in zip(self.groups, ends, strict=True)}
        self.width = ends[-1]

    def matrix(self, batch: Batch) -> csr_matrix:
        """Shape (headlines, features), groups in the order of ``groups``."""
        parts = [self._style_part(batch) if group == "style" else self._tfidf(group, batch) for group in self.groups]
        return csr_matrix(hstack(parts, "csr"))

    def _style_part(self, batch: Batch) -> csr_matrix:
        return csr_matrix((style_counts(style_hits(batch), batch.count) * self.style).astype(np.float32))

    def _tfidf(self, group: str, batch: Batch) -> csr_matrix:
        shape = batch.count, self._sizes[group]
        if group not in self._tables:
            return csr_matrix(shape, dtype=np.float32)
        terms = TERMS[group](batch)
        found, number = self._tables[group].matches(terms.key)
        matrix = csr_matrix((np.ones(len(found)), (terms.row[found], number)), shape=shape)
        matrix.sum_duplicates()
        matrix.data *= self._idf[group].take(matrix.indices)
        return normalize(matrix, copy=False).astype(np.float32)


@dataclass(frozen=True)
class Shard:
    """Rows to learn from: the matrix, and their labels as ``label_type()``."""

    matrix: csr_matrix
    labels: Array


class Spool:
    """``count`` shards of matrices in a folder, and one of rows that are held out for calibration."""

    def __init__(self, folder: Path, rows: int, width: int, seed: int, shard_rows: int = SHARD_ROWS) -> None:
        self.count = max(1, -(-rows // shard_rows))
        self.folder, self.width, self.rows = folder, width, 0
        self._seed, self._chunks = seed, 0
        self._share = min(max(SHARE, FEW / rows), MOST / rows, LARGEST_SHARE)

    def add(self, matrix: csr_matrix, labels: Array) -> None:
        """Scatter the rows of a chunk; whole families are held out, by their hash."""
        rng = np.random.default_rng([self._seed, self._chunks])
        self._chunks += 1
        shard = rng.integers(0, self.count, len(labels))
        shard[labels["family"] < np.uint64(self._share * 2**64)] = self.count
        for number in np.unique(shard).tolist():
            rows = (shard == number).nonzero()[0]
            part = matrix[rows]
            self._append(number, "lengths", np.diff(part.indptr).astype(np.int32))
            self._append(number, "columns", part.indices.astype(np.int32))
            self._append(number, "values", part.data.astype(np.float32))
            self._append(number, "labels", labels[rows])
            self.rows += len(rows) if number < self.count else 0

    def read(self, number: int) -> Shard:
        lengths = self._load(number, "lengths", np.int32)
        starts = np.concatenate(([0], lengths.cumsum(dtype=np.int64))).astype(np.int32)  # what SGDClassifier takes
        values, columns = self._load(number, "values", np.float32), self._load(number, "columns", np.int32)
        matrix = csr_matrix((values, columns, starts), shape=(len(lengths), self.width))
        return Shard(matrix, self.labels(number))

    def labels(self, number: int) -> Array:
        return self._load(number, "labels", label_type())

    def held_out(self) -> Shard:
        """The rows that nothing was fitted on."""
        return self.read(self.count)

    def _path(self, number: int, name: str) -> Path:
        return self.folder / f"{number}.{name}"

    def _append(self, number: int, name: str, values: Array) -> None:
        with self._path(number, name).open("ab") as file:
            file.write(np.ascontiguousarray(values).tobytes())

    def _load(self, number: int, name: str, kind: Any) -> Array:
        path = self._path(number, name)
        return np.fromfile(path, kind) if path.exists() else np.empty(0, kind)


def spool(
    chunks: Sequence[Path], into: Spool, vectors: Vectors, vocabulary: TermSelection, done: Callable[[int], None]
) -> None:
    """Write the matrices of all chunks; ``done`` is told the rows of each.

    Raises CorpusError before anything is written when they do not fit on the disk.
    """
    check_space(into.folder, 8 * vocabulary.values + (4 + label_type().itemsize) * vocabulary.documents)
    stored = into.folder / "vectors.joblib"
    joblib.dump(vectors, stored)
    for matrix, labels in map_chunks(_matrix, chunks, stored):
        into.add(matrix, labels)
        done(len(labels))


@lru_cache(maxsize=1)
def _vectors(path: Path) -> Vectors:
    found: Vectors = joblib.load(path)
    return found


def _matrix(chunk: Path, vectors: Path) -> tuple[csr_matrix, Array]:
    found = read_chunk(chunk)
    return _vectors(vectors).matrix(read_batch(found.headlines, tokenizer())), found.labels
