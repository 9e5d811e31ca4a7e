import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cli import main
from training.corpus.format import CorpusError, read_corpus
from training.real.dehydrated import UNCERTAIN, GradedKey, read_graded_keys, real_folder, write_graded_keys
from training.real.hydrate import hydrate
from training.real.keys import LENGTH, headline_key

# Invented.
FIRST, SECOND, THIRD = "海風港漁會改選 三百人排隊投票", "她一句話讓全場傻眼！原因曝光", "快衝！買1送1 只到週日"
GRADED = [
    GradedKey(headline_key(FIRST), "owner/repo:a.csv@1", "海風日報", "2026-05-01", (0, 0, 0), "politics"),
    GradedKey(headline_key(SECOND), "owner/repo:b.json@2", "", "", (3, 2, 0), "entertainment", UNCERTAIN),
    GradedKey(headline_key(THIRD), "set", "潮聲網", "2025", (0, 1, 3), "life"),
]


@given(st.text(max_size=40))
def test_a_key_ignores_marks_spaces_and_case(text: str) -> None:
    key = headline_key(text)
    assert len(key) == LENGTH
    assert headline_key(f" 「{text}」！_") == key
    assert headline_key(text.lower()) == headline_key(text.lower().strip())


def test_graded_keys_come_back_as_they_were_written(tmp_path: Path) -> None:
    write_graded_keys(tmp_path / "grades.csv", GRADED)
    assert read_graded_keys(tmp_path / "grades.csv") == {row.key: row for row in GRADED}
    lines = (tmp_path / "grades.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1:] == sorted(lines[1:])


@pytest.mark.parametrize("change", [("0,0,0", "0,4,0"), ("politics", "cats"), (headline_key(FIRST), "abc")])
def test_a_bad_line_is_named(change: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    write_graded_keys(path, GRADED[:1])
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(CorpusError, match="grades.csv:2: expected key,source"):
        read_graded_keys(path)


def test_headlines_are_found_in_every_kind_of_file(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.csv").write_text(f'id,title\n1,"{FIRST}"\n', encoding="utf-8-sig")
    (folder / "b.json").write_text(json.dumps({"news": [{"t": f"{SECOND} "}, 3, None]}), encoding="utf-8")
    (folder / "deep" / "c.html.gz").write_bytes(gzip.compress(f"<p>新聞</p><a href=/1>{THIRD}</a>".encode("big5")))
    (folder / "broken.json").write_text("{", encoding="utf-8")
    found = hydrate([folder], {row.key: row for row in GRADED})
    assert set(found.headlines.values()) == {FIRST, f"{SECOND} ", THIRD}
    assert found.files == 3 and [path.name for path, _ in found.skipped] == ["broken.json"]


def test_the_command_writes_a_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_graded_keys(tmp_path / "grades.csv", GRADED)
    (tmp_path / "archive.txt").write_text(f"{FIRST}\n{SECOND}\n別的\n", encoding="utf-8")
    out = tmp_path / "real.csv"
    arguments = [str(tmp_path / "archive.txt"), "--out", str(out), "--grades", str(tmp_path / "grades.csv")]
    assert main(["data", "hydrate", *arguments]) == 0
    assert capsys.readouterr().out.startswith("2 of 3 graded headlines found in 1 files")
    rows = {row.headline: row for row in read_corpus([out])}
    assert rows[SECOND].grade == 3 and rows[SECOND].targets["sensational"] == 2
    assert rows[FIRST].topic == "politics" and rows[FIRST].outlet == "海風日報"
    assert main(["data", "hydrate", str(tmp_path / "nowhere"), "--out", str(out)]) == 2


def test_the_bundled_grades_are_readable_and_hold_no_headline() -> None:
    graded = read_graded_keys(real_folder() / "grades.csv")
    assert len(graded) > 9000
    longest = max(len(field) for row in graded.values() for field in (row.outlet, row.date))
    assert longest < 60


@pytest.mark.slow
def test_real_headlines_that_measure_teach_nothing(shared: Path) -> None:
    graded = read_graded_keys(real_folder() / "grades.csv")
    for name in ("real_dev3.csv", "real_dev3_sc.csv"):
        measuring = {headline_key(row.headline) for row in read_corpus([shared / "data" / name])}
        assert not measuring & set(graded)
