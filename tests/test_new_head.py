"""A head that is declared here alone goes all the way: corpus, both trainers, artefact, prediction, archive, API."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from api.app import create_app
from api.settings import read_settings
from classifier import heads, load
from classifier.artifact import save
from classifier.heads import SIGMOID, SOFTMAX, Head
from console.cli import main
from tests.support.invented_corpus import BAIT, PLAIN, invented_corpus
from training.corpus.format import CorpusError, read_corpus
from training.fitting.fit import fit
from training.fitting.heads import TrainingSettings
from training.fitting.streaming.fit import fit_stream
from training.fitting.streaming.prepare import StreamSettings

LOUD = Head("loud", ("calm", "loud"), SIGMOID, "loudness", probability="loud", calibrated=True)
TONE = Head(
    "tone", ("dry", "warm", "sharp"), SOFTMAX, "tone", probability="tone_score", choice="tone", groups=("word",)
)


@pytest.fixture(autouse=True)
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The only place that knows of the new heads."""
    monkeypatch.setattr(heads, "HEADS", (*heads.HEADS, LOUD, TONE))


@pytest.fixture
def corpus_file(tmp_path: Path) -> Path:
    lines = []
    for row in invented_corpus():
        record = {"headline": row.headline, "grade": row.grade, "family": row.family, "split": row.split}
        record |= {
            "topic": row.topic,
            "loudness": 2 if row.clickbait else 0,
            "tone": "warm" if row.clickbait else "dry",
        }
        lines.append(json.dumps(record, ensure_ascii=False))
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(params=["in memory", "streaming"])
def model(request: pytest.FixtureRequest, corpus_file: Path, tmp_path: Path) -> Path:
    if request.param == "streaming":
        artifact = fit_stream([corpus_file], TrainingSettings(), StreamSettings(chunk_rows=500, shard_rows=700))
    else:
        artifact = fit(read_corpus([corpus_file]), TrainingSettings(), corpus_digest="x").artifact
    save(artifact, tmp_path / "model")
    return tmp_path / "model"


@pytest.mark.slow
def test_a_new_head_is_answered_everywhere(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    classifier = load(model)
    assert [head.name for head in classifier.heads] == ["bait", "topic", "loud", "tone"]
    plain, bait = classifier.predict([PLAIN[0], BAIT[0]])
    assert plain.answers["loud"] < 0.5 < bait.answers["loud"]
    assert (plain.answers["tone"], bait.answers["tone"]) == ("dry", "warm")
    assert bait.to_dict()["tone_score"] == bait.answers["tone_score"]

    source = tmp_path / "archive.csv"
    source.write_text("headline\n" + "\n".join([PLAIN[0], BAIT[0]]) + "\n", encoding="utf-8")
    assert main(["score", str(source), str(tmp_path / "out.parquet"), "--model", str(model)]) == 0
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column_names == [
        "headline",
        "label",
        "score",
        "grade",
        "topic",
        "loud",
        "tone",
        "tone_score",
        "model_version",
    ]
    assert table.column("tone").to_pylist() == ["dry", "warm"]
    assert table.column("loud").to_pylist() == [plain.answers["loud"], bait.answers["loud"]]
    capsys.readouterr()

    assert main(["predict", BAIT[0], "--model", str(model)]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header.split() == ["label", "score", "topic", "loud", "tone", "tone_score", "headline"]
    assert row.split()[4] == "warm"

    app = create_app(read_settings(), classifier)
    client = app.test_client()
    (answer,) = client.post("/v1/predict", json={"headlines": [BAIT[0]]}).get_json()["predictions"]
    assert (answer["tone"], answer["loud"]) == ("warm", bait.answers["loud"])
    described = client.get("/v1/model").get_json()["heads"]
    assert described[-1] == {
        "name": "tone",
        "link": "softmax",
        "classes": ["dry", "warm"],
        "fields": ["tone", "tone_score"],
    }
    app.extensions["store"].close()


def test_rows_may_say_nothing_of_a_new_head(corpus_file: Path) -> None:
    records = [json.loads(line) for line in corpus_file.read_text(encoding="utf-8").splitlines()]
    for record in records[::3]:
        record |= {"loudness": "", "tone": ""}
    corpus_file.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    rows = read_corpus([corpus_file])
    assert rows[0].target(LOUD) is None and rows[1].target(LOUD) is not None
    artifact = fit(rows, TrainingSettings(), corpus_digest="x").artifact
    assert [entry["name"] for entry in artifact.manifest["heads"]] == ["bait", "topic", "loud", "tone"]


def test_a_head_that_no_row_teaches_is_left_out() -> None:
    artifact = fit(invented_corpus(), TrainingSettings(), corpus_digest="x").artifact
    assert "loud" not in [entry["name"] for entry in artifact.manifest["heads"]]


@pytest.mark.parametrize(("column", "value"), [("loudness", 7), ("tone", "loud")])
def test_values_that_a_head_does_not_know_are_refused(column: str, value: object, corpus_file: Path) -> None:
    first, *rest = corpus_file.read_text(encoding="utf-8").splitlines()
    corpus_file.write_text("\n".join([json.dumps({**json.loads(first), column: value}), *rest]), encoding="utf-8")
    with pytest.raises(CorpusError, match=f"corpus.jsonl:1: {column}"):
        read_corpus([corpus_file])
