"""Headlines of an archive for word vectors: one file after the other, never all in memory."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from training.corpus.format import CorpusError


def each_headline(path: Path, column: str = "headline") -> Iterator[str]:
    """The headlines of a CSV, TSV or JSONL file (the values of a column), or the lines of a text file, gzipped or not.

    Raises CorpusError for a file that cannot be read as UTF-8, or without the column.
    """
    try:
        with _open(path) as file:
            kind = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
            if kind in (".csv", ".tsv"):
                yield from _table(path, file, column, "\t" if kind == ".tsv" else ",")
            elif kind in (".jsonl", ".ndjson"):
                yield from _objects(path, file, column)
            else:
                yield from (line.rstrip("\n") for line in file if line.strip())
    except UnicodeDecodeError:
        raise CorpusError(f"{path}: not UTF-8; save it as UTF-8") from None
    except (OSError, EOFError) as error:
        raise CorpusError(f"{path}: cannot be read ({error})") from None
    except csv.Error as error:
        raise CorpusError(f"{path}: broken CSV ({error})") from None


def _open(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _table(path: Path, file: IO[str], column: str, delimiter: str) -> Iterator[str]:
    if delimiter == "\t":  # a quotation mark in TSV is only that
        reader = csv.DictReader(file, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.DictReader(file, strict=True)
    if column not in (reader.fieldnames or []):
        raise CorpusError(
            f"{path}: no column {column!r} but {', '.join(reader.fieldnames or [])}: name it with --column"
        )
    for record in reader:
        if record[column]:
            yield record[column]


def _objects(path: Path, file: IO[str], column: str) -> Iterator[str]:
    for line, text in enumerate(file, 1):
        if not text.strip():
            continue
        try:
            value = json.loads(text)[column]
        except (ValueError, TypeError):
            raise CorpusError(f"{path}:{line}: not a JSON object") from None
        except KeyError:
            raise CorpusError(f"{path}:{line}: no member {column!r}: name it with --column") from None
        if isinstance(value, str) and value:
            yield value
