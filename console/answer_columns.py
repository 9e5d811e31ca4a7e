"""The columns of a table of scored headlines in a terminal: label, score, and what the other heads answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from classifier.heads import Head, archived_fields, secondary

LABEL, SCORE, NAME = 13, 8, 15  # widths


class AnswerColumns:
    """The columns for the heads of one model."""

    def __init__(self, heads: Iterable[Head]) -> None:
        others = secondary(heads)
        choices = {head.choice for head in others}
        self._fields = {
            name: NAME if name in choices else max(SCORE, len(name) + 2) for name in archived_fields(others)
        }

    @property
    def header(self) -> str:
        """The titles, padded; the title of the last column follows."""
        others = "".join(f"{name:<{width}}" for name, width in self._fields.items())
        return f"{'label':<{LABEL}}{'score':<{SCORE}}{others}"

    def cells(self, label: str | None, score: float | None, answers: Mapping[str, Any]) -> str:
        """One row, padded; a dash where there is no value."""
        shown = f"{'-':<{SCORE}}" if score is None else f"{score:<{SCORE}.3f}"
        others = "".join(f"{_text(answers.get(name)):<{width}}" for name, width in self._fields.items())
        return f"{label or '-':<{LABEL}}{shown}{others}"

    def words(self, answers: Mapping[str, Any]) -> str:
        """The values alone, two spaces apart."""
        return "  ".join(_text(answers.get(name)) for name in self._fields)


def _text(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
