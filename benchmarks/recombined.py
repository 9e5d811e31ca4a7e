"""Headlines recombined from the bundled corpus: the beginning of one headline and the end of another."""

from __future__ import annotations

import random
from collections.abc import Iterator

from training.corpus.format import bundled_corpus, read_corpus


def parts(headline: str) -> list[str]:
    """The headline split at its spaces."""
    return headline.replace("　", " ").split(" ")


def recombined() -> Iterator[str]:
    """Endless recombined headlines, the same in every run."""
    rng = random.Random(0)
    sources = [parts(row.headline) for row in read_corpus([bundled_corpus()])]
    while True:
        yield f"{rng.choice(sources)[0]} {rng.choice(sources)[-1]}"
