from pathlib import Path

import pytest

from training.corpus.agreement import agreement, read_grades
from training.corpus.format import CorpusError, Row

HEADER = "id,withheld_a,sensational_a,push_a,withheld_b,sensational_b,push_b,topic_a,topic_b\n"


def test_agreement_is_measured_for_each_kind(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    path.write_text(
        HEADER + "1,0,0,0,0,1,0,life,life\n2,3,2,0,3,2,0,life,tech\n3,2,1,2,2,0,2,,\nstranger,0,0,0,0,0,0,life,life\n"
    )
    rows = [Row(str(i), "標題", grade, "", str(i), "train", "") for i, grade in enumerate((0, 3, 2, 1), 1)]
    lines = agreement(rows, read_grades(path))
    assert lines[0] == "graded     3 headlines (75.0%) by two annotators"
    assert lines[1].split()[0] == "withheld" and lines[1].endswith("1.000")
    assert lines[2].split()[0] == "sensational" and not lines[2].endswith("1.000")
    assert lines[4].endswith("F1 1.000") and lines[5].endswith("50.0%")


@pytest.mark.parametrize("line", ["1,0,0,0", "1,0,0,0,0,0,4,life,life", "1,x,0,0,0,0,0,life,life"])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "grades.csv"
    path.write_text(f"{HEADER}{line}\n")
    with pytest.raises(CorpusError, match="grades.csv:2"):
        read_grades(path)


def test_nothing_in_common_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    path.write_text(HEADER + "2,0,0,0,0,0,0,life,life\n")
    with pytest.raises(CorpusError, match="none of the graded rows"):
        agreement([Row("1", "標題", 0, "", "1", "train", "")], read_grades(path))
