"""Count readers' votes on headlines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from classifier.prediction import CLICKBAIT, SUBSTANTIVE


@dataclass(frozen=True, slots=True)
class Vote:
    """One reader's label. ``normal`` is the headline's normal form; a vote without ``client`` is anonymous."""

    headline: str
    normal: str
    label: str
    client: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes on one headline, as it was written in the first of them."""

    headline: str
    normal: str
    clickbait: int
    substantive: int

    @property
    def votes(self) -> int:
        return self.clickbait + self.substantive

    @property
    def disputed(self) -> bool:
        """Whether both labels were given."""
        return min(self.clickbait, self.substantive) > 0

    @property
    def label(self) -> str | None:
        """What most votes say; None for a tie."""
        if self.clickbait == self.substantive:
            return None
        return CLICKBAIT if self.clickbait > self.substantive else SUBSTANTIVE


def count_votes(votes: Iterable[Vote]) -> list[Tally]:
    """Tallies in the order of the first votes; ``votes`` come oldest first.

    Headlines with the same normal form are one. A client has one vote on each, its newest; every anonymous vote counts.
    """
    first: dict[str, str] = {}
    ballots: dict[str, dict[object, str]] = {}
    for vote in votes:
        first.setdefault(vote.normal, vote.headline)
        box = ballots.setdefault(vote.normal, {})
        box[vote.client or object()] = vote.label  # object() equals nothing else: an anonymous vote replaces none
    return [
        Tally(first[normal], normal, [*box.values()].count(CLICKBAIT), [*box.values()].count(SUBSTANTIVE))
        for normal, box in ballots.items()
    ]
