"""The golden vectors, and what answers of the browser's modules must share with them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tools.golden import FOLDER

FEATURES = ("normal", "tokens", "char", "style", "style_hits")


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def golden_headlines() -> list[str]:
    """The headlines, in the order of the files."""
    return [record["headline"] for record in _lines("features.jsonl")]


def check_golden(found: list[dict[str, Any]]) -> None:
    """Raises AssertionError unless these are the features and the answers of the golden vectors."""
    features, predictions = _lines("features.jsonl"), _lines("predictions.jsonl")
    assert len(found) == len(features) > 200
    for answer, wanted, prediction in zip(found, features, predictions, strict=True):
        for name in FEATURES:
            assert answer[name] == wanted[name], name
        signals = sorted(signal[:4] for signal in prediction.pop("signals"))
        assert sorted(signal[:4] for signal in answer["signals"]) == signals
        assert answer["prediction"].pop("kinds") == pytest.approx(prediction.pop("kinds"), abs=1e-6)
        for name, value in prediction.items():
            same = value if isinstance(value, bool | str | None) else pytest.approx(value, abs=1e-6)
            assert answer["prediction"][name] == same, name
