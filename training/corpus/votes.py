"""Count readers' votes on headlines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from classifier.prediction import CLICKBAIT, SUBSTANTIVE


@dataclass(frozen=True, slots=True)
class Vote:
    """A reader's label. ``normal`` is the normal form of the headline. A vote without ``client`` is anonymous."""

    headline: str
    normal: str
    label: str
    client: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes on one headline, which is spelled as in the first of them."""

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
        """The label of the majority; None for a tie."""
        if self.clickbait == self.substantive:
            return None
        return CLICKBAIT if self.clickbait > self.substantive else SUBSTANTIVE


def count_votes(votes: Iterable[Vote]) -> list[Tally]:
    """Tallies in the order of their first votes. ``votes`` are in the order of time.

    Headlines with the same normal form are counted together. A client has one vote on each of them, its newest. Every
    anonymous vote counts.
    """
    first: dict[str, str] = {}
    ballots: dict[str, dict[object, str]] = {}
    for vote in votes:
        first.setdefault(vote.normal, vote.headline)
        box = ballots.setdefault(vote.normal, {})
        box[vote.client or object()] = vote.label  # object() equals nothing else: an anonymous vote replaces no other
    return [
        Tally(first[normal], normal, [*box.values()].count(CLICKBAIT), [*box.values()].count(SUBSTANTIVE))
        for normal, box in ballots.items()
    ]
