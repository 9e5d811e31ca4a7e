from dataclasses import replace

import pytest

from tests.support.invented_corpus import invented_corpus
from training.evaluation import outlets
from training.evaluation.outlets import main


def test_each_outlet_is_scored_by_a_model_without_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [replace(row, outlet=f"desk-{i % 3}") for i, row in enumerate(invented_corpus())]
    rows += [replace(row, outlet="plain") for row in invented_corpus() if not row.clickbait][:5]
    monkeypatch.setattr(outlets, "read_corpus", lambda _: rows)
    assert main() == 0
    text = capsys.readouterr().out
    assert text.count("| desk-") == 3
    assert "| plain | 5 | 0% | – | – |" in text
