"""``clickbait score`` on the tables that people have: other separators, encodings and kinds, and what Excel leaves."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from archive.formats import ArchiveError
from archive.job import Done, Job, Part
from archive.run import Options, local, score_archive
from tabular.writer import write_table
from tests.conftest import HEADLINES
from tests.support.archives import Score, read, rejects, score  # noqa: F401  # score is a fixture
from tests.support.commands import command

TABLE = "編號,標題,備註,,\n" + "".join(f"00{n},{h},=1+{n},,\n" for n, h in enumerate(HEADLINES)) + ",,,,\n"
ADDED = "label,score,grade,kind,withheld,sensational,push,topic"


@pytest.fixture
def plain(score: Score, tmp_path: Path) -> list[dict[str, object]]:
    """The rows that all of the inputs below become."""
    source = tmp_path / "plain.csv"
    source.write_text(TABLE, encoding="utf-8")
    score(source, tmp_path / "plain.out.csv")
    return read(tmp_path / "plain.out.csv")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp950", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found_and_the_rows_are_the_same(
    encoding: str, delimiter: str, score: Score, plain: list[dict[str, object]], tmp_path: Path
) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(TABLE.replace(",", delimiter).encode(encoding))
    done = score(source, tmp_path / "out.csv")
    assert (done.rows, done.rejected) == (5, 1)
    text = (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert text.startswith("\ufeff") == (encoding in ("utf-8-sig", "utf-16"))
    header, *lines = text.removeprefix("\ufeff").splitlines()
    assert header == f"編號,標題,備註,{ADDED},model_version".replace(",", delimiter)
    assert lines[0].startswith(f"000,{HEADLINES[0]},=1+0,".replace(",", delimiter))
    assert rejects(tmp_path / "out.csv") == [(7, "empty row", (delimiter * 4))]
    score(source, tmp_path / "out.jsonl")
    assert [{k: r[k] for k in ("編號", "標題", "score")} for r in read(tmp_path / "out.jsonl")] == [
        {k: r[k] for k in ("編號", "標題", "score")} for r in plain
    ]


@pytest.mark.parametrize("name", ["in.xlsx", "in.tsv", "in.jsonl", "in.parquet"])
@pytest.mark.parametrize("out", ["out.csv", "out.tsv", "out.xlsx", "out.jsonl", "out.parquet", "folder"])
def test_every_kind_keeps_identifiers_as_they_are(name: str, out: str, score: Score, tmp_path: Path) -> None:
    records = [{"id": f"00{n}", "title": h} for n, h in enumerate(HEADLINES)]
    write_table(tmp_path / name, ["id", "title"], records)
    assert score(tmp_path / name, tmp_path / out).rows == 5
    path = tmp_path / out
    path = next(path.iterdir()) if path.is_dir() else path
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        names, *rows = sheet.iter_rows(values_only=True)
        found = [dict(zip(names, row, strict=True)) for row in rows]
    elif path.suffix == ".tsv":
        names, *rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
        found = [dict(zip(names, row, strict=True)) for row in rows]
    else:
        found = read(path)
    assert [{"id": row["id"], "title": row["title"]} for row in found] == records
    assert {str(row["label"]) for row in found} == {"clickbait", "substantive"}


def test_a_quoted_field_of_thousands_of_lines_is_one_row_and_an_open_quote_stops_all(
    score: Score, tmp_path: Path
) -> None:
    body = "\n".join(['內文, "不是" 標題'] * 2600)
    out = io.StringIO(newline="")
    csv.writer(out).writerows(
        [["id", "headline", "body"], ["1", HEADLINES[0], body], ["2", HEADLINES[1], "x" * 140_000]]
    )
    source = tmp_path / "in.csv"
    source.write_text(out.getvalue(), encoding="utf-8", newline="")
    done = score(source, tmp_path / "out.csv")
    assert (done.rows, done.rejected) == (2, 0)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [row["body"] for row in csv.DictReader(file)] == [body, "x" * 140_000]

    rows = "".join(f"{n},{HEADLINES[n % 5]}\n" for n in range(40))
    source.write_text(f'id,headline\n{rows}40,"{HEADLINES[0]}\n{rows}', encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"in.csv:42: a quoted field starts here and does not end"):
        score(source, tmp_path / "open.csv")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("open")]


def test_numbers_of_jsonl_are_exact_in_every_output(score: Score, tmp_path: Path) -> None:
    long = "123456789012345678901234567890"
    lines = [f'{{"id": {long}, "n": NaN, "w": 1e400, "x": 1.10, "title": "{HEADLINES[0]}"}}']
    lines.append(f'{{"id": 7, "n": 2, "w": 1, "x": 2, "title": "{HEADLINES[1]}"}}')
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    score(tmp_path / "in.jsonl", tmp_path / "out.csv")
    first, second = read(tmp_path / "out.csv")
    assert [first[k] for k in "nwx"] == ["NaN", "1e400", "1.10"] and (first["id"], second["id"]) == (long, "7")
    score(tmp_path / "in.jsonl", tmp_path / "out.parquet")
    assert [row["id"] for row in read(tmp_path / "out.parquet")] == [long, "7"]
    assert [row["w"] for row in read(tmp_path / "out.parquet")] == ["1e400", "1"]
    score(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8").startswith(lines[0][:-1])


def test_half_a_character_is_scored_or_told(score: Score, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(f'{{"headline": "{HEADLINES[0]}\\ud83d"}}\n', encoding="utf-8")
    assert score(tmp_path / "in.jsonl", tmp_path / "out.jsonl").rows == 1
    assert score(tmp_path / "in.jsonl", tmp_path / "out.csv").rejected == 1
    assert rejects(tmp_path / "out.csv")[0][1] == "a value holds half a character (a lone surrogate)"


@pytest.mark.parametrize("kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int16(), pa.large_string())])
@pytest.mark.parametrize("out", ["out.csv", "out.jsonl", "out.parquet", "out.xlsx", "out.tsv"])
def test_every_type_of_text_in_parquet_is_scored(kind: pa.DataType, out: str, score: Score, tmp_path: Path) -> None:
    headlines = pa.array([*HEADLINES, None]).cast(kind)
    pq.write_table(pa.table({"title": headlines, "more": headlines}), tmp_path / "in.parquet")
    done = score(tmp_path / "in.parquet", tmp_path / out)
    assert (done.rows, done.rejected) == (5, 1)


def test_bytes_and_columns_of_one_name_in_parquet_are_a_sentence(score: Score, tmp_path: Path) -> None:
    pq.write_table(pa.table({"title": pa.array([b"x"])}), tmp_path / "bytes.parquet")
    pq.write_table(pa.Table.from_arrays([pa.array(["x"])] * 2, ["title", "title"]), tmp_path / "twice.parquet")
    for name, message in (("bytes", "'title' is binary, not text: write it as string"), ("twice", "have one name")):
        with pytest.raises(ArchiveError, match=message):
            score(tmp_path / f"{name}.parquet", tmp_path / "out.csv")


def test_a_row_that_an_output_cannot_hold_is_rejected(score: Score, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f'headline,more\n{HEADLINES[0]},"a\tb"\n{HEADLINES[1]},{"x" * 40_000}\n', "utf-8")
    assert score(tmp_path / "in.csv", tmp_path / "out.tsv").rows == 1
    assert rejects(tmp_path / "out.tsv")[0][:2] == (2, "the cell in 'more' holds a tab or line break, which TSV cannot")
    assert score(tmp_path / "in.csv", tmp_path / "out.xlsx").rows == 1
    assert rejects(tmp_path / "out.xlsx")[0][:2] == (3, "the cell in 'more' is longer than the 32767 of XLSX")


def test_further_columns_and_cells_that_are_safe_in_a_spreadsheet(score: Score, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TABLE, encoding="utf-8")
    score(tmp_path / "in.csv", tmp_path / "out.csv", excel=True, add=("uncertain", "topic_score", "kinds", "logit"))
    data = (tmp_path / "out.csv").read_text(encoding="utf-8")
    header, first = data.splitlines()[:2]
    assert header == f"\ufeff編號,標題,備註,{ADDED},uncertain,topic_score,logit,model_version"
    assert first.startswith(f"000,{HEADLINES[0]},'=1+0,") and ",false," in first
    score(tmp_path / "in.csv", tmp_path / "out.parquet", add=("uncertain",))
    assert {row["uncertain"] for row in read(tmp_path / "out.parquet")} <= {True, False}


def test_names_that_are_not_utf8_work(score: Score, tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/in\xff.csv"))
    source.write_text(TABLE, encoding="utf-8")
    assert score(source, Path(f"{source}.out.parquet")).rows == 5
    assert score(f"{source}.out.parquet", tmp_path / "b.xlsx", prefix="b_").rows == 5
    line = (tmp_path / "in\udcff.csv.out.parquet.rejects").read_text(encoding="utf-8")
    assert json.loads(line)["file"] == str(source)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["in.xlsx", "in.tsv", "big5.csv"])
@pytest.mark.parametrize("out", ["out.csv", "out.xlsx"])
def test_every_engine_and_a_resumed_run_write_the_same_bytes(
    name: str, out: str, model_folder: Path, tmp_path: Path
) -> None:
    records = [{"id": str(n), "title": f"{HEADLINES[n % 5]} {n}"} for n in range(60)]
    write_table(tmp_path / name, ["id", "title"], records)
    if name == "big5.csv":
        (tmp_path / name).write_bytes((tmp_path / name).read_text(encoding="utf-8").encode("cp950", "ignore"))
    made = []
    for place, jobs in (("one", 1), ("two", 2)):
        target = tmp_path / f"{place}.{out}"
        score_archive([str(tmp_path / name)], target, local(jobs), Options(part_rows=7), model=model_folder)
        made.append(target.read_bytes())
    assert made[0] == made[1]

    def stopped(job: Job, parts: Iterable[Part]) -> Iterator[Done]:
        for number, done in enumerate(local(1)(job, parts)):
            yield done
            if number == 2:
                raise KeyboardInterrupt

    target, options = tmp_path / f"three.{out}", Options(part_rows=7)
    with pytest.raises(KeyboardInterrupt):
        score_archive([str(tmp_path / name)], target, stopped, options, model=model_folder)
    done = score_archive([str(tmp_path / name)], target, local(1), options, model=model_folder, resume=True)
    assert (done.rows, done.resumed) == (60, 21) and target.read_bytes() == made[0]


def test_the_command_reads_and_writes_pipes(model_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(TABLE.encode("cp950"))
    done = command("score", tmp_path / "in.csv", "-", "--to", "jsonl", "--model", model_folder)
    assert done.returncode == 0 and [json.loads(line)["編號"] for line in done.stdout.splitlines()][0] == "000"
    assert '"reason": "empty row"' in done.stderr and "5 rows scored" in done.stderr
    assert command("score", "-", "-", "--resume", "--model", model_folder).returncode == 2


def test_a_folder_names_what_is_skipped_and_a_workbook_its_other_sheets(
    model_folder: Path, score: Score, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.docx").touch()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["標題"])
    book.active.append([HEADLINES[0]])
    book.create_sheet("二月")["A1"] = "標題"
    book.save(tmp_path / "in" / "a.xlsx")
    told: list[str] = []
    score_archive([str(tmp_path / "in")], tmp_path / "o.csv", local(1), Options(), model=model_folder, told=told.append)
    assert len(told) == 2 and "notes.docx skipped" in told[0] and "sheet '二月' skipped" in told[1]
