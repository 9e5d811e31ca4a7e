from pathlib import Path

import pytest

from training.corpus.agreement import agreement, read_grades
from training.corpus.format import CorpusError, Row


def test_agreement_is_measured_between_each_pair(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    path.write_text("id,grade_a,grade_b\n1,0,0\n2,3,3\n3,2,1\nstranger,0,0\n")
    rows = [Row(str(i), "標題", grade, "", str(i), "train", "") for i, grade in enumerate((0, 3, 2, 1), 1)]
    lines = agreement(rows, read_grades(path))
    assert lines[0].startswith("graded     3 headlines (75.0%)")
    assert "writer - a  quadratic-weighted kappa 1.000  F1 1.000" in lines[2]
    assert "kappa 1.000" not in lines[1]


@pytest.mark.parametrize("line", ["1,0", "1,0,4", "1,x,0"])
def test_a_bad_line_is_told(tmp_path: Path, line: str) -> None:
    path = tmp_path / "grades.csv"
    path.write_text(f"id,grade_a,grade_b\n{line}\n")
    with pytest.raises(CorpusError, match="grades.csv:2"):
        read_grades(path)


def test_nothing_in_common_is_told() -> None:
    with pytest.raises(CorpusError, match="none of the graded rows"):
        agreement([Row("1", "標題", 0, "", "1", "train", "")], {"2": (0, 0)})
