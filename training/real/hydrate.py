"""Put the text back to dehydrated grades, from files that the user has."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from classifier.heads import KINDS
from classifier.page.decode import decode_page
from classifier.page.lines import html_lines
from tabular.writer import write_table
from training.real.dehydrated import GradedKey
from training.real.keys import headline_key

FIELDS = ("id", "headline", *KINDS, "topic", "outlet", "date", "source")
LONGEST = 400  # characters of a text that may be a headline
LARGEST = 200 << 20  # bytes of a file that is read
Progress = Callable[[Path], object]


@dataclass
class Hydrated:
    """Headlines by key, and the files that were not understood, with the reason."""

    headlines: dict[str, str] = field(default_factory=dict)
    files: int = 0
    skipped: list[tuple[Path, str]] = field(default_factory=list)


def hydrate(folders: Iterable[Path], graded: Mapping[str, GradedKey], progress: Progress = lambda _: None) -> Hydrated:
    """Look for the headlines in every CSV, TSV, JSON, JSONL, HTML and text file below the folders, gzipped or not.

    A file is read as bytes and decoded whatever it declares; every cell, JSON string, line or link text is a candidate.
    """
    result = Hydrated()
    for path in (path for folder in folders for path in _files(folder)):
        progress(path)
        try:
            if path.stat().st_size > LARGEST:
                raise ValueError(f"more than {LARGEST >> 20} MB")
            candidates = _candidates(path.with_suffix("") if path.suffix == ".gz" else path, _read(path))
            for text in candidates:
                if 1 < len(text) <= LONGEST and (key := headline_key(text)) in graded:
                    result.headlines.setdefault(key, text)
            result.files += 1
        except (OSError, ValueError, csv.Error) as error:
            result.skipped.append((path, str(error)))
    return result


def write_hydrated(path: Path, found: Hydrated, graded: Mapping[str, GradedKey]) -> None:
    """A corpus of the headlines that were found (``training.corpus.format``). Raises TableError."""
    rows = ((key, headline, graded[key]) for key, headline in sorted(found.headlines.items()))
    cells = ([key, headline, *map(str, g.grades), g.topic, g.outlet, g.date, g.source] for key, headline, g in rows)
    write_table(path, FIELDS, [dict(zip(FIELDS, row, strict=True)) for row in cells])


def _files(folder: Path) -> Iterator[Path]:
    if not folder.exists():
        raise FileNotFoundError(2, "No such file or folder", str(folder))
    yield from [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if path.is_file())


def _read(path: Path) -> bytes:
    if path.suffix != ".gz":
        return path.read_bytes()
    with gzip.open(path) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"more than {LARGEST >> 20} MB")
    return data


def _candidates(path: Path, data: bytes) -> Iterator[str]:
    text = decode_page(data)
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in ("{", "["):
        yield from _json_strings(text)
    elif start == "<":
        lines = html_lines(LexborHTMLParser(text.replace("\x00", "")))
        yield from (line.text for line in lines)
    elif path.suffix.lower() in (".csv", ".tsv"):
        if path.suffix.lower() == ".tsv":
            yield from (cell for line in text.splitlines() for cell in line.split("\t"))
            return
        for row in csv.reader(io.StringIO(text)):
            yield from row
    else:
        yield from text.splitlines()


def _json_strings(text: str) -> Iterator[str]:
    try:
        yield from _strings(json.loads(text))
    except ValueError:
        for line in text.splitlines():
            if line.strip():
                yield from _strings(json.loads(line))


def _strings(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, dict):
            waiting += found.values()
        elif isinstance(found, list):
            waiting += found
