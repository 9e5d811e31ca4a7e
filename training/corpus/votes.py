"""Count readers' votes on headlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from classifier.prediction import CLICKBAIT, SUBSTANTIVE


@dataclass(frozen=True, slots=True)
class Vote:
    """A reader's label. ``key`` is the news key of the headline (``classifier.text.normal_form``).

    A vote without ``client`` is anonymous.
    ``kind`` is the kind of bait that a vote for clickbait may name.
    """

    headline: str
    key: str
    label: str
    client: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes on one headline, which is spelled as in the first of them.

    ``kinds`` counts the votes for clickbait that name a kind, by kind.
    """

    headline: str
    key: str
    clickbait: int
    substantive: int
    kinds: Mapping[str, int] = field(default_factory=dict)

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

    @property
    def kind(self) -> str | None:
        """The kind that more than half of the votes for clickbait name; None without one, or for another label."""
        if self.label != CLICKBAIT:
            return None
        return next((kind for kind, count in self.kinds.items() if 2 * count > self.clickbait), None)


def count_votes(votes: Iterable[Vote]) -> list[Tally]:
    """Tallies in the order of their first votes. ``votes`` are in the order of time.

    Headlines with the same news key are counted together. A client has one vote on each of them, its newest. Every
    anonymous vote counts.
    """
    first: dict[str, str] = {}
    ballots: dict[str, dict[object, Vote]] = {}
    for vote in votes:
        first.setdefault(vote.key, vote.headline)
        box = ballots.setdefault(vote.key, {})
        box[vote.client or object()] = vote  # object() equals nothing else: an anonymous vote replaces no other
    return [_tally(first[key], key, box.values()) for key, box in ballots.items()]


def _tally(headline: str, key: str, votes: Iterable[Vote]) -> Tally:
    labels: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for vote in votes:
        labels[vote.label] += 1
        if vote.label == CLICKBAIT and vote.kind:
            kinds[vote.kind] += 1
    return Tally(headline, key, labels[CLICKBAIT], labels[SUBSTANTIVE], dict(kinds))
