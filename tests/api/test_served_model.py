import logging
import os
import shutil
import time
from pathlib import Path

import pytest

from api.served_model import ServedModel, probed
from classifier import Classifier, ModelError


@pytest.fixture
def folder(model_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model_folder, tmp_path / "model"))


def touch(path: Path) -> None:
    later = path.stat().st_mtime_ns + 1_000_000
    os.utime(path, ns=(later, later))


def test_the_model_is_loaded_in_the_background(folder: Path) -> None:
    held = ServedModel(folder, interval=0.02)
    assert held.current is None
    held.start()
    deadline = time.monotonic() + 20
    while held.current is None and time.monotonic() < deadline:
        time.sleep(0.02)
    held.stop()
    assert held.current is not None and held.trained_at is not None and held.problem is None


def test_a_changed_artefact_takes_the_place_of_the_old_one(folder: Path) -> None:
    held = ServedModel(folder)
    assert held.check() and not held.check()
    old = held.current
    touch(folder / "manifest.json")
    assert held.check() and held.current is not old and held.reloads == 1


def test_a_signal_reloads_what_looks_the_same(folder: Path) -> None:
    asked: list[None] = []
    held = ServedModel(folder, requested=lambda: len(asked))
    held.check()
    asked.append(None)
    assert held.check() and held.reloads == 1


@pytest.mark.parametrize("harm", ["truncate", "remove", "manifest"])
def test_a_broken_artefact_keeps_the_old_model_and_says_so(
    folder: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    held = ServedModel(folder)
    held.check()
    old = held.current
    if harm == "remove":
        shutil.rmtree(folder)
    elif harm == "truncate":
        (folder / "char_keys.npy").write_bytes(b"short")
        touch(folder / "manifest.json")
    else:
        (folder / "manifest.json").write_text("{}", encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        assert not held.check()
    assert held.current is old and held.problem and "clickbait train" in held.problem
    assert "stays in service" in caplog.text
    assert not held.check()  # told once


def test_a_model_that_cannot_score_is_refused(classifier: Classifier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Classifier, "scores", lambda *_: [float("nan")])
    with pytest.raises(ModelError, match="probe"):
        probed(classifier)
