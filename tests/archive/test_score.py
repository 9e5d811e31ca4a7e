"""``clickbait score`` on real files of each kind, in and out."""

from __future__ import annotations

import gzip
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from archive.formats import ArchiveError
from classifier import Classifier, Prediction
from tests.conftest import HEADLINES
from tests.support.archives import ROWS, Score, read, score, write  # noqa: F401  # score is a fixture
from tests.support.commands import PROGRAM, command


def added(prediction: Prediction) -> dict[str, Any]:
    """The columns that scoring adds."""
    return {
        "label": prediction.label, "score": prediction.score, "grade": prediction.grade, "kind": prediction.kind,
        **prediction.kinds, "topic": prediction.topic,
    }  # fmt: skip


def as_read(target: Path, values: dict[str, Any]) -> dict[str, Any]:
    """The values as ``read`` gives them: a CSV holds text, and nothing for a missing value."""
    file = next(target.iterdir()) if target.is_dir() else target
    if ".csv" not in file.suffixes:
        return values
    kept = {"score"}
    return {k: v if k in kept else "" if v is None else str(v) for k, v in values.items()}


@pytest.mark.parametrize("out", ["out.csv", "out.csv.zst", "out.jsonl", "out.ndjson.gz", "out.parquet", "folder"])
@pytest.mark.parametrize("source", ["in.csv", "in.csv.gz", "in.jsonl", "in.jsonl.zst", "in.parquet"])
def test_every_kind_becomes_every_kind(
    source: str, out: str, score: Score, classifier: Classifier, tmp_path: Path
) -> None:
    target = tmp_path / out
    done = score(write(tmp_path / source, ROWS), target)
    assert (done.rows, done.rejected) == (50, 0)
    predictions = classifier.predict([row["headline"] for row in ROWS])
    assert read(target) == [
        {**row, **as_read(target, added(p)), "model_version": classifier.version}
        for row, p in zip(ROWS, predictions, strict=True)
    ]
    assert done.clickbait == sum(p.label == "clickbait" for p in predictions)
    left = {path.name for path in tmp_path.iterdir()} - {source}
    assert {name for name in left if name.startswith(out)} == {out}


def test_a_folder_and_a_glob_are_read_in_order_and_the_outputs_are_no_inputs(score: Score, tmp_path: Path) -> None:
    for number in range(3):
        write(tmp_path / f"day-{number}.csv", ROWS[number * 10 : number * 10 + 10])
    (tmp_path / "_SUCCESS").touch()
    (tmp_path / "notes.txt").write_text("no headlines")
    score(tmp_path, tmp_path / "all.csv")
    assert [row["id"] for row in read(tmp_path / "all.csv")] == [str(number) for number in range(30)]
    score(tmp_path / "day-[12].csv", tmp_path / "two.jsonl")
    assert [row["id"] for row in read(tmp_path / "two.jsonl")] == [str(number) for number in range(10, 30)]
    score(tmp_path / "day-*.csv", tmp_path / "folder")
    assert sorted(path.name for path in (tmp_path / "folder").iterdir())[0] == "part-000000.csv"


def test_an_input_without_rows_gives_an_output_without_rows(score: Score, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("id,headline\n", encoding="utf-8")
    for name in ("out.csv", "out.jsonl.gz", "out.parquet", "folder"):
        assert score(tmp_path / "in.csv", tmp_path / name).rows == 0
        assert read(tmp_path / name) == []


def test_what_cannot_work_says_why_before_anything_is_written(score: Score, tmp_path: Path) -> None:
    good = write(tmp_path / "good.csv", ROWS)
    out = tmp_path / "out.csv"
    cases: list[tuple[Path, Path, dict[str, Any], str]] = [
        (tmp_path / "none.csv", out, {}, "no such file"),
        (tmp_path / "in.txt", out, {}, "must end in .csv"),
        (good, out, {"column": "title"}, "no column 'title' but 'id', 'headline'"),
        (good, tmp_path / "out.parquet.gz", {}, "name it .parquet"),
        (write(tmp_path / "taken.csv", [{"headline": "x", "score": 1}]), out, {}, "already a column 'score'"),
        (tmp_path, out, {}, "mixes csv and jsonl"),
        (tmp_path / "latin.csv", out, {}, "latin.csv: its encoding is none that can be found"),
        (good, tmp_path / "out.xyz", {}, "out.xyz: the kind is unknown"),
        (good, tmp_path / "out.json", {}, "the kind is unknown"),
        (good, tmp_path / "missing" / "out.csv", {}, "there is no folder"),
        (good, tmp_path, {}, "exists already"),
        (good, tmp_path / "out.jsonl", {"excel": True}, "--excel is for CSV and TSV"),
        (good, out, {"add": ("mood",)}, "the model has no such answer; it has uncertain, logit"),
        (good, out, {"encoding": "klingon"}, "--encoding klingon is unknown"),
        (good, out, {"delimiter": "::"}, "is not one ASCII character"),
        (tmp_path / "empty.csv", out, {}, "is empty"),
        (tmp_path / "twice.csv", out, {}, "two columns have one name"),
        (tmp_path / "bad.parquet", out, {}, "bad.parquet cannot be read"),
        (write(tmp_path / "number.parquet", [{"headline": 1}]), out, {}, "is int64, not text"),
        (
            write(tmp_path / "nested.parquet", [{"headline": "x", "list": [1]}]),
            out,
            {},
            "csv cannot hold column 'list'",
        ),
        (tmp_path / "[gt][oa]*.csv", out, {}, "score apart"),
        (good, good, {}, "good.csv is both input and output"),
    ]
    (tmp_path / "in.txt").write_text("x")
    (tmp_path / "in.jsonl").write_text('{"headline": "x"}')
    (tmp_path / "latin.csv").write_bytes("headline\nÄpfel für ältere\n".encode("latin-1"))
    (tmp_path / "empty.csv").touch()
    (tmp_path / "twice.csv").write_text("headline,headline\n")
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and so on")
    before = sorted(tmp_path.iterdir())
    for source, target, options, message in cases:
        with pytest.raises(ArchiveError, match=message.replace("[", r"\[")):
            score(source, target, **options)
        assert sorted(tmp_path.iterdir()) == before
    out.write_text("mine")
    with pytest.raises(ArchiveError, match="exists already"):
        score(good, out)
    assert out.read_text() == "mine"


def test_a_truncated_archive_is_an_error_that_names_it_whatever_the_engine(
    score: Score, model_folder: Path, tmp_path: Path
) -> None:
    whole = write(tmp_path / "in.csv", [{"headline": f"{HEADLINES[n % 5]} {n * 7919 % 10007}"} for n in range(9000)])
    (tmp_path / "cut.csv.gz").write_bytes(gzip.compress(whole.read_bytes())[:-100])
    with pytest.raises(ArchiveError, match="cut.csv.gz cannot be read to the end"):
        score(tmp_path / "cut.csv.gz", tmp_path / "out.csv", part_rows=1000)
    done = command(
        "score",
        tmp_path / "cut.csv.gz",
        tmp_path / "two.csv",
        "--jobs",
        2,
        "--part-rows",
        1000,
        "--model",
        model_folder,
    )
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert "cut.csv.gz cannot be read to the end" in done.stderr


@pytest.mark.slow
def test_the_command_prints_one_summary_and_no_bar_outside_of_a_terminal(model_folder: Path, tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", [*ROWS, {"id": "x", "headline": ""}])
    done = command("score", source, tmp_path / "out.csv", "--jobs", 2, "--prefix", "p_", "--model", model_folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("50 rows scored, ") and "1 rejected (see " in done.stdout
    assert done.stdout.count("\n") == 1
    assert (
        (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("id,headline,p_label,p_score,p_grade,p_kind,p_")
    )
    assert command("score", source, tmp_path / "o.csv", "--scheduler", "tcp://127.0.0.1:1").returncode == 2
    assert command("score", source, tmp_path / "o.csv", "--jobs", "0").returncode == 2


def test_the_threshold_moves_the_label_only(score: Score, tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", ROWS)
    score(source, tmp_path / "out.csv", threshold=0.0)
    assert {row["label"] for row in read(tmp_path / "out.csv")} == {"clickbait"}


@pytest.mark.slow
def test_memory_does_not_grow_with_the_input(model_folder: Path, tmp_path: Path) -> None:
    peaks = []
    for count in (10_000, 40_000):
        source = write(tmp_path / f"{count}.csv", [{"headline": f"{HEADLINES[n % 5]} {n}"} for n in range(count)])
        arguments = ["score", source, tmp_path / f"{count}.out.csv", "--part-rows", 2000, "--model", model_folder]
        process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=-3)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        peaks.append(usage.ru_maxrss / 1024)
    assert peaks[1] < peaks[0] + 15, f"peak RSS in MB: {peaks}"
