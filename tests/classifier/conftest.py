"""Here every test uses the small model and, among the slow tests, the full one too."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifier import Classifier
from tests.conftest import saved
from training.corpus.format import Row
from training.fitting.fit import Fitted


@pytest.fixture(scope="session", params=["", pytest.param("full_", marks=pytest.mark.slow)], ids=["small", "full"])
def size(request: pytest.FixtureRequest) -> str:
    """How the names of the model's fixtures begin."""
    prefix: str = request.param
    return prefix


@pytest.fixture(scope="session")
def corpus(request: pytest.FixtureRequest, size: str) -> list[Row]:
    """What the model was trained from, with validation and test."""
    rows: list[Row] = request.getfixturevalue(f"{size}corpus")
    return rows


@pytest.fixture(scope="session")
def fitted(request: pytest.FixtureRequest, size: str) -> Fitted:
    found: Fitted = request.getfixturevalue(f"{size}fitted")
    return found


@pytest.fixture(scope="session")
def model_folder(fitted: Fitted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(fitted, tmp_path_factory)


@pytest.fixture(scope="session")
def classifier(fitted: Fitted) -> Classifier:
    return Classifier(fitted.artifact)
