"""Add written slices to the bundled corpus: assign ids, families and splits.

    python -m training.corpus.adopt SLICE.txt …

A slice is a text file with lines ``grades|topic|family|headline``, the output of one invented news desk; the grades are
three digits for withheld, sensational and push, as ``210`` (``0`` is short for ``000``). It becomes
``datasets/headlines/<slice>.csv``. Near duplicates (character trigrams, Jaccard >= 0.5) in the whole corpus share a
family, and the split is a hash of the family, so neither events nor wordings cross splits. Adding slices moves no row
that does not resemble a new row. Rows that resemble a row of the challenge set are left out.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from classifier.heads import KINDS
from classifier.prediction import TOPICS
from classifier.text.normal_form import news_key
from training.corpus.duplicates import connected, near_challenge, near_duplicates
from training.corpus.format import CorpusError, bundled_corpus, read_corpus, split_of

FIELDS = ("id", "headline", *KINDS, "topic", "family", "split", "outlet")
_GRADES = re.compile("[0-3]{3}|0")
Record = dict[str, str]


def read_slice(path: Path) -> list[Record]:
    """Rows of a slice file. Raises CorpusError with the line of the first invalid row."""
    records: list[Record] = []
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not text.strip():
            continue
        parts = text.split("|", 3)
        if len(parts) != 4 or not _GRADES.fullmatch(parts[0]) or parts[1] not in TOPICS or not parts[3].strip():
            raise CorpusError(f"{path}:{line}: expected grades|topic|family|headline, found {text[:60]!r}")
        grades, topic, family, headline = parts
        name = path.stem
        records.append(
            {
                "id": f"{name}-{line:04d}", "headline": headline.strip(),
                **dict(zip(KINDS, grades * 3 if grades == "0" else grades, strict=True)),
                "topic": topic, "family": f"{name}-{family}", "split": "", "outlet": name,
            }
        )  # fmt: skip
    return records


def join_families(records: Sequence[Record]) -> list[Record]:
    """Drop repeated headlines, give near duplicates one family (the first in alphabetical order), set the splits."""
    unique = list({news_key(r["headline"]): r for r in reversed(records)}.values())[::-1]  # the first one stays
    names = sorted({record["family"] for record in unique})
    number = {name: i for i, name in enumerate(names)}
    family = [number[record["family"]] for record in unique]
    near = near_duplicates([record["headline"] for record in unique])
    joined = connected(len(names), ((family[i], family[j]) for i, j, _ in near))
    for record, own in zip(unique, family, strict=True):
        record["family"] = names[joined[own]]
        record["split"] = split_of(record["family"])
    return unique


def main(arguments: Sequence[str]) -> int:
    folder = bundled_corpus()
    added = [record for path in arguments for record in read_slice(Path(path))]
    replaced = {record["outlet"] for record in added}
    kept = [
        {"id": r.id, "headline": r.headline, **{kind: f"{r.targets[kind]:g}" for kind in KINDS},
         "topic": r.topic, "family": r.family, "split": r.split, "outlet": r.outlet}
        for r in (read_corpus([folder]) if any(folder.glob("*.csv")) else [])
        if r.outlet not in replaced
    ]  # fmt: skip
    records = join_families(kept + added)
    challenge = near_challenge([record["headline"] for record in records], folder)
    records = [record for i, record in enumerate(records) if i not in challenge]
    for outlet in sorted({r["outlet"] for r in records}):
        with (folder / f"{outlet}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(r for r in records if r["outlet"] == outlet)
    sys.stdout.write(f"{len(records)} headlines in {folder}, {len(kept) + len(added) - len(records)} rows dropped\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
