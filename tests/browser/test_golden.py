"""The browser's modules in Node against the golden vectors, which any port is held to."""

from __future__ import annotations

from pathlib import Path

from tests.support.browser_golden import check_golden, golden_headlines
from tests.support.browser_model import answers, golden_exported  # noqa: F401  # fixture


def test_features_and_answers_are_the_golden_ones(golden_exported: Path) -> None:
    check_golden(answers(golden_exported, golden_headlines()))
