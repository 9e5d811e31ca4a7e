import os
import sys
from itertools import product
from pathlib import Path

import pytest

from benchmarks import call, machine, memory, soak, startup, training
from benchmarks.floor import BITS, SIZES, Floor
from benchmarks.single import BATCH, KEYS, STRINGS, systems
from benchmarks.startup import BASE, OURS, Starts
from benchmarks.targets import Target, ratio, shown, table
from classifier import Classifier
from classifier.artifact import load_artifact
from classifier.text.tokenizer import tokenizer
from training.corpus.format import SPLITS, read_corpus

WIDTH = 120
HEADLINES = ["海風市公車新路線週一上路", "這款水果千萬別放冰箱", "票票票"]
FACTOR = 0x9E3779B97F4A7C15


@pytest.fixture(scope="module")
def floor() -> Floor:
    return Floor(tokenizer())


def test_a_target_is_judged_on_the_value_that_is_not_rounded() -> None:
    near = Target("batch", ">=", 8, 7.9996, "")
    assert near.reached is False and shown(near) == "7.9996"
    assert shown(Target("batch", ">=", 8, 8.0, "")) == "8.00"
    assert Target("fastText", ">", 1, 1.0, "").reached is False
    over = Target("artefact", "<=", 10, 10.04, "", "MB")
    assert over.reached is False and shown(over) == "10.04 MB"


def test_a_ratio_is_that_of_the_best_rounds_with_the_rounds_beside_it() -> None:
    target = ratio("batch", ">=", 8, [80.0, 100.0], [10.0, 12.5], "headlines/s", max)
    assert target.measured == 8 and target.reached and target.spread == (8, 8)
    assert target.figures == "100 / 12 headlines/s"
    single = ratio("single", "<=", 0.125, [100.0, 90.0], [600.0, 900.0], "us", min)
    assert single.measured == 0.15 and single.spread == (0.1, 100 / 600)


def test_what_was_not_measured_is_neither_reached_nor_missed() -> None:
    target = ratio("fastText", ">", 1, [1.0], [], "headlines/s", max)
    assert target.measured is None and target.reached is None
    assert table([target]).splitlines()[1].split()[-4:] == ["-", "-", "not", "installed"]


def test_the_table_says_yes_or_no_in_lines_that_a_page_can_hold() -> None:
    fast, slow = [123_456.7] * 2, [12_345.6] * 2
    name = "batch / OpenCC + rjieba + numpy alone"
    rows = [ratio(name, ">=", 8, fast, slow, "headlines/s", max), ratio(name, ">=", 8, slow, fast, "headlines/s", max)]
    lines = table(rows).splitlines()
    assert [line.split()[-6] for line in lines[1:]] == ["yes", "no"]
    assert max(map(len, lines)) <= WIDTH


def test_the_floor_weighs_every_ngram_of_each_headline(floor: Floor) -> None:
    def weigh(term: str) -> float:
        value = 0
        for character in term:
            value = (value * FACTOR + ord(character) * FACTOR) % 2**64
        return float(floor.weights[value >> (64 - BITS)])

    text = floor.simplify(HEADLINES)
    assert text.split("\n")[1:-1] == ["海风市公车新路线周一上路", "这款水果千万别放冰箱", "票票票"]
    expected = [0.0] * len(HEADLINES)
    for size in range(1, SIZES + 1):
        for first in range(len(text) - 1):
            row = text[: first + 1].count("\n") - 1
            expected[row] += weigh(text[first : first + size].ljust(size, "\0"))
    assert floor.characters(text, len(HEADLINES)) == pytest.approx(expected, abs=1e-4)


def test_the_floor_scores_each_headline_with_tokens_and_without(floor: Floor) -> None:
    text = floor.simplify(HEADLINES)
    tokens = floor.cut(text)
    assert "".join(tokens) == text
    alone = floor.scores(HEADLINES)
    assert alone.shape == (3,) and (alone == floor.characters(text, 3)).all()
    assert (floor.scores_one_by_one(HEADLINES) == alone).all()
    assert floor.scores_with_tokens(HEADLINES) == pytest.approx(alone + floor.tokens(tokens, 3))


def test_a_start_is_timed_as_a_process_and_its_failure_is_an_error() -> None:
    usage = startup.start([sys.executable, "-c", "sum(range(10**6))"])
    assert usage.wall > 0 and usage.user >= 0 and usage.peak > 1e6
    with pytest.raises(RuntimeError, match="ended with exit code 3"):
        startup.start([sys.executable, "-c", "raise SystemExit(3)"])


def test_cold_starts_are_shown_as_a_share_of_the_imports() -> None:
    found = {OURS: Starts([0.4, 0.3], [0.2, 0.2]), BASE: Starts([1.2, 1.3], [1.0, 1.1])}
    lines = startup.table(found).splitlines()
    assert [line.split()[-1] for line in lines[1:]] == ["0.250", "1.000"]
    assert startup.commands(Path("model"))[OURS][1:4] == ["predict", "--model", "model"]


def test_memory_is_shown_by_process() -> None:
    found = [memory.Held("server", 190_000_000, 110_000_000), memory.Held("worker", 220_000_000, None)]
    assert [line.split() for line in memory.table(found).splitlines()[1:]] == [
        ["server", "190.0", "110.0"],
        ["worker", "220.0", "-"],
    ]


def test_the_machine_describes_itself() -> None:
    described = machine.description()
    assert f"{os.cpu_count()} cores" in described and "GB RAM" in described
    assert "\nPython 3." in described and "numpy" in described and "rjieba" in described
    assert max(map(len, described.splitlines())) <= WIDTH


@pytest.mark.slow
def test_made_rows_are_the_same_every_time_and_have_both_classes_in_each_split(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        training.write_rows(tmp_path / name, 500)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    rows = read_corpus([tmp_path / "a.csv"])
    assert len({row.headline for row in rows}) == len(rows) == 500
    assert {(row.split, row.clickbait) for row in rows} == set(product(SPLITS, (False, True)))


def test_a_training_is_measured_in_its_table_and_its_picture(tmp_path: Path) -> None:
    runs = [
        training.Run(rows, engine, 2.0, 100.0, 3.4, "0.9") for rows in (8000, 128_000) for engine in training.ENGINES
    ]
    chosen = [
        line.split()[0] for line in training.table(runs).splitlines() if "memory*" in line or "streaming*" in line
    ]
    assert chosen == ["8,000", "128,000"] and "4,000" in training.table(runs)
    training.plot(runs, tmp_path / "a.svg")
    training.plot(runs, tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@pytest.mark.slow
def test_each_way_of_scoring_one_headline_gives_the_same_score(model_folder: Path) -> None:
    found = systems(load_artifact(model_folder), model_folder)
    for headline in HEADLINES:
        assert found[STRINGS]([headline]) == pytest.approx(found[BATCH]([headline])[0], abs=1e-9)
        assert found[KEYS]([headline]) == pytest.approx(found[BATCH]([headline])[0], abs=1e-9)


@pytest.mark.slow
def test_a_soak_of_seconds_finds_no_wrong_answer_and_loses_nothing(
    model_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(soak, "MODEL", model_folder)
    for name, seconds in (("SWAP_SECONDS", 2), ("KILL_SECONDS", 8), ("SAMPLE_SECONDS", 1), ("GRACE_SECONDS", 4)):
        monkeypatch.setattr(soak, name, seconds)
    assert soak.main(["--seconds", "14", "--connections", "8", "--workers", "2"]) == 0
    out = capsys.readouterr().out
    assert "wrong answers: 0" in out and "lost: 0, stored twice: 0" in out and " 0 workers killed" not in out


def test_each_part_of_a_call_can_be_run(monkeypatch: pytest.MonkeyPatch, classifier: Classifier) -> None:
    monkeypatch.setattr(call, "load", lambda _: classifier)
    for work in call.parts().values():
        work()
