"""Pages to learn roles from: facts and words of each line, of whole pages and of reduced versions of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from classifier.page.facts import structure
from classifier.page.roles import SHOWN
from classifier.text.normalize import normalize_lines
from classifier.text.terms import PAIR_MARK
from classifier.text.tokenizer import Tokenizer
from training.corpus.labelled_pages import LabelledPage


@dataclass(frozen=True)
class Example:
    """A page to learn from: structure facts and words of each of its lines."""

    page: LabelledPage
    facts: list[list[str]]
    words: list[list[str]]


def read_examples(pages: Sequence[LabelledPage], engine: Tokenizer, *, reduced: int, seed: int) -> list[Example]:
    """Examples of the pages and of ``reduced`` reduced versions of each, read once for all fits."""
    smaller = [reduce_page(page, random.Random(f"{seed}{n}{page.name}")) for n in range(reduced) for page in pages]
    return [
        Example(page, structure(page.lines, page.titles), [_words(line.text, engine) for line in page.lines])
        for page in (*pages, *smaller)
        if page.lines  # of a list without an article nothing may be left
    ]


def reduce_page(page: LabelledPage, rng: random.Random) -> LabelledPage:
    """A random part of a page: headline, some body, some recommendations, a little of the rest, often without markup.

    Users also send fragments, feeds, and pages whose class names mean nothing. A model trained on whole pages only
    takes a heading with two paragraphs for a menu.
    """
    chosen: set[int] = set()
    for role, most in (("headline", 1), ("body", rng.randint(1, 8)), ("boilerplate", rng.choice((0, 1, 3, 8)))):
        places = [i for i, found in enumerate(page.roles) if found == role and not page.lines[i].alt]
        chosen.update(places[:1] if role == "headline" else rng.sample(places, min(most, len(places))))
    notices = [i for i, found in enumerate(page.roles[:-1]) if found == "boilerplate" and page.roles[i - 1] == "body"]
    chosen.update(i for i in notices if rng.random() < 0.5)  # notices between paragraphs
    recommendations = [i for i, found in enumerate(page.roles) if found == "recommendation"]
    if recommendations and rng.random() < 0.7:  # a run of list items, with the list's title where there is one
        first = rng.choice(recommendations)
        while first - 1 in recommendations and rng.random() < 0.9:
            first -= 1
        chosen.update(range(max(0, first - 1), min(len(page.lines), first + rng.choice((1, 2, 4, 8, 15)))))
    kept = sorted(chosen)
    with_markup = rng.random() < 0.3
    lines = [page.lines[place] for place in kept]
    if not with_markup:
        lines = [replace(line, kinds=frozenset(), near=frozenset()) for line in lines]
    titles = page.titles if rng.random() < 0.3 else ()
    return replace(page, lines=lines, roles=[page.roles[place] for place in kept], titles=titles)


def _words(text: str, engine: Tokenizer) -> list[str]:
    """Tokens and pairs of neighbouring tokens, as in the word group of headlines."""
    tokens = [t for t in engine.cut(normalize_lines([text[:SHOWN]])) if t.strip()]
    return [*tokens, *(a + PAIR_MARK + b for a, b in zip(tokens, tokens[1:], strict=False))]
