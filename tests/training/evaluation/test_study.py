from pathlib import Path

import numpy as np
import pytest

from tests.support.invented_corpus import invented_corpus
from training.corpus.format import Row
from training.evaluation import study
from training.evaluation.baselines import keywords, plain
from training.evaluation.figures import chosen_cut, figures, plot, table
from training.evaluation.study import main, share_of
from training.evaluation.systems import ablation, ours
from training.fitting.heads import TrainingSettings


@pytest.fixture
def rows() -> list[Row]:
    return invented_corpus()


def test_shares_grow_by_whole_families(rows: list[Row]) -> None:
    half, most = share_of(rows, 0.5), share_of(rows, 0.75)
    assert {row.family for row in half} < {row.family for row in most}
    assert share_of(rows, 1.0) == rows
    assert share_of(rows, 0.5) == half


def test_every_system_scores_between_0_and_1(rows: list[Row]) -> None:
    texts = [row.headline for row in rows[:10]]
    for trainer in (keywords, plain, ours(TrainingSettings())):
        scores = np.asarray(trainer(rows)(texts))
        assert scores.shape == (10,) and (scores >= 0).all() and (scores <= 1).all()


def test_each_step_of_the_ablation_can_be_trained(rows: list[Row]) -> None:
    parts = {"test": [row for row in rows if row.split == "test"], "real_dev3": rows[:40]}
    scorers = {name: trainer(rows) for name, trainer in ablation(TrainingSettings()).items()}
    results = {name: figures(score, chosen_cut(score, rows), parts) for name, score in scorers.items()}
    lines = table("ablation", results)
    assert len(lines) == len(results) + 2
    assert lines[0].count("|") == lines[2].count("|")
    assert "real_dev3 ECE" in lines[0]


@pytest.mark.slow
def test_the_tables_are_printed_and_the_plot_is_written(
    rows: list[Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(study, "read_corpus", lambda _: rows)
    monkeypatch.setattr(study, "sets", lambda corpus: {"test": [row for row in corpus if row.split == "test"]})
    monkeypatch.setattr(study, "BASELINES", {"keyword counting": keywords})
    image = tmp_path / "curve.svg"
    assert main(["--plot", str(image), "--real", str(tmp_path / "none")]) == 0
    text = capsys.readouterr().out
    assert "| ours |" in text and "| keyword counting |" in text
    assert image.read_text().lstrip().startswith("<?xml")


def test_a_plot_can_be_a_picture(rows: list[Row], tmp_path: Path) -> None:
    result = figures(keywords(rows), 0.1, {"test": rows})
    plot({0: result, 10: result, 20: result}, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
