"""From files to matrices: read the rows, choose the vocabulary, spool the matrices."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tabular.options import TableOptions
from training.corpus.format import line_count
from training.fitting.assemble import check_classes
from training.fitting.heads import TrainingSettings
from training.fitting.streaming.chunks import CHUNK_ROWS, check_space, temporary_folder
from training.fitting.streaming.intake import Intake
from training.fitting.streaming.spool import SHARD_ROWS, Spool, Vectors, spool
from training.fitting.streaming.term_selection import Counters, TermSelection, choose

_FOUND = TableOptions()
ProgressCallback = Callable[[str], None]


@dataclass(frozen=True)
class StreamSettings:
    """What shapes a streamed model besides ``TrainingSettings``.

    ``max_features`` limits the terms of all groups together; ``sample`` the rows of validation and of test that are
    scored (each of the 200 resamples of their intervals sorts them anew); ``chunk_rows`` and ``shard_rows`` those that
    are in memory at a time.
    """

    max_features: int = 150_000
    sample: int = 20_000
    chunk_rows: int = CHUNK_ROWS
    shard_rows: int = SHARD_ROWS


@dataclass
class Meter:
    """Tells of a step how many rows are done, how fast, and how long the rest takes."""

    report: ProgressCallback
    step: str
    total: int
    rows: int = 0
    started: float = field(default_factory=time.monotonic)

    def add(self, rows: int) -> None:
        self.rows += rows
        rate = self.rows / max(time.monotonic() - self.started, 1e-9)
        left = max(self.total - self.rows, 0) / rate
        self.report(f"{self.step}: {self.rows:,} of {self.total:,} rows, {rate:,.0f} rows/s, {left:,.0f} s left")


@dataclass(frozen=True)
class Prepared:
    """All that the learner needs, in a temporary folder."""

    intake: Intake
    vocabulary: TermSelection
    vectors: Vectors
    spool: Spool


@contextmanager
def prepared(
    files: Sequence[Path],
    settings: TrainingSettings,
    stream: StreamSettings,
    report: ProgressCallback = lambda _: None,
    options: TableOptions = _FOUND,
) -> Iterator[Prepared]:
    """The matrices of these files until the block ends.

    Raises CorpusError for a bad row, with file and line, for a split that lacks a class, and for a full disk.
    """
    with temporary_folder() as folder:
        check_space(folder, sum(path.stat().st_size for path in files))
        intake = Intake(folder, settings, stream.sample, stream.chunk_rows, options)
        vocabulary = _choose(intake, files, folder, settings, stream, report)
        vectors = Vectors(vocabulary, settings.groups, settings.style_scale)
        result = Spool(folder, vocabulary.documents, vectors.width, settings.seed, stream.shard_rows)
        spool(intake.chunks, result, vectors, vocabulary, Meter(report, "matrices", vocabulary.documents).add)
        yield Prepared(intake, vocabulary, vectors, result)


def _choose(
    intake: Intake,
    files: Sequence[Path],
    folder: Path,
    settings: TrainingSettings,
    stream: StreamSettings,
    report: ProgressCallback,
) -> TermSelection:
    counters, meter = Counters(settings.groups), Meter(report, "reading", line_count(files))
    for chunk in intake.read(files):
        counters.add(chunk.headlines)
        meter.add(intake.rows - meter.rows)
    check_classes(intake.kinds)
    for group, candidates in counters.candidates(settings.min_df, stream.max_features).items():
        np.save(folder / f"{group}.npy", candidates)
    meter = Meter(report, "counting", intake.headlines["train"])
    return choose(intake.chunks, folder, settings.groups, settings.min_df, stream.max_features, meter.add)
