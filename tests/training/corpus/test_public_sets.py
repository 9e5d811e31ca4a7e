import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from training.corpus.format import CorpusError, read_corpus
from training.corpus.public_sets import SETS, convert

Make = Callable[[Path], Path]


def table(folder: Path) -> Path:
    (folder / "set.csv").write_text('title,label\n"她一句話，全場傻眼",1\n市府公布預算,0\n', encoding="utf-8")
    return folder / "set.csv"


def bare_table(folder: Path) -> Path:
    (folder / "set.tsv").write_text("1\t她一句話全場傻眼\n0\t市府公布預算\n", encoding="utf-8")
    return folder / "set.tsv"


def nlpcc(folder: Path) -> Path:
    with gzip.open(folder / "dev.txt.gz", "wt", encoding="utf-8") as file:
        file.write("society\t市府 公布 明年 预算\nfood\t这 道 菜 真 简单\n")
    return folder / "dev.txt.gz"


def toutiao(folder: Path) -> Path:
    (folder / "cat.txt").write_text("1_!_101_!_news_culture_!_市府公布预算_!_市府,预算\n", encoding="utf-8")
    return folder / "cat.txt"


def chakraborty(folder: Path) -> Path:
    with gzip.open(folder / "clickbait_data.gz", "wt", encoding="utf-8") as file:
        file.write("You Will Not Believe This\n\n")
    (folder / "non_clickbait_data").write_text("Council approves budget\n", encoding="utf-8")
    return folder


def webis(folder: Path) -> Path:
    instances = [{"id": "1", "postText": ["You won't", "believe"]}, {"id": "2", "postText": ["Budget approved"]}]
    truth = [{"id": "2", "truthMean": 0.1}, {"id": "1", "truthMean": 0.9}]
    for name, records in (("instances", instances), ("truth", truth)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "make", "bait"),
    [
        ("wcd", table, [True, False]),
        ("hancd", bare_table, [True, False]),
        ("chakraborty2016", chakraborty, [True, False]),
        ("webis17", webis, [True, False]),
    ],
)
def test_labelled_sets_become_a_corpus(
    name: str, make: Callable[[Path], Path], bait: list[bool], tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    assert convert(name, make(tmp_path), out) == len(bait)
    assert [row.clickbait for row in read_corpus([out])] == bait


@pytest.mark.parametrize(("name", "make"), [("nlpcc2017", nlpcc), ("toutiao", toutiao)])
def test_topic_sets_keep_their_topic(name: str, make: Make, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert convert(name, make(tmp_path), out) >= 1
    assert out.read_text(encoding="utf-8").splitlines()[0] == "id,headline,topic,source_topic"
    assert "市府公布" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("wcd", "title,text\na,b\n", "neither a header"),
        ("wcd", "title,label\na,maybe\n", ":2: no title with a 0/1 label"),
        ("wcd", "", "empty file"),
        ("nlpcc2017", "no tab here\n", ":1: expected topic TAB title"),
        ("toutiao", "1_!_2\n", ":1: expected id_!_code"),
    ],
)
def test_another_format_is_told_and_nothing_written(name: str, content: str, message: str, tmp_path: Path) -> None:
    source, out = tmp_path / "in.txt", tmp_path / "out.csv"
    source.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        convert(name, source, out)
    assert not out.exists()


def test_missing_parts_are_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no clickbait_data"):
        convert("chakraborty2016", tmp_path, tmp_path / "out.csv")
    with pytest.raises(CorpusError, match="truth.jsonl: cannot be read"):
        convert("webis17", tmp_path, tmp_path / "out.csv")
    with pytest.raises(CorpusError, match="unknown set"):
        convert("nothing", tmp_path, tmp_path / "out.csv")
    webis(tmp_path)
    (tmp_path / "truth.jsonl").write_text('{"id": "1", "truthMean": 0.5}\n')
    with pytest.raises(CorpusError, match="id 2 is not in truth"):
        convert("webis17", tmp_path, tmp_path / "out.csv")


def test_every_set_says_its_terms() -> None:
    for item in SETS.values():
        assert item.citation and item.licence and item.expects and item.content
