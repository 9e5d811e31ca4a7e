"""Tables on the command line: what each command reads, where it writes, and its dead ends."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tabular.writer import write_table
from tests.conftest import HEADLINES
from tests.support.commands import PROGRAM, Run, assert_refused, command
from tests.support.invented_corpus import invented_corpus

KINDS = ["a.csv", "a.tsv", "a.jsonl", "a.xlsx", "a.parquet", "big5.csv"]


def corpus(path: Path, rows: int = 120) -> Path:
    """The invented corpus with Chinese column names, as a table of the kind that the name says."""
    records = [{"編號": r.id, "標題": r.headline, "標籤": str(int(r.clickbait))} for r in invented_corpus()[:rows]]
    write_table(path, ["編號", "標題", "標籤"], records)
    if path.name.startswith("big5"):
        path.write_bytes(path.read_text(encoding="utf-8").encode("cp950"))
    return path


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_evaluate_check_and_predict_read_every_kind(name: str, run: Run, tmp_path: Path) -> None:
    path = str(corpus(tmp_path / name))
    code, out, err = run("evaluate", "--data", path, "--json")
    assert (code, err) == (0, "") and json.loads(out)["count"] == 120
    code, out, _ = run("data", "check", path)
    assert code in (0, 1) and "in 120 headlines" in out
    code, out, err = run("predict", path, "--json")
    assert (code, err) == (0, "") and len(out.splitlines()) == 120


def test_options_say_what_the_content_does_not(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("nom#note\nLes élections#0\nIncroyable: à voir#1\n".encode("latin-1"))
    fixed = ("--encoding", "latin-1", "--delimiter", "#", "--column", "nom")
    code, out, _ = run("predict", str(path), "--json", *fixed)
    assert code == 0 and [json.loads(line)["headline"] for line in out.splitlines()][0] == "Les élections"
    for arguments in (("predict", str(path)), ("evaluate", "--data", str(path)), ("data", "check", str(path))):
        assert_refused(run(*arguments, "--encoding", "klingon"), "--encoding klingon is unknown")
        assert_refused(run(*arguments, "--delimiter", "##"), "--delimiter '##'")


@pytest.mark.slow
def test_tables_come_from_standard_input(run: Run, tmp_path: Path) -> None:
    data = corpus(tmp_path / "a.xlsx").read_bytes()
    assert json.loads(run("evaluate", "--data", "-", "--json", stdin=data)[1])["count"] == 120
    code, out, _ = run("predict", "-", "--column", "標題", "--json", stdin=corpus(tmp_path / "a.csv").read_bytes())
    assert code == 0 and len(out.splitlines()) == 120


def test_a_small_corpus_trains_with_a_warning(run: Run, few_pages: str, tmp_path: Path) -> None:
    path = corpus(tmp_path / "big5.csv", 30)
    code, out, err = run("train", "--data", str(path), "--no-real", "--pages", few_pages, "--out", str(tmp_path / "m"))
    assert code == 0, err
    assert "all rows are trained from, and quality is measured by cross-validation" in err
    assert out.splitlines()[0] == "30 headlines: 30 train" and out.splitlines()[1].startswith(
        "cross-validation precision"
    )
    assert run("predict", HEADLINES[0], "--model", str(tmp_path / "m"))[0] == 0


def test_outputs_are_checked_before_training(run: Run, small_csv: Path, tmp_path: Path) -> None:
    used = tmp_path / "used"
    used.mkdir()
    (used / "mine.txt").touch()
    fixed = ("train", "--data", str(small_csv))
    for arguments, fact in (
        (("--out", str(used)), "holds other files and no model"),
        (("--out", str(small_csv)), "is a file: name a folder"),
        (("--out", str(small_csv / "below")), "is no folder"),
        (("--pipeline", str(tmp_path / "none" / "p.joblib")), "there is no folder"),
        (("--pipeline", str(used)), "is a folder"),
        (("--pipeline", str(small_csv)), "is the input itself"),
    ):
        assert_refused(run(*fixed, *arguments), fact)  # one line: nothing was said of training
    assert_refused(run("evaluate", "--data", str(small_csv), "--report", str(small_csv)), "is a file: name a folder")


def test_a_split_without_rows_is_a_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("headline,label,split\n一,1,train\n二,0,train\n", encoding="utf-8")
    assert_refused(run("evaluate", "--data", str(path), "--split", "test"), "no row of the split test, only of train")


def test_invisible_lines_are_left_out_with_their_numbers_and_the_rest_is_answered(run: Run) -> None:
    blank = ["\u200b", "\u3164", "\u034f", "\u2800", "\uffa0", "\u115f", "\U000e0020", "\u3000", "", "\u00ad\u2060"]
    lines = "\n".join([HEADLINES[0], *blank, HEADLINES[1]])
    code, out, err = run("predict", "-", "--json", stdin=lines.encode())
    assert code == 0 and [json.loads(line)["headline"] for line in out.splitlines()] == HEADLINES[:2]
    assert err == "clickbait predict: 10 blank lines left out of standard input (2, 3, 4, 5, 6, 7, 8, 9, 10, 11)\n"
    for text in blank:
        assert_refused(run("predict", HEADLINES[0], text), "headline 2", "no visible character")


@pytest.mark.parametrize("encoding", ["cp950", "ascii", "gb18030", "latin-1"])
def test_what_an_encoding_lacks_is_printed_as_an_escape(encoding: str, model_folder: Path) -> None:
    for options in ([], ["--json"]):
        done = subprocess.run(
            [PROGRAM, "predict", "😀女星淚崩", "--model", model_folder, *options], capture_output=True,
            env={"PYTHONIOENCODING": encoding, "PATH": ""},
        )  # fmt: skip
        text = done.stdout.decode(encoding)
        assert (done.returncode, done.stderr) == (0, b"")
        assert encoding == "gb18030" or "\\ud83d\\ude00" in text
        if options:
            assert json.loads(text)["headline"] == "😀女星淚崩"


def test_conversions_say_what_they_are_for_and_may_be_of_any_kind(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "cat.txt"
    source.write_text("1_!_101_!_news_sports_!_球队夺冠_!_\n2_!_1_!_news_culture_!_书展开幕_!_\n", encoding="utf-8")
    code, out, _ = run("data", "convert", "toutiao", str(source), str(tmp_path / "out.xlsx"))
    assert code == 0 and "for       'clickbait vectors' and 'score'" in out
    code, out, _ = run("predict", str(tmp_path / "out.xlsx"), "--json")
    assert [json.loads(line)["headline"] for line in out.splitlines()] == ["球队夺冠", "书展开幕"]
    assert_refused(run("evaluate", "--data", str(tmp_path / "out.xlsx")), "no 'grade'", "label")
    for target, fact in (("out.xyz", "the kind is unknown"), ("none/out.csv", "there is no folder"), (".", "a folder")):
        assert_refused(run("data", "convert", "toutiao", str(source), str(tmp_path / target)), fact)
    assert_refused(run("data", "convert", "toutiao", str(source), str(source)), "is the input itself")


def test_a_tsv_keeps_titles_that_begin_with_a_quotation_mark(run: Run, tmp_path: Path) -> None:
    titles = ['"他說', "二", '三"', '"四"', "五"]
    source = tmp_path / "wcd.tsv"
    source.write_text("標題\t標籤\n" + "".join(f"{t}\t{n % 2}\n" for n, t in enumerate(titles)), encoding="utf-8")
    code, out, _ = run("data", "convert", "wcd", str(source), str(tmp_path / "out.jsonl"))
    assert code == 0 and out.startswith("5 headlines")
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["headline"] for line in lines] == titles


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("data", "convert", "wcd"),
        ("data", "check"),
        ("evaluate", "--data"),
        ("predict",),
        ("data", "check", "--against"),
    ],
)
def test_one_limit_for_a_field_and_never_a_traceback(arguments: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    path, out = tmp_path / "a.csv", str(tmp_path / "out.csv")
    target = (out,) if "convert" in arguments else ()
    path.write_text(f"headline,label,body\n{HEADLINES[0]},1,{'x' * 140_000}\n{HEADLINES[1]},0,\n", encoding="utf-8")
    assert run(*arguments, str(path), *target)[0] in (0, 1)
    path.write_text(f"headline,label,body\n{HEADLINES[0]},1,{'x' * (5 << 20)}\n{HEADLINES[1]},0,\n", encoding="utf-8")
    code, out, err = run(*arguments, str(path), *target)
    assert code in (1, 2) and "the row is longer than 4194304 bytes" in out + err


@pytest.mark.slow
def test_an_empty_database_exports_a_header_and_no_row(run: Run, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'feedback.sqlite3'}"
    for name in ("e.csv", "e.xlsx", "e.jsonl"):
        code, out, _ = run("feedback", "export", str(tmp_path / name), "--database", database)
        assert code == 0 and "0 headlines exported" in out
    assert (tmp_path / "e.csv").read_text(encoding="utf-8").startswith("id,headline,grade,")
    done = command("feedback", "export", "-", "--database", database)
    assert done.stdout.startswith("id,headline,grade,") and "0 pieces of feedback" in done.stderr
