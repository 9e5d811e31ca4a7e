"""Archives for tests: real files of each kind, written and read back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from archive.formats import create
from archive.run import Options, Progress, local, score_archive
from tabular.reader import kind_of
from tabular.streams import open_text, text_file
from tests.conftest import HEADLINES

Score = Callable[..., Progress]
ROWS = [{"id": str(number), "headline": HEADLINES[number % 5] + f" {number}"} for number in range(50)]
COMPRESSION = {".gz": "gzip", ".zst": "zstd"}


@pytest.fixture
def score(model_folder: Path) -> Score:
    """Scores in this process, in small parts."""

    def run(source: Path | str, out: Path, **options: Any) -> Progress:
        resume = options.pop("resume", False)
        settings = Options(**{"part_rows": 7, **options})
        return score_archive([str(source)], out, local(1), settings, model=model_folder, resume=resume)

    return run


def write(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """These rows in a file of the kind that its name says."""
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(list(rows)), path, row_group_size=20)
        return path
    if ".csv" in path.suffixes:
        lines = [list(rows[0]), *(list(row.values()) for row in rows)]
        text = "".join(",".join(map(str, line)) + "\n" for line in lines)
    else:
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    with create(path, COMPRESSION.get(path.suffix)) as file:
        file.write(text.encode())
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a file or of the files of a folder; scores as numbers."""
    if path.is_dir():
        return [row for part in sorted(path.iterdir()) for row in read(part)]
    if path.suffix == ".parquet":
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return rows
    with open_text(text_file(path, kind_of(path)))[0] as file:
        text = file.read().decode("utf-8-sig")
    if ".csv" in path.suffixes:
        return [{**row, "score": float(row["score"])} for row in csv.DictReader(text.splitlines())]
    return [json.loads(line) for line in text.splitlines()]


def rejects(out: Path) -> list[tuple[int, str, str]]:
    lines = out.with_name(out.name + ".rejects").read_text(encoding="utf-8").splitlines()
    return [(row["line"], row["reason"], row["raw"]) for row in map(json.loads, lines)]
