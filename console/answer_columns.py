"""The columns of a table of scored headlines in a terminal: label, score, and what the other heads answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from classifier.heads import FAMILY, LEADING, Head, archived_fields, kinds_of, secondary
from console.messages import translated
from console.messages.columns import padded

LABEL, SCORE, NAME = 13, 8, 15  # widths


class AnswerColumns:
    """The columns for the heads of one model."""

    def __init__(self, heads: Iterable[Head]) -> None:
        others = secondary(heads)
        choices = {head.choice for head in others}
        self._kinds = kinds_of(others)
        names = [name for name in archived_fields(others) if name != LEADING]  # the kinds' own columns say it
        self._fields = {name: NAME if name in choices else max(SCORE, len(name) + 2) for name in names}

    @property
    def header(self) -> str:
        """The titles, padded; the title of the last column follows."""
        widths = {"label": LABEL, "score": SCORE, **self._fields}
        return "".join(padded(translated(name), width) for name, width in widths.items())

    def cells(self, label: str | None, score: float | None, answers: Mapping[str, Any]) -> str:
        """One row, padded; a dash where there is no value. The kinds may be a member of ``answers`` of their own."""
        shown = f"{'-':<{SCORE}}" if score is None else f"{score:<{SCORE}.3f}"
        flat = {**answers, **(answers.get(FAMILY) or {})}
        others = "".join(f"{_text(flat.get(name)):<{width}}" for name, width in self._fields.items())
        return f"{label or '-':<{LABEL}}{shown}{others}"

    def words(self, answers: Mapping[str, Any]) -> str:
        """The leading kind and the other answers, two spaces apart."""
        names = [LEADING, *(name for name in self._fields if name not in self._kinds)]
        return "  ".join(_text(answers[name]) for name in names if answers.get(name) is not None)


def _text(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
