"""The packages as they ship, and the folders that browsers load: their files, not one byte changed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


def packed(folder: Path, model: Path) -> dict[str, Path]:
    """Each browser's zip with the model, written by the project's own program."""
    command = [sys.executable, str(ROOT / "extension/pack.py"), str(folder), "--model", str(model)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    paths = [Path(line) for line in done.stdout.splitlines() if line.endswith(".zip")]
    return {path.stem.removeprefix("clickbait-zh-"): path for path in paths}


def unpacked(package: Path, folder: Path) -> Path:
    """The folder with what the package holds: Chromium's command line takes no zip."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="session")
def packages(full_model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each browser's zip, as it ships."""
    return packed(tmp_path_factory.mktemp("packages"), full_model_folder)
