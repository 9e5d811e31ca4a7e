"""Readers' feedback as a corpus: majority labels and kinds, families, topics.

Readers choose what they correct, so feedback is not a sample of the news: it is for training only. A headline goes to
the train split, unless it resembles a validation or test row of the bundled corpus. Then it joins that row's family and
split, because a family is never in two splits. Headlines that resemble the challenge set are left out, as in
``training.corpus.adopt``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from classifier import Classifier
from classifier.heads import KINDS
from classifier.prediction import CLICKBAIT, SUBSTANTIVE
from classifier.text.normalize import news_keys
from classifier.text.visible import is_visible
from tabular.records import MAX_ROW
from training.corpus.duplicates import connected, near_challenge, near_duplicates
from training.corpus.format import Row, bundled_corpus, read_corpus
from training.corpus.votes import Tally, Vote, count_votes

GRADES = {SUBSTANTIVE: "0", CLICKBAIT: "2"}  # a vote has no degree: the middle grade of each side
OUTLET = "feedback"
FIELDS = ("id", "headline", "grade", *KINDS, "topic", "family", "split", "outlet")
CONFLICT_FIELDS = ("headline", "clickbait", "substantive", "outcome")
Record = dict[str, str]


@dataclass
class Export:
    """Corpus records, headlines for review (disputed, or not accepted by the corpus), and counts."""

    records: list[Record] = field(default_factory=list)
    conflicts: list[Record] = field(default_factory=list)
    below: int = 0
    tied: int = 0
    left_out: int = 0


def as_votes(rows: Iterable[tuple[str, str, str | None, str | None]]) -> list[Vote]:
    """Votes from (headline, label, client, kind), oldest first."""
    given = list(rows)
    if not given:  # no line is not an empty line
        return []
    keys = news_keys([headline for headline, *_ in given])
    return [  # headlines with nothing visible are kept, to be listed as conflicts
        Vote(headline, key or headline, label, client, kind)
        for (headline, label, client, kind), key in zip(given, keys, strict=True)
    ]


def export(
    votes: Iterable[Vote], min_votes: int, classifier: Classifier | None = None, corpus: Sequence[Row] | None = None
) -> Export:
    """Turn votes into corpus records (``FIELDS``).

    ``classifier`` predicts the topics, which are empty without it. ``corpus`` is the corpus that the records will be
    trained together with (default: the bundled one).
    """
    result = Export()
    chosen: list[Tally] = []
    tallies = count_votes(votes)
    challenge = near_challenge([tally.headline for tally in tallies], bundled_corpus())
    for position, tally in enumerate(tallies):
        outcome = _left_out(tally, position in challenge)
        if outcome:
            result.left_out += 1
        elif tally.votes < min_votes:
            result.below += 1
            outcome = "below minimum" if tally.disputed else None
        elif tally.label is None:
            result.tied += 1
            outcome = "tied"
        else:
            chosen.append(tally)
            outcome = f"exported as {tally.label}" if tally.disputed else None
        if outcome:
            counts = {"clickbait": str(tally.clickbait), "substantive": str(tally.substantive)}
            result.conflicts.append({"headline": tally.headline, **counts, "outcome": outcome})
    result.records = [_record(tally) for tally in chosen]
    if chosen:
        _place(result.records, read_corpus([bundled_corpus()]) if corpus is None else corpus)
        if classifier:
            predictions = classifier.predict([record["headline"] for record in result.records])
            for record, prediction in zip(result.records, predictions, strict=True):
                record["topic"] = prediction.topic
    return result


def _left_out(tally: Tally, challenge: bool) -> str | None:
    """Why the corpus does not accept this headline, whatever the votes are, or None."""
    if not is_visible(tally.headline):
        return "left out: no visible character"
    if len(tally.headline.encode("utf-8", "replace")) > MAX_ROW // 2:  # a row has other cells, and quotes are doubled
        return f"left out: longer than {MAX_ROW // 2} bytes"
    return "left out: resembles a headline of the challenge set" if challenge else None


def _record(tally: Tally) -> Record:
    number = "feedback-" + hashlib.blake2b(tally.key.encode(), digest_size=6).hexdigest()  # stable between exports
    assert tally.label is not None
    # Readers name the kind that they see first: that they name no other does not say that there is none.
    kinds = {kind: GRADES[CLICKBAIT] if kind == tally.kind else "" for kind in KINDS}
    return {
        "id": number, "headline": tally.headline, "grade": GRADES[tally.label], **kinds, "topic": "",
        "family": number, "split": "train", "outlet": OUTLET,
    }  # fmt: skip


def _place(records: Sequence[Record], corpus: Sequence[Row]) -> None:
    """Give near duplicates one family and split: those of the most similar near duplicate in the corpus, if any."""
    headlines = [record["headline"] for record in records]
    group = connected(len(records), ((i, j) for i, j, _ in near_duplicates(headlines)))
    nearest: dict[int, tuple[float, Row]] = {}
    for i, j, similarity in near_duplicates(headlines, [row.headline for row in corpus]):
        if similarity > nearest.get(group[i], (0.0, None))[0]:
            nearest[group[i]] = similarity, corpus[j]
    families = [records[first]["family"] for first in group]
    for record, first, family in zip(records, group, families, strict=True):
        record["family"] = family
        if first in nearest:
            row = nearest[first][1]
            record["family"], record["split"] = row.family, row.split
