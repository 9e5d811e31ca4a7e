"""Find, read and check a headline corpus.

A corpus is a table (``tabular``: CSV, TSV, JSONL, XLSX or Parquet, with a header row) or a folder of them, one headline
a row::

    id,headline,withheld,sensational,push,topic,family,split,outlet
    wire-politics-0001,"立院三讀…",0,0,0,politics,wire-politics-1,train,wire-politics

``withheld``, ``sensational`` and ``push`` are the grades 0-3 of ``docs/annotation.md``; the greatest is the bait grade,
and a headline is clickbait from 1.5 up. ``family`` groups versions of one event and near-duplicates: a family never
crosses ``split`` (train | validation | test). ``outlet`` names the invented desk that the slice was written for. Where
a user's file has no ``family``, ``split``, ``outlet`` or ``id``, they are made up: every row its own family, splits by
hash of the family. Columns may have Chinese names (``tabular.columns``). Instead of the kinds a file may give the bait
grade alone, or labels: ``training.corpus.grades`` says which columns count. Every other head of ``classifier.heads`` is
taught by the column that it declares, where the file has it: grades 0-3 for a sigmoid, the name of a class for a
softmax; an empty field is a row that says nothing of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from classifier.heads import KINDS, Head
from classifier.prediction import TOPICS
from classifier.text.visible import is_visible
from tabular.columns import HEADLINE, canonical, headline_column
from tabular.errors import RecordError, TableError
from tabular.files import tables_at
from tabular.options import TableOptions
from tabular.reader import row_bound, rows_of
from training.corpus.grades import has_grade, read_grade
from training.corpus.targets import OWN_COLUMNS, read_targets

SPLITS = ("train", "validation", "test")
CUT = 1.5  # mean grade from which a headline is clickbait (annotation guideline)
_FOUND = TableOptions()


class CorpusError(TableError):
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
    other_topics: tuple[str, ...] = ()  # of further annotators
    date: str = ""
    assigned: bool = False  # the split was made up

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
    bucket = int.from_bytes(hashlib.blake2b(family.encode("utf-8", "surrogatepass"), digest_size=4).digest()) % 10
    return "test" if bucket == 0 else "validation" if bucket == 1 else "train"


def corpus_files(paths: Iterable[Path], told: Callable[[str], object] = lambda _: None) -> list[Path]:
    """The tables at these paths, sorted within a folder; ``told`` hears what is skipped. Raises CorpusError when there
    are none."""
    try:
        return tables_at(paths, told)
    except TableError as error:
        raise CorpusError(str(error)) from None


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 of the files' contents, in order."""
    total = hashlib.sha256()
    for path in corpus_files(paths):
        with _reading(path), path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def line_count(paths: Iterable[Path]) -> int:
    """An upper bound of the number of headlines, without parsing: the lines of the files, or what they say."""
    try:
        return sum(map(row_bound, corpus_files(paths)))
    except TableError as error:
        raise CorpusError(str(error)) from None


def read_corpus(paths: Iterable[Path], options: TableOptions = _FOUND) -> list[Row]:
    """All rows of the files. Raises CorpusError like ``each_row``."""
    return list(each_row(paths, options))


def each_row(paths: Iterable[Path], options: TableOptions = _FOUND) -> Iterator[Row]:
    """The rows of the files, one by one. Raises CorpusError for the first invalid row (with its line) or none."""
    empty = True
    for path in corpus_files(paths):
        for item in iter_rows(path, options):
            if isinstance(item, CorpusError):
                raise item
            empty = False
            yield item
    if empty:
        raise CorpusError(f"{', '.join(map(str, paths))}: no headlines")


def iter_rows(path: Path, options: TableOptions = _FOUND) -> Iterator[Row | CorpusError]:
    """Rows of one file in order; an invalid row as the error that describes it."""
    known: dict[tuple[str, ...], dict[str, str]] = {}
    try:
        for item in rows_of(path, options):
            if isinstance(item, RecordError):
                yield CorpusError(str(item))
                continue
            names = tuple(item.cells)
            if names not in known:
                known[names] = _columns(path, names, options.column)
            called = known[names]
            record = {called[name]: "" if value is None else value for name, value in item.cells.items()}
            try:
                yield _row(path, item.line, record)
            except CorpusError as error:
                yield error
    except TableError as error:
        raise CorpusError(str(error)) from None


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror})") from None


def _columns(path: Path, names: Sequence[str], column: str | None) -> dict[str, str]:
    """What a corpus calls the columns. Raises CorpusError without headlines, or without what says which are bait."""
    headline = headline_column(names, column, path)
    called = {**canonical([name for name in names if name != headline]), headline: HEADLINE}
    if not has_grade(called.values()):
        raise CorpusError(
            f"{path}:1: no 'grade', 'grade_a'... or 'label' column (or 標籤) and no kinds ({', '.join(KINDS)}) "
            f"(columns: {', '.join(names)})"
        )
    return called


def _printable(name: str) -> str:
    """A file name for identifiers: bytes that are not UTF-8 become escapes."""
    return name.encode("utf-8", "backslashreplace").decode()


def _row(path: Path, line: int, record: dict[str, Any]) -> Row:
    where = f"{path}:{line}"
    headline = str(record.get("headline") or "").strip()
    if not is_visible(headline):
        raise CorpusError(f"{where}: empty headline")
    try:
        grade, graded = read_grade(record)
        targets = read_targets(record)
    except ValueError as error:
        raise CorpusError(f"{where}: {error}") from None
    topics = tuple(str(record[name]) for name in ("topic", "topic_a", "topic_b") if record.get(name))
    for topic in topics:
        if topic not in TOPICS:
            raise CorpusError(f"{where}: topic {topic!r} is unknown; use one of {', '.join(TOPICS)}")
    number = str(record.get("id") or f"{_printable(path.stem)}-{line}")
    family = str(record.get("family") or number)
    split = str(record.get("split") or split_of(family))
    if split not in SPLITS:
        raise CorpusError(f"{where}: split {split!r} is unknown; use one of {', '.join(SPLITS)}")
    return Row(
        number, headline, grade, topics[0] if topics else "", family, split, str(record.get("outlet") or ""), graded,
        where, targets, topics[1:], str(record.get("date") or ""), not record.get("split"),
    )  # fmt: skip
