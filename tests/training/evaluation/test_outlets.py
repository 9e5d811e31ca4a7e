from dataclasses import replace
from pathlib import Path

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
    assert main([]) == 0
    text = capsys.readouterr().out
    assert text.count("| desk-") == 3
    assert "| plain | 5 | 0% | – | – |" in text
    assert text.startswith("All together: F1 ") and "| year |" not in text


def test_headlines_with_dates_are_shown_by_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["headline,withheld_a,sensational_a,push_a,withheld_b,sensational_b,push_b,topic_a,topic_b,outlet,date"]
    for i, row in enumerate(invented_corpus()):
        date = ("2019-05-04", "2019", "2005..2011", "")[i // 2 % 4]
        grade = int(row.grade)
        lines.append(f"{row.headline},{grade},0,0,{grade},0,0,life,life,desk-{i % 3},{date}")
    path = tmp_path / "dated.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["--data", str(path)]) == 0
    outlets, years = capsys.readouterr().out.split("| year |")
    assert outlets.count("| desk-") == 3
    assert "| 2019 | 60 | 50% |" in years and "| 2005..2011 | 30 |" in years and "| unknown | 30 |" in years
