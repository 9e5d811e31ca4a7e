"""``clickbait score`` on real files of each kind, in and out."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from classifier import Classifier
from tests.conftest import HEADLINES
from training.archive.forms import ArchiveError, create, open_text
from training.archive.records import MAX_LINE
from training.archive.run import Options, Progress, local, score_archive

Score = Callable[..., Progress]
ROWS = [{"id": str(number), "headline": HEADLINES[number % 5] + f" {number}"} for number in range(50)]
COMPRESSION = {".gz": "gzip", ".zst": "zstd"}


@pytest.fixture
def score(model_folder: Path) -> Score:
    """Scores in this process, in small parts."""

    def run(source: Path | str, out: Path, **options: Any) -> Progress:
        resume = options.pop("resume", False)
        settings = Options(**{"part_rows": 7, **options})
        return score_archive([str(source)], out, local(1), settings, model=model_folder, resume=resume)

    return run


def write(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """These rows in a file of the kind that its name says."""
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(list(rows)), path, row_group_size=20)
        return path
    if ".csv" in path.suffixes:
        lines = [list(rows[0]), *(list(row.values()) for row in rows)]
        text = "".join(",".join(map(str, line)) + "\n" for line in lines)
    else:
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    with create(path, COMPRESSION.get(path.suffix)) as file:
        file.write(text.encode())
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a file or of the files of a folder; scores as numbers."""
    if path.is_dir():
        return [row for part in sorted(path.iterdir()) for row in read(part)]
    if path.suffix == ".parquet":
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return rows
    with open_text(path)[0] as file:
        text = file.read().decode()
    if ".csv" in path.suffixes:
        return [{**row, "score": float(row["score"])} for row in csv.DictReader(text.splitlines())]
    return [json.loads(line) for line in text.splitlines()]


def rejects(out: Path) -> list[tuple[int, str, str]]:
    lines = out.with_name(out.name + ".rejects").read_text(encoding="utf-8").splitlines()
    return [(row["line"], row["reason"], row["raw"]) for row in map(json.loads, lines)]


def command(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("clickbait"))
    given = {**os.environ, **environment}
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, timeout=120, env=given)


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
        {**row, "label": p.label, "score": p.score, "topic": p.topic, "model_version": classifier.version}
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


def test_bad_csv_rows_are_rejected_with_line_and_reason(score: Score, tmp_path: Path) -> None:
    text = [
        "\ufeffid,headline,note".encode(),
        f"1,{HEADLINES[0]},x".encode(),
        b"2,,x",
        "3,　 ,x".encode(),
        f"4,{HEADLINES[1]}".encode(),
        b"5,\xff\xfe,x",
        b"",
        f'8,"{HEADLINES[2]}\nover two lines",x'.encode(),
        f'10,"{HEADLINES[3]},x'.encode(),
        f'11,{HEADLINES[4]},"x"'.encode(),
        f'12,"{HEADLINES[0]}"!,x'.encode(),
        "13,\u200b,x".encode(),
        b"14," + b"x" * MAX_LINE + b",x",
        f"15,{HEADLINES[1]},x".encode(),
    ]
    (tmp_path / "in.csv").write_bytes(b"\r\n".join(text))
    done = score(tmp_path / "in.csv", tmp_path / "out.csv")
    assert [row["id"] for row in read(tmp_path / "out.csv") if row["headline"]] == ["1", "8", "11", "15"]
    found = rejects(tmp_path / "out.csv")
    assert [(line, reason) for line, reason, _ in found] == [
        (3, "the headline is empty"),
        (4, "the headline is empty"),
        (5, "2 fields instead of 3"),
        (6, "not UTF-8 (byte 0xff at 2)"),
        (7, "empty line"),
        (10, "a quoted field is not closed"),
        (12, "broken CSV: ',' expected after '\"'"),
        (13, "the headline has no visible character"),
        (14, f"the line is longer than {MAX_LINE} bytes"),
    ]
    assert found[3][2] == "5,\\xff\\xfe,x" and len(found[-1][2]) == 500
    assert (done.rows, done.rejected) == (4, 9)


def test_bad_json_rows_are_rejected_with_line_and_reason(score: Score, tmp_path: Path) -> None:
    lines = [
        json.dumps({"headline": HEADLINES[0], "more": {"kept": [1.10, None]}}),
        '{"headline": "' + HEADLINES[0],
        '["' + HEADLINES[0] + '"]',
        '{"title": "x"}',
        '{"headline": null}',
        '{"headline": 7}',
        '{"headline": ""}',
        "",
        '{"headline": "x", "score": 1}',
        '{"headline": "\\ud800"}',
        f' {{ "headline": "{HEADLINES[1]}" , "number": 1.10 }} ',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    score(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert [(line, reason.split(": ")[0]) for line, reason, _ in rejects(tmp_path / "out.jsonl")] == [
        (2, "broken JSON"),
        (3, "not a JSON object but an array"),
        (4, "no key 'headline'"),
        (5, "the headline is null"),
        (6, "the headline is not text but a number"),
        (7, "the headline is empty"),
        (8, "empty line"),
        (9, "there is already a key 'score'"),
        (10, "broken JSON"),
    ]
    kept = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert kept[1].startswith(f' {{ "headline": "{HEADLINES[1]}" , "number": 1.10,"label":')
    assert json.loads(kept[0])["more"] == {"kept": [1.1, None]}


def test_bad_parquet_rows_are_rejected_with_their_number(score: Score, tmp_path: Path) -> None:
    broken = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(b"\x00\x00\x00\x00\x02\x00\x00\x00"), pa.py_buffer(b"\xff\xfe")]
    )
    column = pa.chunked_array([pa.array([HEADLINES[0], None, ""]), broken, pa.array([HEADLINES[1]])])
    pq.write_table(pa.table({"headline": column, "n": range(5)}), tmp_path / "in.parquet")
    score(tmp_path / "in.parquet", tmp_path / "out.parquet")
    assert [row["n"] for row in read(tmp_path / "out.parquet")] == [0, 4]
    assert [(line, reason) for line, reason, _ in rejects(tmp_path / "out.parquet")] == [
        (2, "the headline is null"),
        (3, "the headline is empty"),
        (4, "the headline is not UTF-8 (byte 0xff at 0)"),
    ]


def test_types_and_dictionaries_of_parquet_stay_and_json_gets_its_columns(score: Score, tmp_path: Path) -> None:
    import datetime
    from decimal import Decimal

    table = pa.table(
        {
            "headline": pa.array(HEADLINES).dictionary_encode(),
            "price": pa.array([Decimal("1.10")] * 5),
            "day": pa.array([datetime.date(2026, 1, 2)] * 5),
        }
    )
    pq.write_table(table, tmp_path / "in.parquet")
    score(tmp_path / "in.parquet", tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet").select(table.column_names).equals(table)
    score(tmp_path / "in.parquet", tmp_path / "out.jsonl")
    assert read(tmp_path / "out.jsonl")[0]["price"] == "1.10"

    rows = [{"headline": HEADLINES[0], "n": 1, "tags": ["a"]}, {"headline": HEADLINES[1], "n": 2}]
    write(tmp_path / "in.jsonl", [*rows, {"headline": HEADLINES[2], "n": "three"}])
    score(tmp_path / "in.jsonl", tmp_path / "columns.csv")
    assert [row["n"] for row in read(tmp_path / "columns.csv")] == ["1", "2", "three"]
    assert [row["tags"] for row in read(tmp_path / "columns.csv")] == ['["a"]', "", ""]
    late = [{"headline": HEADLINES[3], "n": 1}] * 10_000
    write(tmp_path / "late.jsonl", [*late, {"headline": HEADLINES[4], "n": "x"}, {"headline": HEADLINES[4], "new": 1}])
    score(tmp_path / "late.jsonl", tmp_path / "late.parquet", part_rows=9000)
    assert pq.read_schema(tmp_path / "late.parquet").field("n").type == pa.int64()
    assert [reason[:37] for _, reason, _ in rejects(tmp_path / "late.parquet")] == [
        "a value is of another type than in th",
        "key 'new' is in none of the first row",
    ]


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
        (tmp_path / "utf16.csv", out, {}, "is UTF-16"),
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
        (good, good, {}, "no such file"),
    ]
    (tmp_path / "in.txt").write_text("x")
    (tmp_path / "in.jsonl").write_text('{"headline": "x"}')
    (tmp_path / "utf16.csv").write_text("headline\nx\n", encoding="utf-16")
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
    with pytest.raises(ArchiveError, match="cut.csv.gz cannot be read to its end"):
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
    assert "cut.csv.gz cannot be read to its end" in done.stderr


def test_the_command_prints_one_summary_and_no_bar_outside_of_a_terminal(model_folder: Path, tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", [*ROWS, {"id": "x", "headline": ""}])
    done = command("score", source, tmp_path / "out.csv", "--jobs", 2, "--prefix", "p_", "--model", model_folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("50 rows scored, ") and "1 rejected (see " in done.stdout
    assert done.stdout.count("\n") == 1
    assert (
        (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("id,headline,p_label,p_score,p_topic,p_model_v")
    )
    assert command("score", source, tmp_path / "o.csv", "--scheduler", "tcp://127.0.0.1:1").returncode == 2
    assert command("score", source, tmp_path / "o.csv", "--jobs", "0").returncode == 2


def test_the_threshold_moves_the_label_only(score: Score, tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", ROWS)
    score(source, tmp_path / "out.csv", threshold=0.0)
    assert {row["label"] for row in read(tmp_path / "out.csv")} == {"clickbait"}


def test_memory_does_not_grow_with_the_input(model_folder: Path, tmp_path: Path) -> None:
    peaks = []
    for count in (10_000, 40_000):
        source = write(tmp_path / f"{count}.csv", [{"headline": f"{HEADLINES[n % 5]} {n}"} for n in range(count)])
        arguments = ["score", source, tmp_path / f"{count}.out.csv", "--part-rows", 2000, "--model", model_folder]
        process = subprocess.Popen([Path(sys.executable).with_name("clickbait"), *map(str, arguments)], stdout=-3)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        peaks.append(usage.ru_maxrss / 1024)
    assert peaks[1] < peaks[0] + 15, f"peak RSS in MB: {peaks}"
