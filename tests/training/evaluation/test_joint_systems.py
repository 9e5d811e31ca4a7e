from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.support.invented_corpus import BAIT, PLAIN, invented_corpus
from training.corpus.format import Row, split_of
from training.evaluation import study
from training.evaluation.baselines import keywords
from training.evaluation.joint_systems import JointSystems, parts, without_vectors
from training.evaluation.study import main
from training.real.dehydrated import GradedKey, write_graded_keys
from training.real.keys import headline_key
from training.real.vectors import WordVectors, learn_vectors, save_vectors

DESKS = [f"desk-{n}" for n in range(40)]
OTHER = ["她一句話曝光全場", "央行公布利率", "高雄港捷運加開"] * 4


@pytest.fixture(scope="module")
def real() -> list[Row]:
    """Invented headlines in the place of real ones: of 40 outlets, some of which are held out."""
    rows = []
    for n, desk in enumerate(DESKS):
        for grade, texts in ((0, PLAIN), (3, BAIT)):
            text = f"{texts[(n + 2) % 5]}　{desk}{texts[n % 5][:3]}"
            kinds = {"withheld": float(grade), "sensational": 0.0, "push": 0.0}
            rows.append(Row(headline_key(text), text, grade, "life", text, "train", desk, targets=kinds, date="2024"))
    return rows


@pytest.fixture(scope="module")
def vectors() -> WordVectors:
    return learn_vectors(lambda: [*OTHER, *(row.headline for row in invented_corpus())], dimensions=16)


@pytest.fixture(scope="module")
def systems(real: list[Row], vectors: WordVectors) -> JointSystems:
    return JointSystems(invented_corpus(), real, {row.id for row in real}, OTHER, vectors)


def test_a_tenth_of_the_outlets_is_held_out(systems: JointSystems, real: list[Row]) -> None:
    held, learned = {row.outlet for row in systems.validation}, {row.outlet for row in systems.real}
    assert held and not held & learned
    assert len(systems.validation) + len(systems.real) == len(real)
    assert {split_of(outlet) for outlet in held} == {"validation"}
    assert not {row.outlet for row in systems.rows} & held
    assert systems.counts == [0, len(systems.real)]


def test_every_part_tells_clear_cases_apart(systems: JointSystems) -> None:
    found = parts(systems)
    assert len(found) == 7
    for name, score in found.items():
        bait, plain = np.split(score([*BAIT, *PLAIN]), 2)
        assert (0 <= plain).all() and (bait <= 1).all() and bait.mean() > plain.mean() + 0.3, name


def test_what_is_learned_decides(systems: JointSystems) -> None:
    texts = [*BAIT, *PLAIN]
    every = systems.scorer()(texts)
    assert (every == systems.scorer()(texts)).all()
    for other in (systems.scorer(real=0), systems.scorer(written=False), systems.scorer(vectors=False)):
        assert np.abs(other(texts) - every).max() > 1e-6


def test_vectors_are_columns_of_their_own(systems: JointSystems, vectors: WordVectors) -> None:
    joint = systems._matrix(PLAIN)
    bare = without_vectors(joint)
    assert joint.matrix.shape[1] - bare.matrix.shape[1] == vectors.vectors.shape[1]
    assert "vector" not in bare.columns


def test_too_few_outlets_are_told(real: list[Row], vectors: WordVectors) -> None:
    one = [replace(row, outlet=DESKS[0]) for row in real]
    with pytest.raises(ValueError, match="too few outlets"):
        JointSystems(invented_corpus(), one, {row.id for row in one}, OTHER, vectors)
    with pytest.raises(ValueError, match="too few outlets"):
        JointSystems(invented_corpus(), real, set(), OTHER, vectors)


@pytest.mark.slow
def test_the_study_reads_graded_keys_and_a_folder(
    real: list[Row],
    vectors: WordVectors,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bundled, folder = tmp_path / "real", tmp_path / "data"
    bundled.mkdir()
    folder.mkdir()
    keys = [GradedKey(r.id, "", r.outlet, r.date, (int(r.grade), 0, 0), r.topic) for r in real]
    write_graded_keys(bundled / "grades.csv", keys)
    save_vectors(bundled / "vectors.npz", vectors)
    (folder / "headlines.txt").write_text("\n".join(row.headline for row in real), encoding="utf-8")
    rows = invented_corpus()
    monkeypatch.setattr(study, "real_folder", lambda: bundled)
    monkeypatch.setattr(study, "read_corpus", lambda _: rows)
    monkeypatch.setattr(study, "sets", lambda corpus: {"real_dev3": [row for row in corpus if row.split == "test"]})
    monkeypatch.setattr(study, "BASELINES", {"keyword counting": keywords})
    monkeypatch.setattr(study, "bundled_prior", lambda: None)
    image = tmp_path / "curve.svg"
    assert main(["--real", str(folder), "--plot", str(image)]) == 0
    text = capsys.readouterr().out
    assert text.startswith("| learned from | real_dev3 F1 | real_dev3 AUC | real_dev3 ρ | real_dev3 ECE |")
    assert "| … without style features |" in text and "| real headlines |" in text
    assert image.is_file()
