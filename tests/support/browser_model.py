"""Models as the browser reads them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks import browser_answers
from benchmarks.browser_answers import export
from classifier.artifact import save
from tests.support.programs import program
from tools.golden import small_artifact


@pytest.fixture(scope="session")
def exported(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model of the small corpus."""
    return export(model_folder, tmp_path_factory.mktemp("browser") / "small")


@pytest.fixture(scope="session")
def full_exported(full_model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model that ships."""
    return export(full_model_folder, tmp_path_factory.mktemp("browser") / "full")


@pytest.fixture(scope="session")
def golden_exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model that tests/golden/predictions.jsonl was written with."""
    folder = tmp_path_factory.mktemp("browser")
    save(small_artifact(), folder / "model")
    return export(folder / "model", folder / "golden")


def answers(model: Path, headlines: Sequence[str]) -> list[dict[str, Any]]:
    """Features and answer of each headline, by one run of Node; without Node the test is skipped."""
    return browser_answers.answers(program("node"), model, headlines)
