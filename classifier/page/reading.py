"""How a page is read: its kind, and the role of each of its lines after all that one decision over the page says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.page.article_part import whole_article, without_controls
from classifier.page.headline_choice import choose_headline
from classifier.page.lines import Line
from classifier.page.metadata import Metadata
from classifier.page.own_article import keep_own_article
from classifier.page.page_kind import page_kind
from classifier.page.roles import BODY, HEADLINE, Decisions, RoleModel, decide
from classifier.page.teasers import one_item_each
from classifier.page.wording import bare, is_prose
from classifier.text.batch import Floats
from classifier.text.tokenizer import Tokenizer

_TITLE = 8  # characters from which a declared title may be one of an article


@dataclass(frozen=True, slots=True)
class Reading:
    """The kind of a page with its probability, and role number (n,) and role probabilities (n, 4) of its lines."""

    kind: str
    kind_score: float
    roles: NDArray[np.int64]
    probabilities: Floats


def read_page(lines: Sequence[Line], metadata: Metadata, model: RoleModel, tokenizer: Tokenizer) -> Reading:
    """Read a page: roles line by line, then its kind, its headline, its own article, one item for each teaser."""
    return read_roles(lines, metadata, model.probabilities(lines, metadata.titles, tokenizer), model.decisions)


def read_roles(lines: Sequence[Line], metadata: Metadata, probabilities: Floats, weights: Decisions) -> Reading:
    """The same from the roles' ``probabilities`` (n, 4)."""
    kind, score = page_kind(lines, probabilities, metadata, weights.kinds)
    headline = choose_headline(lines, probabilities, metadata.titles, weights.headlines)
    roles = decide(probabilities, lines, kind == "article", headline)
    if kind == "article" and not _has_article(lines, roles, metadata):
        kind, roles = "other", decide(probabilities, lines, article=False)
    roles = without_controls(whole_article(roles, lines, probabilities), lines)
    roles = one_item_each(keep_own_article(roles, lines, probabilities), lines, probabilities)
    return Reading(kind, score, roles, probabilities)


def _has_article(lines: Sequence[Line], roles: NDArray[np.int64], metadata: Metadata) -> bool:
    """Whether anything of an article is there: a headline, shown or declared, or a sentence of its text."""
    if (roles == HEADLINE).any() or any(len(bare(title)) >= _TITLE for title in metadata.titles):
        return True
    return any(is_prose(lines[i]) for i in np.flatnonzero(roles == BODY).tolist())
