import json
import os
import tracemalloc
from pathlib import Path

import pytest

from training.corpus.format import (
    SPLITS,
    CorpusError,
    Row,
    corpus_files,
    digest,
    iter_rows,
    line_count,
    read_corpus,
    split_of,
)

CSV = "headline,grade,topic,family,split\n立院三讀托育條例,0,politics,a,train\n她一句話全場傻眼,3,life,b,test\n"


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_csv_is_read(tmp_path: Path) -> None:
    first, second = read_corpus([write(tmp_path / "a.csv", "\ufeff" + CSV)])
    assert (first.headline, first.grade, first.topic, first.split) == ("立院三讀托育條例", 0, "politics", "train")
    assert second.clickbait and not first.clickbait
    assert second.where.endswith("a.csv:3")


def test_jsonl_and_csv_give_the_same_rows(tmp_path: Path) -> None:
    lines = [{"headline": "立院三讀托育條例", "grade": 0}, {"headline": "她一句話全場傻眼", "grade": 3}]
    jsonl = write(tmp_path / "a.jsonl", "\n".join(json.dumps(line) for line in lines) + "\n\n")
    plain = write(tmp_path / "a.csv", "headline,grade\n立院三讀托育條例,0\n她一句話全場傻眼,3\n")
    assert [(r.headline, r.grade) for r in read_corpus([jsonl])] == [
        (r.headline, r.grade) for r in read_corpus([plain])
    ]


@pytest.mark.parametrize(
    ("columns", "values", "grade", "graded"),
    [
        ("label", "1", 3, False),
        ("label", "substantive", 0, False),
        ("label", "Clickbait", 3, False),
        ("label", "0.0", 0, False),
        ("grade", "1.5", 1.5, True),
        ("grade_a,grade_b", "1,2", 1.5, True),
        ("grade_a,grade_b,grade_c", "3,,2", 2.5, True),
    ],
)
def test_labels_come_in_three_forms(tmp_path: Path, columns: str, values: str, grade: float, graded: bool) -> None:
    (row,) = read_corpus([write(tmp_path / "a.csv", f"headline,{columns}\n標題,{values}\n")])
    assert (row.grade, row.graded) == (grade, graded)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,grade\n標題,0\n", "a.csv: no column 'headline' but 'name', 'grade'"),
        ("headline,score\n標題,0\n", "a.csv:1: no 'grade', 'grade_a'... or 'label' column"),
        ("", "a.csv is empty"),
        ("headline,grade\n標題,0\n標題二,7\n", "a.csv:3: grade '7' is not a number from 0 to 3"),
        ("headline,grade\n標題,nan\n", "grade 'nan' is not a number"),
        ("headline,label\n標題,maybe\n", "a.csv:2: label 'maybe' is unknown; use 0 or 1"),
        ("headline,label\n標題,\n", "label '' is unknown"),
        ("headline,grade\n  ,0\n", "a.csv:2: empty headline"),
        ("headline,grade\n標題,0,1,2\n", "number of fields differs"),
        ("headline,grade,topic\n標題,0,cats\n", "topic 'cats' is unknown; use one of politics"),
        ("headline,grade,split\n標題,0,dev\n", "split 'dev' is unknown"),
        ("headline,grade\n標題,0\n".encode() + b"\xbc\xd0\xc3D,0\n", "a.csv:3: not UTF-8 .*; save it as UTF-8"),
        ("headline,grade\n", "no headlines"),
        ('headline,grade\n"標題,0\n', "a.csv:2: a quoted field starts here and does not end"),
    ],
)
def test_a_bad_file_is_told_with_its_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        read_corpus([write(tmp_path / "a.csv", text)])


@pytest.mark.parametrize("line", ["{", "[1]", '"text"'])
def test_a_bad_jsonl_line_is_told(tmp_path: Path, line: str) -> None:
    with pytest.raises(CorpusError, match="a.jsonl:2: (not a JSON object|broken JSON)"):
        read_corpus([write(tmp_path / "a.jsonl", f'{{"headline": "標題", "grade": 0}}\n{line}\n')])


def test_a_nul_or_a_lone_surrogate_in_a_file_is_data(tmp_path: Path) -> None:
    jsonl = write(tmp_path / "a.jsonl", '{"headline": "標\\u0000題\\ud800", "grade": 0}\n')
    assert read_corpus([jsonl])[0].headline == "標\x00題\ud800"


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    path = write(tmp_path / os.fsdecode(b"a\xff.csv"), "headline,grade\n標題,0\n")
    (row,) = read_corpus([tmp_path])
    assert row.id == row.family == "a\\udcff-2" and row.split == split_of(row.family)
    assert digest([path]) and line_count([path]) == 2


def test_a_file_is_read_row_by_row(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "headline,grade,note\n" + f"立院三讀托育條例,0,{'x' * 400}\n" * 15_000)
    tracemalloc.start()
    assert sum(isinstance(row, Row) for row in iter_rows(path)) == 15_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 << 20  # half of the file: its buffers


def test_line_breaks_in_quotes_are_data_and_lines_are_told_as_the_editor_counts(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'headline,grade\r\n"兩行\r\n標題",0\r\n標題,9\r\n')
    first, second = iter_rows(path)
    assert isinstance(first, Row) and first.headline == "兩行\r\n標題" and first.where.endswith("a.csv:2")
    assert "a.csv:4: grade '9'" in str(second)
    jsonl = write(
        tmp_path / "a.jsonl", '\ufeff{"headline": "標題\u2028二", "grade": 0}\r\n{"headline": "三", "grade": 9}'
    )
    first, second = iter_rows(jsonl)
    assert isinstance(first, Row) and first.headline == "標題\u2028二" and "a.jsonl:2:" in str(second)


def test_a_file_that_stops_being_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", b"headline,grade\n" + "標題,0\n".encode() * 20_000 + b"\xbc\xd0,0\n")
    with pytest.raises(CorpusError, match=r"a.csv:20002: not UTF-8 \(byte 0xbc at 0\); save it as UTF-8"):
        read_corpus([path])
    with pytest.raises(CorpusError, match="cannot be read"):
        list(iter_rows(tmp_path / "none.csv"))


@pytest.mark.parametrize(("text", "lines"), [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("a\n\n" * 9, 18)])
def test_lines_are_counted(tmp_path: Path, text: str, lines: int) -> None:
    assert line_count([write(tmp_path / "a.csv", text)]) == lines


def test_missing_paths_and_empty_folders_are_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file"):
        corpus_files([tmp_path / "nothing.csv"])
    with pytest.raises(CorpusError, match="no file in this folder whose name ends in .csv"):
        corpus_files([tmp_path])


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", CSV)
    before = digest([tmp_path])
    assert digest([path]) == before
    write(path, CSV.replace("3", "2"))
    assert digest([tmp_path]) != before


def test_splits_are_fixed_and_even() -> None:
    counts = {name: 0 for name in SPLITS}
    for number in range(5000):
        counts[split_of(f"family-{number}")] += 1
    assert 0.78 < counts["train"] / 5000 < 0.82
    assert 0.08 < counts["test"] / 5000 < 0.12
    assert split_of("family-1") == split_of("family-1")


def test_every_row_of_a_file_is_given_or_told(tmp_path: Path) -> None:
    items = list(iter_rows(write(tmp_path / "a.csv", "headline,grade\n標題,0\n,1\n標題二,x\n標題三,3\n")))
    assert [isinstance(item, Row) for item in items] == [True, False, False, True]
