"""Graded real headlines without their text: ``datasets/real/grades.csv``.

``key,source,outlet,date,withheld,sensational,push,topic,sample``: the key of ``training.real.keys``; where the headline
was published (``owner/repo:path@commit`` of a public repository, or the name of a public data set); three grades 0-3
and the topic; and how the headline was chosen: at ``random``, or with preference for those that a model was
``uncertain`` of, which teach more a row and say nothing of how frequent bait is. Tweet sets are shared like this;
``clickbait data hydrate`` puts the text back from files that a user has.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from classifier.heads import KINDS
from classifier.prediction import TOPICS
from training.corpus.format import CorpusError, bundled_corpus
from training.real.keys import LENGTH

RANDOM, UNCERTAIN = SAMPLES = ("random", "uncertain")
FIELDS = ("key", "source", "outlet", "date", *KINDS, "topic", "sample")


@dataclass(frozen=True, slots=True)
class GradedKey:
    """The grades of one headline that is known by its key alone."""

    key: str
    source: str
    outlet: str
    date: str
    grades: tuple[int, int, int]  # of KINDS
    topic: str
    sample: str = RANDOM


def real_folder() -> Path:
    """The bundled folder with what real headlines teach."""
    return bundled_corpus().parent / "real"


def read_graded_keys(path: Path) -> dict[str, GradedKey]:
    """All graded keys of a file. Raises CorpusError with file and line."""
    found: dict[str, GradedKey] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for line, record in enumerate(csv.DictReader(file), 2):
                graded = _graded_key(record)
                if graded is None:
                    raise CorpusError(f"{path}:{line}: expected {','.join(FIELDS)} with grades 0-3")
                found[graded.key] = graded
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror})") from None
    return found


def _graded_key(record: dict[str, str]) -> GradedKey | None:
    try:
        grades = tuple(int(record[kind]) for kind in KINDS)
        key, topic, sample = record["key"], record["topic"], record["sample"]
        if len(key) != LENGTH or not set(grades) <= {0, 1, 2, 3} or topic not in TOPICS or sample not in SAMPLES:
            return None
        return GradedKey(key, record["source"], record["outlet"], record["date"], grades, topic, sample)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError):
        return None


def write_graded_keys(path: Path, graded: Iterable[GradedKey]) -> None:
    """Write them in the order of their keys, which tells nothing of the source files' order."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        for row in sorted(graded, key=lambda row: row.key):
            writer.writerow([row.key, row.source, row.outlet, row.date, *row.grades, row.topic, row.sample])
