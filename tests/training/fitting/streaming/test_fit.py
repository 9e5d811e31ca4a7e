"""The streaming trainer as a whole."""

import json
import os
import subprocess
import tempfile
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.running import BIN
from classifier import Classifier
from classifier.text.batch import read_batch
from classifier.text.tokenizer import tokenizer
from console.cli import main
from tests.support.invented_corpus import BAIT, PLAIN, invented_corpus
from training.corpus.format import CorpusError, Row
from training.fitting.heads import TrainingSettings, one_thread
from training.fitting.streaming.fit import export, fit_stream
from training.fitting.streaming.learn import Trainer
from training.fitting.streaming.prepare import StreamSettings, prepared

Call = Callable[..., tuple[int, str, str]]
SMALL = StreamSettings(chunk_rows=500, shard_rows=700)


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where temporary folders are made, to see that none is left."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run the command in this process; answers exit code, stdout and stderr."""

    def run(*arguments: object) -> tuple[int, str, str]:
        try:
            code = main(list(map(str, arguments)))
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, *capsys.readouterr()

    return run


def write(path: Path, rows: Sequence[Row]) -> Path:
    fields = ("headline", "grade", "topic", "family", "split")
    lines = [json.dumps({name: getattr(row, name) for name in fields}, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.slow
@one_thread  # as ``fit_stream`` trains
def test_the_classifier_computes_what_sgd_learned(corpus: list[Row], tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", corpus[::10])
    settings = TrainingSettings()
    with prepared([path], settings, SMALL) as ready:
        trainer = Trainer(ready.spool, ready.vectors.columns, settings)
        trainer.run(lambda _: None)
        arrays, _ = export(ready, trainer.fitted(ready.spool.held_out()))
        headlines = [row.headline for row in corpus[:300]] + PLAIN + BAIT
        matrix = ready.vectors.matrix(read_batch(headlines, tokenizer()))
        expected = sum(
            settings.cumulative[level - 1] * model.learner.decision_function(matrix)
            for level, model in trainer.heads[0].models.items()
        )
    artifact = fit_stream([path], settings, SMALL)
    assert all(np.array_equal(array, artifact.arrays[name]) for name, array in arrays.items())
    np.testing.assert_allclose(Classifier(artifact).logits(headlines), expected, atol=1e-5)


@pytest.mark.slow
def test_several_processes_learn_from_rows_sorted_by_grade(corpus: list[Row], tmp_path: Path) -> None:
    rows = sorted(corpus[::8], key=lambda row: row.grade)
    artifact = fit_stream([write(tmp_path / "rows.jsonl", rows)], TrainingSettings(), replace(SMALL, chunk_rows=300))
    metrics = artifact.manifest["metrics"]["test"]
    assert metrics["roc_auc"][0] > 0.95 and metrics["f1"][0] > 0.75
    assert artifact.manifest["stream"]["chunk_rows"] == 300
    topics = [prediction.topic for prediction in Classifier(artifact).predict(["央行維持利率不變", "立院三讀托育條例"])]
    assert topics == ["finance", "politics"]


def test_the_vocabulary_has_its_limit(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", invented_corpus())
    artifact = fit_stream([path], TrainingSettings(), StreamSettings(max_features=50))
    assert sum(len(artifact.arrays[f"{group}_keys"]) for group in ("word", "char")) == 50
    assert sum(map(len, artifact.terms.values())) == 50


@pytest.mark.parametrize(
    ("groups", "topics"),
    [
        (("char", "style"), ("politics", "life")),
        *(
            pytest.param(groups, topics, marks=pytest.mark.slow)
            for groups, topics in ((("word",), ("politics",)), (("style",), ("",)), (("style",), ("life",)))
        ),
    ],
)
def test_few_groups_and_few_topics_will_do(topics: tuple[str, ...], groups: tuple[str, ...], tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", invented_corpus(topics))
    classifier = Classifier(fit_stream([path], replace(TrainingSettings(), groups=groups)))
    assert {prediction.topic for prediction in classifier.predict(PLAIN)} <= (set(topics) - {""} or {"other"})


@pytest.mark.slow
def test_memory_does_not_grow_with_the_corpus(tmp_path: Path) -> None:
    stream, peaks = replace(SMALL, chunk_rows=250, shard_rows=250, sample=100), []
    for times in (1, 4, 16):  # the first one is there to load what is loaded once
        rows = [replace(row, family=f"{row.family}-{n}") for n in range(times) for row in invented_corpus()]
        path = write(tmp_path / f"{times}.jsonl", rows)
        tracemalloc.start()
        with prepared([path], TrainingSettings(), stream) as ready:
            Trainer(ready.spool, ready.vectors.columns, TrainingSettings()).run(lambda _: None)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] - peaks[1] < 500_000, peaks


def test_a_bad_row_in_the_middle_is_told_and_nothing_is_written(call: Call, tmp_path: Path, temporary: Path) -> None:
    rows = invented_corpus()
    path = write(tmp_path / "rows.jsonl", rows[:70] + [replace(rows[70], grade=9)] + rows[71:])
    code, out, err = call("train", "--data", path, "--out", tmp_path / "model", "--stream-above", "0")
    assert code == 2 and out == ""
    assert err == f"clickbait train: {path}:71: grade '9' is not a number from 0 to 3\n"
    assert not (tmp_path / "model").exists() and not list(temporary.iterdir())


@pytest.mark.parametrize("step", ["reading", "counting", "matrices", "learning"])
def test_the_temporary_folder_goes_when_training_is_stopped(step: str, tmp_path: Path, temporary: Path) -> None:
    def stop(message: str) -> None:
        if message.startswith(step):
            assert list(temporary.iterdir())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit_stream([write(tmp_path / "rows.jsonl", invented_corpus())], TrainingSettings(), progress=stop)
    assert not list(temporary.iterdir())


@pytest.mark.slow
def test_a_terminated_training_leaves_nothing_behind(tmp_path: Path, temporary: Path) -> None:
    command = [BIN / "clickbait", "train", "--out", tmp_path / "model", "--stream-above", "0"]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr
        for line in process.stderr:
            if line.startswith("training: counting"):
                assert list(temporary.glob("clickbait-train-*"))
                process.terminate()
                break
        process.stderr.read()
    assert process.returncode == 143
    assert not list(temporary.glob("clickbait-train-*")) and not (tmp_path / "model").exists()


def test_one_class_cannot_be_trained(tmp_path: Path) -> None:
    plain = [row for row in invented_corpus() if not row.clickbait]
    with pytest.raises(CorpusError, match="the train split has only substantive headlines"):
        fit_stream([write(tmp_path / "rows.jsonl", plain)], TrainingSettings())
    empty = tmp_path / "empty.csv"
    empty.write_text("headline,grade\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="no headlines"):
        fit_stream([empty], TrainingSettings())


def test_few_families_are_told(tmp_path: Path) -> None:
    rows = [replace(row, family=f"{row.clickbait}-{row.split}") for row in invented_corpus()]
    with pytest.raises(CorpusError, match="too few families for calibration"):
        fit_stream([write(tmp_path / "rows.jsonl", rows)], TrainingSettings())


@pytest.mark.slow
def test_the_same_files_and_seed_give_the_same_bytes_in_another_process(tmp_path: Path, few_pages: str) -> None:
    path, contents = write(tmp_path / "rows.jsonl", invented_corpus()), []
    for seed in ("1", "2"):
        out = tmp_path / f"model-{seed}"
        where = ["--data", path, "--pages", few_pages, "--out", out]
        command = [BIN / "clickbait", "train", *where, "--stream-above", "0"]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True)
        contents.append({file.name: file.read_bytes() for file in out.iterdir()})
    assert contents[0] == contents[1]


@pytest.mark.slow
def test_train_streaming_then_predict(call: Call, few_pages: str, tmp_path: Path) -> None:
    path, model = write(tmp_path / "rows.jsonl", invented_corpus()), tmp_path / "model"
    arguments = ("train", "--data", path, "--pages", few_pages, "--out", model, "--stream-above")
    code, out, err = call(*arguments, "0")
    assert code == 0 and "120 headlines:" in out and "saved in" in out
    assert "training: reading: " in err and "rows/s" in err
    code, out, _ = call("predict", BAIT[0], PLAIN[0], "--json", "--model", model)
    assert code == 0 and [json.loads(line)["label"] for line in out.splitlines()] == ["clickbait", "substantive"]
    for more, fact in ((("0", "--pipeline", "p"), "--pipeline"), (("-1",), "--stream-above")):
        code, _, err = call(*arguments, *more)
        assert code == 2 and fact in err.splitlines()[-1]
    code, _, err = call(*arguments, "120", "--no-real")
    assert code == 0 and "calibration fold" in err
