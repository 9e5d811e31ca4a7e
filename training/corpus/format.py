"""Find, read and check a headline corpus.

A corpus is one CSV file or a folder of them (UTF-8, header row), one headline a row::

    id,headline,grade,topic,family,split,outlet
    wire-politics-0001,"立院三讀…",0,politics,wire-politics-1,train,wire-politics

``grade`` is the bait grade 0-3 of ``docs/annotation.md``; a headline is clickbait from 1.5 up. A ``family`` groups
versions of one event and near duplicates, and is never in two splits (``split``: train | validation | test).
``outlet`` is the invented desk that the slice was written for. ``family``, ``split``, ``outlet`` and ``id`` are
optional: by default every row is its own family, and the split is a hash of the family. JSONL with the same keys is
supported too. Labels are given as ``grade``, as ``grade_a`` ... ``grade_n`` (their mean counts) or as ``label`` (0/1,
clickbait/substantive). Every other head of ``classifier.heads`` is trained on the column that it declares, if the file
has it: grades 0-3 for a sigmoid, the name of a class for a softmax. A row with an empty field is not used for it.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from classifier.heads import Head
from classifier.prediction import CLICKBAIT, SUBSTANTIVE, TOPICS
from training.corpus.targets import OWN_COLUMNS, read_targets

SPLITS = ("train", "validation", "test")
CUT = 1.5  # mean grade from which a headline is clickbait (annotation guideline)
_BLOCK = 1 << 20  # bytes
_LABEL_GRADES = {"0": 0.0, "1": 3.0, SUBSTANTIVE: 0.0, CLICKBAIT: 3.0}


class CorpusError(ValueError):
    """A corpus file cannot be used; the message names file, line and fix."""


@dataclass(frozen=True, slots=True)
class Row:
    """One graded headline. ``grade`` is 0-3, the mean over annotators.

    ``graded`` is False where only a label was given, so that the grade carries no more information than the label.
    """

    id: str
    headline: str
    grade: float
    topic: str
    family: str
    split: str
    outlet: str
    graded: bool = True
    where: str = ""
    targets: Mapping[str, float | str] = field(default_factory=dict)  # of the other heads, by column

    @property
    def clickbait(self) -> bool:
        return self.grade >= CUT

    def target(self, head: Head) -> float | str | None:
        """What teaches this head: a grade 0-3 or the name of a class; None where the row says nothing of it."""
        found = getattr(self, head.column) if head.column in OWN_COLUMNS else self.targets.get(head.column)
        return None if found == "" else found


def bundled_corpus() -> Path:
    """The corpus that ships with the package."""
    here = Path(__file__).resolve().parent.parent
    for folder in (here / "datasets" / "headlines", here.parent / "datasets" / "headlines"):
        if folder.is_dir():
            return folder
    raise CorpusError("the bundled corpus is missing: reinstall clickbait-zh, or name a corpus with --data")


def split_of(family: str) -> str:
    """The split by a hash of the family: 80 % train, 10 % validation, 10 % test."""
    bucket = int.from_bytes(hashlib.blake2b(family.encode(), digest_size=4).digest()) % 10
    return "test" if bucket == 0 else "validation" if bucket == 1 else "train"


def corpus_files(paths: Iterable[Path]) -> list[Path]:
    """The CSV and JSONL files at these paths, sorted within a folder. Raises CorpusError when there are none."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.suffix in (".csv", ".jsonl"))
            if not found:
                raise CorpusError(f"{path}: no .csv or .jsonl file in this folder")
            files += found
        elif path.is_file():
            files.append(path)
        else:
            raise CorpusError(f"{path}: no such file or folder")
    return files


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 of the files' contents, in order."""
    total = hashlib.sha256()
    for path in corpus_files(paths):
        with _reading(path), path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def line_count(paths: Iterable[Path]) -> int:
    """Number of lines of the files, including headers: an upper bound of the number of headlines, without parsing."""
    total = 0
    for path in corpus_files(paths):
        with _reading(path), path.open("rb") as file:
            last = b"\n"
            while block := file.read(_BLOCK):
                total += block.count(b"\n")
                last = block
            total += not last.endswith(b"\n")
    return total


def read_corpus(paths: Iterable[Path]) -> list[Row]:
    """All rows of the files. Raises CorpusError like ``each_row``."""
    return list(each_row(paths))


def each_row(paths: Iterable[Path]) -> Iterator[Row]:
    """The rows of the files, one by one. Raises CorpusError for the first invalid row (with its line) or none."""
    empty = True
    for path in corpus_files(paths):
        for item in iter_rows(path):
            if isinstance(item, CorpusError):
                raise item
            empty = False
            yield item
    if empty:
        raise CorpusError(f"{', '.join(map(str, paths))}: no headlines")


def iter_rows(path: Path) -> Iterator[Row | CorpusError]:
    """Rows of one file in order; an invalid row as the error that describes it."""
    for line, record in _records(path):
        if isinstance(record, CorpusError):
            yield record
            continue
        try:
            yield _row(path, line, record)
        except CorpusError as error:
            yield error


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror})") from None


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any] | CorpusError]]:
    jsonl = path.suffix == ".jsonl"
    try:
        with _reading(path), path.open(encoding="utf-8-sig", newline="\n" if jsonl else "") as file:
            yield from _objects(path, file) if jsonl else _fields(path, file)
    except UnicodeDecodeError:
        raise _not_utf8(path) from None


def _not_utf8(path: Path) -> CorpusError:
    """The error for a file that is not UTF-8. In UTF-8 no multi-byte character contains a line feed: lines will do."""
    with path.open("rb") as file:
        for line, raw in enumerate(file, 1):
            try:
                raw.decode("utf-8")
            except UnicodeDecodeError as error:
                return CorpusError(f"{path}:{line}: not UTF-8 (byte {raw[error.start]:#04x}); save it as UTF-8")
    return CorpusError(f"{path}: changed while it was being read")


def _objects(path: Path, file: IO[str]) -> Iterator[tuple[int, dict[str, Any] | CorpusError]]:
    for line, raw in enumerate(file, 1):
        if raw.strip():
            try:
                record = json.loads(raw)
            except ValueError:
                record = None
            if isinstance(record, dict):
                yield line, record
            else:
                yield line, CorpusError(f"{path}:{line}: not a JSON object")


def _fields(path: Path, file: IO[str]) -> Iterator[tuple[int, dict[str, Any] | CorpusError]]:
    reader = csv.DictReader(file, strict=True)
    names = reader.fieldnames or []
    if "headline" not in names:
        raise CorpusError(f"{path}:1: no 'headline' column (columns: {', '.join(names) or 'none'}); add a header row")
    if "grade" not in names and "label" not in names and not any(n.startswith("grade_") for n in names):
        raise CorpusError(f"{path}:1: no 'grade', 'grade_a'... or 'label' column (columns: {', '.join(names)})")
    try:
        for record in reader:
            yield reader.line_num, record
    except csv.Error as error:
        yield reader.line_num, CorpusError(f"{path}:{reader.line_num}: broken CSV ({error})")


def _grade(where: str, record: dict[str, Any]) -> tuple[float, bool]:
    graders = [str(record[k]) for k in sorted(record) if k and k.startswith("grade_") and record[k] not in (None, "")]
    single = [str(record["grade"])] if record.get("grade") not in (None, "") else []
    values = single or graders
    if values:
        try:
            grades = [float(value) for value in values]
        except ValueError:
            grades = [-1.0]
        if not all(0 <= grade <= 3 for grade in grades):
            raise CorpusError(f"{where}: grade {', '.join(values)!r} is not a number from 0 to 3")
        return sum(grades) / len(grades), True
    label = str(record.get("label", "")).strip().lower()
    label = {"true": "1", "false": "0", "1.0": "1", "0.0": "0"}.get(label, label)
    if label not in _LABEL_GRADES:
        raise CorpusError(f"{where}: label {label!r} is unknown; use 0 or 1, {SUBSTANTIVE} or {CLICKBAIT}")
    return _LABEL_GRADES[label], False


def _row(path: Path, line: int, record: dict[str, Any]) -> Row:
    where = f"{path}:{line}"
    headline = str(record.get("headline") or "").strip()
    if not headline:
        raise CorpusError(f"{where}: empty headline")
    if None in record or None in record.values():
        raise CorpusError(f"{where}: number of fields differs from the header's")
    grade, graded = _grade(where, record)
    topic = str(record.get("topic") or record.get("topic_a") or "")
    if topic and topic not in TOPICS:
        raise CorpusError(f"{where}: topic {topic!r} is unknown; use one of {', '.join(TOPICS)}")
    number = str(record.get("id") or f"{path.stem}-{line}")
    family = str(record.get("family") or number)
    split = str(record.get("split") or split_of(family))
    if split not in SPLITS:
        raise CorpusError(f"{where}: split {split!r} is unknown; use one of {', '.join(SPLITS)}")
    try:
        targets = read_targets(record)
    except ValueError as error:
        raise CorpusError(f"{where}: {error}") from None
    return Row(number, headline, grade, topic, family, split, str(record.get("outlet") or ""), graded, where, targets)
