"""What a prediction holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

CLICKBAIT = "clickbait"
SUBSTANTIVE = "substantive"
LABELS = (SUBSTANTIVE, CLICKBAIT)
TOPICS = (
    "politics", "world", "society", "finance", "tech", "life", "weather", "entertainment", "sports", "other",
)  # fmt: skip


class HeadlineError(ValueError):
    """Headlines without a visible character; ``positions`` are their indices."""

    def __init__(self, positions: list[int], message: str) -> None:
        super().__init__(message)
        self.positions = positions


@dataclass(frozen=True, slots=True)
class Signal:
    """One part of the evidence: a span [start, end) of the original headline and what it adds to the logit.

    ``group`` is ``word``, ``char`` or ``style``; ``name`` is the style feature or the term in normal form.
    """

    start: int
    end: int
    text: str
    group: str
    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """The classifier's answer for one headline.

    ``score`` is the calibrated P(clickbait); ``uncertain`` says that it is too near the threshold, or the
    headline too foreign to the model, to rely on the label. ``signals`` (only when asked for) and
    ``intercept`` add up to ``logit``, the value before calibration.
    """

    headline: str
    label: str
    score: float
    uncertain: bool
    topic: str
    topic_score: float
    logit: float
    intercept: float
    signals: tuple[Signal, ...] = ()

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """Plain values for JSON; with ``explain`` also logit, intercept and signals."""
        values = asdict(self)
        if not explain:
            for name in ("logit", "intercept", "signals"):
                del values[name]
        return values
