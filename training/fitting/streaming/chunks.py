"""Chunks of train rows on disk, which several processes read."""

from __future__ import annotations

import errno
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from joblib import cpu_count

from classifier import heads
from classifier.heads import SIGMOID, Head
from training.corpus.format import CorpusError, Row
from training.fitting.heads import Array, TrainingSettings, row_weights, whole
from training.fitting.processes import training_pool

CHUNK_ROWS = 8192
IN_PROCESS = 8  # chunks up to which starting processes costs more time than it saves
UNKNOWN = -1  # the label of a row that has none for a head
Result = TypeVar("Result")


@dataclass(frozen=True)
class Chunk:
    """Train rows: headlines, and their labels as an array of ``label_type()``, in which ``family`` is a hash."""

    headlines: list[str]
    labels: Array


def label_type() -> np.dtype[np.void]:
    """The stored labels of a row: a whole grade or a class number for each declared head, by its column."""
    columns = [(head.column, "i1") for head in heads.HEADS]
    return np.dtype([*columns, ("weight", "f4"), ("family", "u8")])


def chunk_of(rows: Sequence[Row], settings: TrainingSettings) -> Chunk:
    labels = np.empty(len(rows), label_type())
    for head in heads.HEADS:
        labels[head.column] = [_number(head, row.target(head)) for row in rows]
    labels["weight"] = row_weights(rows, settings)
    labels["family"] = [_hash(row.family) for row in rows]
    return Chunk([row.headline.replace("\n", " ") for row in rows], labels)


def _number(head: Head, value: float | str | None) -> int:
    if value is None:
        return UNKNOWN
    return whole(float(value)) if head.link == SIGMOID else head.classes.index(str(value))


def _hash(family: str) -> int:
    return int.from_bytes(hashlib.blake2b(family.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def write_chunk(path: Path, chunk: Chunk) -> None:
    text = "\n".join(chunk.headlines).encode("utf-8", "surrogatepass")
    with path.open("wb") as file:
        np.save(file, chunk.labels)
        file.write(text)


def read_chunk(path: Path) -> Chunk:
    with path.open("rb") as file:
        labels = np.load(file)
        return Chunk(file.read().decode("utf-8", "surrogatepass").split("\n"), labels)


def map_chunks(function: Callable[..., Result], chunks: Sequence[Path], *arguments: Any) -> Iterator[Result]:
    """``function(chunk, *arguments)`` for each chunk, in order. Many chunks use one worker process per core.

    Arguments are pickled for every chunk: pass large ones as paths. Raises CorpusError when a process was killed.
    """
    jobs = cpu_count() if len(chunks) > IN_PROCESS else 1
    with training_pool(function, ((chunk, *arguments) for chunk in chunks), jobs) as results:
        yield from results


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is always deleted at the end. Raises CorpusError when the disk is full."""
    with tempfile.TemporaryDirectory(prefix="clickbait-train-") as name:
        try:
            yield Path(name)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise CorpusError(_full(Path(name).parent, error.strerror or "disk full")) from None


def check_space(folder: Path, needed: int) -> None:
    """Raises CorpusError when the disk of the folder has less free space than ``needed`` bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise CorpusError(_full(folder.parent, f"{needed / 1e6:,.0f} MB are needed, {free / 1e6:,.0f} MB are free"))


def _full(folder: Path, fact: str) -> str:
    return f"{folder}: no space for the training matrices ({fact}); name another folder with TMPDIR"
