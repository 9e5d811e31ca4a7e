from dataclasses import replace

import pytest

from tests.training.fitting.test_fit import small_corpus
from training.evaluation import outlets
from training.evaluation.outlets import main


def test_each_outlet_is_scored_by_a_model_without_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [replace(row, outlet=f"desk-{i % 3}") for i, row in enumerate(small_corpus())]
    rows += [replace(row, outlet="plain") for row in small_corpus() if not row.clickbait][:5]
    monkeypatch.setattr(outlets, "read_corpus", lambda _: rows)
    assert main() == 0
    text = capsys.readouterr().out
    assert text.count("| desk-") == 3
    assert "| plain | 5 | 0% | – | – |" in text
