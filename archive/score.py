"""Score a part: the task that every engine runs."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from archive.formats import ArchiveError, reading
from archive.job import Done, Job, Part, Reject
from archive.read import read_part
from archive.rows import Rows
from archive.write import write_part
from classifier import CLICKBAIT, Classifier, HeadlineError, Prediction, load
from classifier.atomic import atomic_write

sent: dict[str, Classifier] = {}  # models by version that a cluster sent to this process


@lru_cache(maxsize=1)
def _loaded(folder: str) -> Classifier:
    return load(folder)


def model_of(job: Job) -> Classifier:
    """The job's model, loaded once per process. Raises ArchiveError when the folder has another model by now."""
    classifier = sent.get(job.version) or _loaded(job.model)
    if classifier.version != job.version:
        raise ArchiveError(f"{job.model} changed to {classifier.version} while {job.version} was scoring: start over")
    return classifier


def score_part(job: Job, part: Part) -> Done:
    """Read, score and write a part and its rejects. Files are written atomically, the receipt last."""
    with reading(Path(part.file)):
        rows = read_part(job, part)
    predictions = _predictions(job, part, rows)
    with atomic_write(job.part(part.number)) as path:
        write_part(job, path, rows, predictions)
    if rows.rejects:
        with atomic_write(job.rejects(part.number)) as path:
            path.write_bytes(b"".join(map(_line, rows.rejects)))
    clickbait = sum(prediction.label == CLICKBAIT for prediction in predictions)
    done = Done(part.number, len(predictions), clickbait, len(rows.rejects))
    with atomic_write(job.receipt(part.number)) as path:
        path.write_text(json.dumps(asdict(done)), encoding="utf-8")
    if part.spooled:
        Path(part.spooled).unlink(missing_ok=True)
    return done


def _line(reject: Reject) -> bytes:
    """As JSON; a file name that is not UTF-8 keeps its bytes as escapes."""
    return json.dumps(asdict(reject), ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _predictions(job: Job, part: Part, rows: Rows) -> list[Prediction]:
    classifier = model_of(job)
    try:
        return classifier.predict(rows.headlines, threshold=job.threshold)
    except HeadlineError as error:
        rows.reject(part, dict.fromkeys(error.positions, "the headline has no visible character"))
    return classifier.predict(rows.headlines, threshold=job.threshold)
