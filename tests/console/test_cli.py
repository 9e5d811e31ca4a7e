import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import joblib
import pytest

from console.cli import COMMANDS
from tests.conftest import HEADLINES
from tests.support.commands import PROGRAM, Run, assert_refused


def test_predict_prints_a_table(run: Run) -> None:
    code, out, _ = run("predict", *HEADLINES[:2])
    lines = out.splitlines()
    assert code == 0
    assert lines[0].split() == ["label", "score", "withheld", "sensational", "push", "topic", "headline"]
    assert lines[1].startswith("clickbait") and lines[1].endswith(HEADLINES[0])
    assert lines[2].startswith("substantive")


def test_predict_reads_lines_and_counts_blank_ones(run: Run) -> None:
    code, out, err = run("predict", "-", "--json", stdin="\ufeff她一句話\r\n\n立院三讀\n".encode())
    assert code == 0 and "1 blank lines left out" in err
    assert [json.loads(line)["headline"] for line in out.splitlines()] == ["她一句話", "立院三讀"]


def test_json_is_one_object_a_line_with_signals_when_asked(run: Run) -> None:
    plain = json.loads(run("predict", HEADLINES[0], "--json")[1])
    assert set(plain) == {"headline", "label", "score", "uncertain", "grade", "kind", "kinds", "topic", "topic_score"}
    explained = json.loads(run("predict", HEADLINES[0], "--json", "--explain")[1])
    total = sum(s["weight"] for s in explained["signals"]) + explained["intercept"]
    assert total == pytest.approx(explained["logit"])


def test_explain_shows_a_sum_that_adds_up(run: Run) -> None:
    lines = run("predict", HEADLINES[0], "--explain")[1].splitlines()[2:]
    values = [float(line.split()[0]) for line in lines]
    assert sum(values[:-1]) == pytest.approx(values[-1], abs=0.01)
    assert "weaker signals" in lines[-3] and "intercept" in lines[-2] and "logit" in lines[-1]


def test_the_threshold_decides(run: Run) -> None:
    assert "clickbait" in run("predict", HEADLINES[1], "--threshold", "0")[1]
    assert_refused(run("predict", HEADLINES[1], "--threshold", "2"), "--threshold", "0 to 1")
    assert_refused(run("predict", HEADLINES[1], "--threshold", "nan"), "--threshold")


def test_a_control_character_does_not_reach_the_terminal(run: Run) -> None:
    out = run("predict", "立院\x1b[31m三讀\x00條例")[1]
    assert "\x1b" not in out and "\x00" not in out


@pytest.mark.parametrize(
    ("stdin", "fact"),
    [
        ("立院三讀\n".encode() + "新聞\n".encode("big5"), "line 2 of standard input is not UTF-8"),
        (b"", "no headline on standard input"),
        (b"\n \n", "no headline on standard input"),
        ("\u200b\n".encode(), "no visible character"),
    ],
)
def test_bad_input_on_stdin_is_told(run: Run, stdin: bytes, fact: str) -> None:
    assert_refused(run("predict", "-", stdin=stdin), fact)


def test_bad_arguments_are_told(run: Run, tmp_path: Path) -> None:
    assert_refused(run("predict", "標題", "\udcff"), "headline 2 is not valid UTF-8")
    assert_refused(run("predict", "標題", "  "), "headline 2", "no visible character")
    assert_refused(run("predict"), "headline")
    assert_refused(run("guess"), "guess")
    assert_refused(run(), "COMMAND")
    assert_refused(run("predict", "標題", "--model", str(tmp_path)), "no model at", "clickbait train")
    assert_refused(run("serve", "--port", "99999"), "99999")
    assert_refused(run("serve", "--workers", "0"), "--workers")
    assert_refused(run("serve", "--host", "999.1.1.1"), "cannot listen")


def test_emoji_english_and_long_lines_have_results(run: Run) -> None:
    code, out, _ = run("predict", "😀😀", "Breaking news", "立院三讀" * 25_000)
    assert code == 0
    assert [line.split()[0][-1] for line in out.splitlines()[1:3]] == ["?", "?"]


@pytest.mark.slow
def test_train_then_predict(run: Run, small_csv: Path, few_pages: str, tmp_path: Path) -> None:
    model, pipeline = tmp_path / "model", tmp_path / "pipeline.joblib"
    code, out, err = run(
        "train", "--data", str(small_csv), "--pages", few_pages, "--out", str(model), "--pipeline", str(pipeline)
    )
    assert code == 0 and "saved in" in out and "f1" in out
    assert "training: features" in err
    assert hasattr(joblib.load(pipeline), "predict_proba")
    assert run("predict", HEADLINES[0], "--model", str(model))[0] == 0


@pytest.mark.slow
def test_train_then_evaluate(run: Run, small_csv: Path, few_pages: str, tmp_path: Path) -> None:
    model = tmp_path / "model"
    assert run("train", "--data", str(small_csv), "--pages", few_pages, "--out", str(model))[0] == 0
    code, out, _ = run("evaluate", "--data", str(small_csv), "--model", str(model), "--report", str(tmp_path / "r"))
    assert code == 0 and "roc_auc" in out and "worst errors" in out
    assert (tmp_path / "r" / "report.html").is_file()
    code, out, _ = run("evaluate", "--data", str(small_csv), "--model", str(model), "--json", "--split", "test")
    assert set(json.loads(out)["measures"]) >= {"precision", "recall", "f1", "ece"}


@pytest.mark.slow
def test_training_twice_gives_the_same_bytes(run: Run, small_csv: Path, few_pages: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert (
            run("train", "--data", str(small_csv), "--pages", few_pages, "--out", str(tmp_path / name), "--seed", "7")[
                0
            ]
            == 0
        )
    files = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert files and all((tmp_path / "a" / n).read_bytes() == (tmp_path / "b" / n).read_bytes() for n in files)


@pytest.mark.slow
def test_bad_data_is_told(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("headline,label\n標題,1\n標題二,maybe\n", encoding="utf-8")
    for command in (("train", "--data"), ("evaluate", "--data")):
        assert_refused(run(*command, str(bad)), "bad.csv:3", "maybe")
    bad.write_text("headline,label\n標題,1\n標題二,1\n", encoding="utf-8")
    assert_refused(run("train", "--data", str(bad)), "both classes")
    assert_refused(run("evaluate", "--data", str(bad)), "only clickbait headlines")
    assert_refused(run("train", "--data", str(tmp_path / "none.csv")), "no such file")


def test_data_check_exits_1_for_problems(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("headline,grade\n立院三讀托育條例,0\n立院三讀托育條例,0\n標題,9\n", encoding="utf-8")
    code, out, _ = run("data", "check", str(bad))
    assert code == 1 and "PROBLEM" in out and "bad.csv:4" in out and "2 problems in 2 headlines" in out


def test_every_command_has_help(run: Run) -> None:
    for name in COMMANDS:
        code, out, _ = run(name, "--help")
        assert code == 0 and "usage: clickbait " + name in out
    assert run("--help")[0] == 0
    assert run("--version")[1].startswith("clickbait-zh 0.")


def test_the_installed_command_starts_without_the_heavy_libraries(model_folder: Path) -> None:
    code = (
        "import sys; from console.cli import main; main(['predict', '她一句話']); "
        "print([m for m in ('sklearn', 'scipy', 'flask', 'pandas', 'matplotlib', 'rich', 'sqlalchemy') "
        "if m in sys.modules])"
    )
    environment = {**os.environ, "CLICKBAIT_MODEL": str(model_folder)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_closed_pipe_is_no_error(model_folder: Path) -> None:
    environment = {**os.environ, "CLICKBAIT_MODEL": str(model_folder)}
    source = "她一句話讓全場傻眼\n" * 60_000
    command = f"{PROGRAM} predict - | head -1"
    done = subprocess.run(command, shell=True, input=source, capture_output=True, text=True, env=environment)
    assert done.stderr == "" and done.stdout.startswith("label")


def test_a_terminal_gets_colour(model_folder: Path) -> None:
    environment = {**os.environ, "CLICKBAIT_MODEL": str(model_folder)}
    master, slave = pty.openpty()
    process = subprocess.Popen([PROGRAM, "predict", HEADLINES[0]], stdout=slave, env=environment)
    os.close(slave)
    output = b""
    try:
        while block := os.read(master, 4096):
            output += block
    except OSError:  # Linux says EIO when the other side of a terminal is closed
        pass
    os.close(master)
    assert process.wait() == 0
    assert b"\x1b[31;1m" in output


def test_data_list_and_convert_show_licence_and_citation(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("data", "list")
    assert code == 0 and out.count("licence") == out.count("citation") == 6
    source = tmp_path / "wcd.csv"
    source.write_text("title,label\n她一句話全場傻眼,1\n", encoding="utf-8")
    code, out, _ = run("data", "convert", "wcd", str(source), str(tmp_path / "out.csv"))
    assert code == 0 and "1 headlines written" in out and "licence" in out
    assert_refused(run("data", "convert", "wcd", str(tmp_path / "none"), str(tmp_path / "o.csv")), "cannot be read")
    assert_refused(run("data", "convert", "other", "x", "y"), "invalid choice")
