"""The golden vectors are what the code makes today: run 'python -m tools.golden' after a change that is meant."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools.golden import FOLDER, features, main


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_features_are_as_they_were_written() -> None:
    stored = lines(FOLDER / "features.jsonl")
    assert len(stored) > 200
    for expected, found in zip(stored, features([record["headline"] for record in stored]), strict=True):
        assert json.loads(json.dumps(found)) == expected


@pytest.mark.slow
def test_predictions_are_as_they_were_written(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 0
    for expected, found in zip(lines(FOLDER / "predictions.jsonl"), lines(tmp_path / "predictions.jsonl"), strict=True):
        assert found["headline"] == expected["headline"] and found["label"] == expected["label"]
        assert found["score"] == pytest.approx(expected["score"], abs=1e-9)
        assert found["kinds"] == pytest.approx(expected["kinds"], abs=1e-6)
        assert found["topic"] == expected["topic"]
        assert len(found["signals"]) == len(expected["signals"])
