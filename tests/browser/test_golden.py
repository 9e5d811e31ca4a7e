"""The browser's modules in Node against the golden vectors, which any port is held to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser_model import answers, golden_exported  # noqa: F401  # fixture
from tools.golden import FOLDER


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def test_features_and_answers_are_the_golden_ones(golden_exported: Path) -> None:
    features, predictions = lines("features.jsonl"), lines("predictions.jsonl")
    found = answers(golden_exported, [record["headline"] for record in features])
    assert len(found) == len(features) > 200
    for answer, wanted, prediction in zip(found, features, predictions, strict=True):
        for name in ("normal", "tokens", "char", "style", "style_hits"):
            assert answer[name] == wanted[name], name
        signals = sorted(signal[:4] for signal in prediction.pop("signals"))
        assert sorted(signal[:4] for signal in answer["signals"]) == signals
        assert answer["prediction"].pop("kinds") == pytest.approx(prediction.pop("kinds"), abs=1e-6)
        for name, value in prediction.items():
            same = value if isinstance(value, bool | str | None) else pytest.approx(value, abs=1e-6)
            assert answer["prediction"][name] == same, name
