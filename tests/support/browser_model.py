"""Models as the browser reads them, and what the browser's modules answer in Node."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from browser.model_files import model_files
from classifier import Classifier, Prediction
from classifier.artifact import save
from classifier.text.normalize import normalize
from classifier.text.terms import read_tokens
from tests.conftest import ROOT
from tests.support.programs import program
from tools.golden import small_artifact

ANSWERS = ROOT / "tests" / "browser" / "answers.mjs"
WITHIN = 1e-6  # nothing is rounded: the sums are taken in another order


def export(model: Path, folder: Path) -> Path:
    """The files of a saved model in a new folder."""
    folder.mkdir()
    for name, data in model_files(model).items():
        (folder / name).write_bytes(data)
    return folder


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


def answers(model: Path, headlines: Iterable[str]) -> list[dict[str, Any]]:
    """Features and answer of each headline, by one run of Node."""
    lines = "".join(json.dumps(headline) + "\n" for headline in headlines)
    command = [str(program("node")), str(ANSWERS), str(model)]
    done = subprocess.run(command, input=lines.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def differences(classifier: Classifier, found: dict[str, Any], expected: Prediction) -> list[str]:
    """What of the browser's answer for a headline is not Python's: names of the parts."""
    normal = normalize(expected.headline)
    wanted = expected.to_dict(explain=True)
    wanted.pop("signals")
    tokens = [token for token, _, _ in read_tokens(normal, classifier.tokenizer)]
    parts = {
        "normal": found["normal"] == normal,
        "tokens": found["tokens"] == tokens,
        "signals": same_signals(found["signals"], expected),
        **{name: _near(found["prediction"].get(name), value) for name, value in wanted.items()},
        "members": list(found["prediction"]) == list(wanted),
    }
    return [name for name, same in parts.items() if not same]


def same_signals(found: Sequence[list[Any]], expected: Prediction) -> bool:
    """Whether spans, groups, names and texts are the same, and the weights near."""
    ours = sorted((s.start, s.end, s.group, s.name, s.text, s.weight) for s in expected.signals)
    theirs = sorted((start, end, group, name, text, weight) for start, end, group, name, weight, text in found)
    return len(ours) == len(theirs) and all(
        a[:5] == b[:5] and abs(a[5] - b[5]) < WITHIN for a, b in zip(ours, theirs, strict=True)
    )


def _near(found: Any, expected: Any) -> bool:
    if isinstance(expected, float):
        return isinstance(found, int | float) and abs(found - expected) < WITHIN
    if isinstance(expected, dict):
        return list(found) == list(expected) and all(_near(found[name], value) for name, value in expected.items())
    return bool(found == expected)
