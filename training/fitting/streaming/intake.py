"""Read a corpus once, row by row: train rows go to disk, samples of the other splits stay in memory."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from tabular.options import TableOptions
from training.corpus.format import SPLITS, Row, each_row
from training.fitting.heads import TrainingSettings
from training.fitting.streaming.chunks import Chunk, chunk_of, write_chunk


class Reservoir:
    """An even sample of what passes by (algorithm R, Vitter 1985); all of it, in order, while there is room."""

    def __init__(self, size: int, seed: int) -> None:
        self.rows: list[Row] = []
        self._size, self._seen, self._rng = size, 0, random.Random(seed)

    def add(self, row: Row) -> None:
        self._seen += 1
        if len(self.rows) < self._size:
            self.rows.append(row)
        elif (place := self._rng.randrange(self._seen)) < self._size:
            self.rows[place] = row


class Intake:
    """What was read: ``chunks`` of train rows on disk, ``held_out`` samples, counts."""

    def __init__(
        self, folder: Path, settings: TrainingSettings, sample: int, chunk_rows: int, options: TableOptions
    ) -> None:
        self.chunks: list[Path] = []
        self.headlines = dict.fromkeys(SPLITS, 0)
        self.kinds: dict[str, set[bool]] = {name: set() for name in SPLITS}
        self._reservoirs = {name: Reservoir(sample, settings.seed) for name in SPLITS if name != "train"}
        self._options = options
        self._folder, self._settings, self._chunk_rows = folder, settings, chunk_rows

    @property
    def rows(self) -> int:
        """Rows of all splits until now."""
        return sum(self.headlines.values())

    @property
    def held_out(self) -> dict[str, list[Row]]:
        return {name: reservoir.rows for name, reservoir in self._reservoirs.items()}

    def read(self, paths: Sequence[Path]) -> Iterator[Chunk]:
        """Read the files and give each chunk of train rows once it is written.

        Raises CorpusError as ``each_row``.
        """
        pending: list[Row] = []
        for row in each_row(paths, self._options):
            self.headlines[row.split] += 1
            self.kinds[row.split].add(row.clickbait)
            if row.split != "train":
                self._reservoirs[row.split].add(row)
                continue
            pending.append(row)
            if len(pending) == self._chunk_rows:
                yield self._written(pending)
                pending = []
        if pending:
            yield self._written(pending)

    def _written(self, rows: Sequence[Row]) -> Chunk:
        chunk = chunk_of(rows, self._settings)
        self.chunks.append(self._folder / f"{len(self.chunks)}.chunk")
        write_chunk(self.chunks[-1], chunk)
        return chunk
