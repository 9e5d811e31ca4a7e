"""A copy of the source tree as a fresh clone has it: no environment, no model, nothing built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT

MADE = (".git", ".venv", "model", "build", "dist", "node_modules", "__pycache__", ".*_cache", ".hypothesis")


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clone") / "clickbait-zh"
    return Path(shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*MADE)))
