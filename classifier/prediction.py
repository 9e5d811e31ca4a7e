"""What a prediction holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

CLICKBAIT = "clickbait"
SUBSTANTIVE = "substantive"
LABELS = (SUBSTANTIVE, CLICKBAIT)
TOPICS = (
    "politics", "world", "society", "finance", "tech", "life", "weather", "entertainment", "sports", "other",
)  # fmt: skip


class HeadlineError(ValueError):
    """Headlines with no visible character; ``positions`` are the indices of all of them."""

    def __init__(self, headlines: Sequence[str], positions: list[int]) -> None:
        self.headlines, self.positions = headlines, positions
        first = positions[0]
        super().__init__(f"headline {first} ({headlines[first][:20]!r}) has no visible character")

    def __reduce__(self) -> tuple[type[HeadlineError], tuple[Sequence[str], list[int]]]:
        return HeadlineError, (self.headlines, self.positions)  # a worker process sends it whole


class Signal(NamedTuple):
    """One part of the evidence: a span [start, end) of the original headline and what it adds to the logit.

    ``group`` is ``word``, ``char`` or ``style``; ``name`` is the style feature or the term in normal form.
    """

    start: int
    end: int
    text: str
    group: str
    name: str
    weight: float


class Prediction(NamedTuple):
    """The classifier's answer for one headline.

    ``score`` is the calibrated P(clickbait), ``grade`` the expected bait grade 0-3; ``uncertain`` says that the score
    is too near the threshold, or the headline too foreign to the model, to rely on the label. ``kinds`` holds the
    probability of each kind of bait (withheld, sensational, push; empty where the model was not taught them), none
    above the score, and together not below it; ``kind`` is the leading one of a clickbait headline. ``answers`` holds
    the fields of the other heads (``classifier.heads``), as ``topic`` and ``topic_score``. ``signals`` (only when asked
    for) and ``intercept`` add up to ``logit``, the value before calibration.
    """

    headline: str
    label: str
    score: float
    uncertain: bool
    grade: float
    kinds: Mapping[str, float]
    answers: Mapping[str, Any]
    logit: float
    intercept: float
    signals: tuple[Signal, ...] = ()

    @property
    def kind(self) -> str | None:
        """The leading kind of bait; None for a substantive headline."""
        if self.label != CLICKBAIT or not self.kinds:
            return None
        return max(self.kinds, key=self.kinds.__getitem__)

    @property
    def topic(self) -> str:
        """The most probable topic."""
        return str(self.answers["topic"])

    @property
    def topic_score(self) -> float:
        """P(topic)."""
        return float(self.answers["topic_score"])

    def field(self, name: str) -> Any:
        """The value of a field of any head, by its name."""
        for found in (self.answers, self.kinds):
            if name in found:
                return found[name]
        return getattr(self, name)

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """Plain values for JSON; with ``explain`` also logit, intercept and signals."""
        values = {
            "headline": self.headline, "label": self.label, "score": self.score, "uncertain": self.uncertain,
            "grade": self.grade,
        }  # fmt: skip
        if self.kinds:
            values |= {"kind": self.kind, "kinds": dict(self.kinds)}
        values |= self.answers
        if explain:
            values |= {
                "logit": self.logit,
                "intercept": self.intercept,
                "signals": [signal._asdict() for signal in self.signals],
            }
        return values
