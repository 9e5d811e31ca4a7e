"""Pages to learn roles from: facts and words of each line, of whole pages and of reduced versions of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from classifier.page.facts import structure
from classifier.page.lines import Line
from classifier.page.metadata import Metadata
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
    declared = rng.random()
    metadata = page.metadata if declared < 0.3 else _for_searchers(page.metadata, rng) if declared < 0.5 else Metadata()
    lines, roles = _join_paragraphs(lines, [page.roles[place] for place in kept], rng.choice((1, 1, 2, 3)))
    return replace(page, lines=lines, roles=roles, metadata=metadata)


def _for_searchers(metadata: Metadata, rng: random.Random) -> Metadata:
    """The same with titles as sites write them for search engines: some of the headline's words, in another order."""
    titles = []
    for title in metadata.titles:
        pieces = [title[k : k + 4] for k in range(0, len(title), 4)]
        kept = rng.sample(pieces, max(1, len(pieces) * 2 // 3))
        titles.append("".join(kept) + rng.choice(("一次看", "懶人包", "？", "")))
    return replace(metadata, headline=None, titles=tuple(titles))


def _join_paragraphs(lines: Sequence[Line], roles: Sequence[str], most: int) -> tuple[list[Line], list[str]]:
    """Up to ``most`` successive paragraphs as one: those of wires and of the mainland are longer than most of ours."""
    joined: list[Line] = []
    kept: list[str] = []
    size = 0
    for line, role in zip(lines, roles, strict=True):
        if role == "body" and kept and kept[-1] == role and size < most and line.path == joined[-1].path:
            linked = (line.linked + joined[-1].linked) / 2
            joined[-1] = replace(joined[-1], text=joined[-1].text + line.text, linked=linked)
            size += 1
        else:
            joined.append(line)
            kept.append(role)
            size = 1
    return joined, kept


def _words(text: str, engine: Tokenizer) -> list[str]:
    """Tokens and pairs of neighbouring tokens, as in the word group of headlines."""
    tokens = [t for t in engine.cut(normalize_lines([text[:SHOWN]])) if t.strip()]
    return [*tokens, *(a + PAIR_MARK + b for a, b in zip(tokens, tokens[1:], strict=False))]
