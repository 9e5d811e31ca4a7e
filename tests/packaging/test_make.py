"""When 'make' trains again: after a change of what shapes the model, and of nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")]

SHAPES = [
    "classifier/text/lexicon.txt",
    "classifier/text/normalize.py",
    "classifier/headline/style_words.py",
    "classifier/page/lines.py",
    "classifier/artifact.py",
    "training/corpus/format.py",
    "training/corpus/labelled_pages.py",
    "training/fitting/pipeline.py",
    "training/fitting/streaming/learn.py",
    "training/evaluation/metrics.py",
    "console/train.py",
    "datasets/headlines/start-1.csv",
    "datasets/pages/wire/01.html",
]
DOES_NOT = [
    "README.md",
    "docs/install.md",
    "tests/classifier/text/test_normalize.py",
    "tools/install_sizes.py",
    "console/predict.py",
    "api/app.py",
    "archive/run.py",
    "training/evaluation/baseline.json",
    "training/evaluation/report.py",
    "datasets/challenge/challenge.csv",
]


def make(folder: Path, *arguments: str) -> int:
    command = ["make", f"PYTHON={sys.executable}", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True).returncode


@pytest.fixture
def trained(clone: Path, tmp_path: Path) -> Path:
    """A clone in which make believes that everything is installed and trained: half a minute ago, from older files."""
    folder = Path(shutil.copytree(clone, tmp_path / "trained"))
    now = time.time()
    for path in folder.rglob("*"):
        unchanged(path)
    for age, name in ((60, ".venv/pip"), (50, ".venv/run"), (30, "model/manifest.json")):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
        os.utime(path, (now - age, now - age))
    assert make(folder, "build/model.mk") == 0
    os.utime(folder / "build/model.mk", (now - 40, now - 40))
    assert make(folder, "--question", "model/manifest.json") == 0
    return folder


def unchanged(path: Path) -> None:
    os.utime(path, (time.time() - 100, time.time() - 100))


def changed(path: Path) -> None:
    """Newer than the model; not newer than what make writes now, or it would write the rule again and again."""
    assert path.is_file(), f"{path} is gone: name another file here"
    os.utime(path, (time.time() - 10, time.time() - 10))


def test_what_shapes_the_model_trains_again_and_nothing_else(trained: Path) -> None:
    for name in DOES_NOT:
        changed(trained / name)
    assert make(trained, "--question", "model/manifest.json") == 0
    for name in SHAPES:
        changed(trained / name)
        assert make(trained, "--question", "model/manifest.json") == 1, name
        unchanged(trained / name)
    assert make(trained, "--question", "model/manifest.json") == 0


def test_a_module_counts_from_the_moment_it_is_imported(trained: Path) -> None:
    new, user = trained / "classifier/text/radicals.py", trained / "classifier/text/normalize.py"
    new.write_text("RADICALS = ()\n", encoding="utf-8")
    changed(new)
    assert make(trained, "--question", "model/manifest.json") == 0
    unchanged(new)
    user.write_text("import classifier.text.radicals\n" + user.read_text(encoding="utf-8"), encoding="utf-8")
    for path in (user, new):
        changed(path)
        assert make(trained, "--question", "model/manifest.json") == 1
        unchanged(path)
        assert make(trained, "--question", "model/manifest.json") == 0


def test_a_deleted_module_is_no_error_of_make(trained: Path) -> None:
    (trained / "training/evaluation/metrics.py").unlink()
    changed(trained / "training/fitting/assemble.py")
    assert make(trained, "--question", "model/manifest.json") == 1
    assert "metrics.py" not in (trained / "build/model.mk").read_text(encoding="utf-8")
