from pathlib import Path

import pytest

from tabular.errors import TableError
from training.corpus.check import check, frequent_grams
from training.corpus.format import CorpusError, Row, bundled_corpus

CSV = "headline,grade,topic,family,split\n立院三讀托育條例,0,politics,a,train\n她一句話全場傻眼,3,life,b,test\n"


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_check_tells_each_problem(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "id,headline,grade,family,split\n"
        "1,立院三讀修正托育條例補助延長,0,a,train\n"
        "1,立院三讀修正托育條例補助再延長,0,b,test\n"
        "3,立院三讀修正托育條例補助延長,0,a,train\n"
        "4,油價調漲,0,c,train\n5,電價凍漲,0,c,test\n6,壞掉的一列,9,d,train\n",
    )
    findings = check([path])
    text = "\n".join(findings.problems)
    assert findings.rows == 5
    for expected in (
        "a.csv:7: grade '9'",
        "a.csv:3: id '1' is also used at",
        "a.csv:4: same headline as",
        "family 'c' is in the splits test and train",
        "leaks from train to test",
    ):
        assert expected in text
    assert any("clickbait" in line for line in findings.summary)


def test_check_sees_a_template(tmp_path: Path) -> None:
    rows = "".join(f"第{chr(0x4E00 + 7 * i)}名{chr(0x5E00 + 5 * i)}的秘密她曝光,2\n" for i in range(300))
    findings = check([write(tmp_path / "a.csv", "headline,grade\n" + rows)])
    assert any("written from a template" in problem for problem in findings.problems)
    assert any("the frame" in problem for problem in findings.problems)


@pytest.mark.slow
def test_the_bundled_corpus_has_no_problem() -> None:
    findings = check([bundled_corpus()])
    assert findings.problems == []
    assert findings.rows > 2000


@pytest.mark.slow
def test_the_bundled_corpus_repeats_no_real_headline(shared: Path) -> None:
    against = sorted((shared / "data").glob("*.csv"))
    assert against
    assert check([bundled_corpus()], against).problems == []


def test_rows_that_resemble_other_headlines_are_told(tmp_path: Path) -> None:
    path, other = write(tmp_path / "a.csv", CSV), write(tmp_path / "b.csv", "headline\n立院三讀托育條例案\n")
    (problem,) = check([path], [other]).problems
    assert "a.csv:2: resembles" in problem and "b.csv" in problem
    with pytest.raises(CorpusError, match="no headlines to compare with"):
        check([path], [write(tmp_path / "c.csv", "title\n")])
    with pytest.raises(TableError, match="no column 'headline' but 'name'"):
        check([path], [write(tmp_path / "c.csv", "name\nx\n")])


def test_frequent_grams_count_headlines_not_occurrences() -> None:
    rows = [Row("1", "曝光曝光曝光曝光", 2, "", "1", "train", ""), Row("2", "沒有", 0, "", "2", "train", "")]
    assert dict(frequent_grams(rows))["曝光曝光"] == 0.5


def test_two_parties_are_two_headlines_that_a_model_cannot_tell_apart(tmp_path: Path) -> None:
    rows = (
        "1,民進黨今天公布初選名單,0,a,train\n2,國民黨今天公布初選名單,0,b,test\n"
        "3,国民党今天公布初選名單｜中央社,0,b,test\n"
    )
    problems = "\n".join(check([write(tmp_path / "a.csv", "id,headline,grade,family,split\n" + rows)]).problems)
    assert "a.csv:3: near duplicate (1.00)" in problems and "leaks from train to test" in problems
    assert problems.count("same headline as") == 1 and "a.csv:4: same headline as" in problems
