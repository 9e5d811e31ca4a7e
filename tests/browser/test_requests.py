"""What the browser's classifier refuses, and what it says about its model."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from classifier import Classifier
from tests.conftest import HEADLINES, ROOT
from tests.support.browser_model import exported  # noqa: F401  # fixture
from tests.support.programs import program

PROGRAM = """
import { readFile, writeFile } from "node:fs/promises";
import { Classifier } from "%s";
const folder = process.argv[2];
const read = (name) => readFile(`${folder}/${name}`);
const classifier = await Classifier.load(read);
const [headline, other] = JSON.parse(process.argv[3]);
const refused = async (work) => {
  try {
    return await work();
  } catch (error) {
    return { name: error.name, message: error.message, positions: error.positions, errors: error.errors };
  }
};
const other_format = async (name) => (name === "model.json" ? Buffer.from('{"format": 99}') : read(name));
const cut_short = async (name) => (name === "words.bin" ? (await read(name)).subarray(9) : read(name));
const spoilt = async (name) => (name === "words.bin" ? (await read(name)).fill(7) : read(name));
console.log(JSON.stringify({
  info: classifier.info,
  none: classifier.predict([]),
  empty: await refused(() => classifier.predict([headline, "", other, "\\u200b"])),
  explained: await refused(() => classifier.explain(" ")),
  text: await refused(() => classifier.predict(headline)),
  number: await refused(() => classifier.predict([headline, 3])),
  both: await refused(() => classifier.predict([headline], { threshold: 0.5, sensitivity: "strict" })),
  high: await refused(() => classifier.predict([headline], { threshold: 1.5 })),
  unknown: await refused(() => classifier.predict([headline], { sensitivity: "constructor" })),
  cuts: [0, 1, 0.3].map((threshold) =>
    classifier.predict([headline, other], { threshold }).map(({ label, uncertain }) => [label, uncertain])),
  strict: classifier.cutFor({ sensitivity: "strict" }),
  format: await refused(() => Classifier.load(other_format)),
  short: await refused(() => Classifier.load(cut_short)),
  spoilt: await refused(() => Classifier.load(spoilt)),
}));
"""


def outcomes(model: Path, folder: Path) -> dict[str, Any]:
    script = folder / "requests.mjs"
    script.write_text(PROGRAM % (ROOT / "browser" / "classifier.js").as_posix(), encoding="utf-8")
    command = [program("node"), script, model, json.dumps(HEADLINES[:2])]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def test_what_is_refused(exported: Path, classifier: Classifier, client_of: Any, tmp_path: Path) -> None:
    found = outcomes(exported, tmp_path)
    client: FlaskClient = client_of()
    told = client.get("/v1/model").get_json()
    assert {**found["info"], "trained_at": told["trained_at"]} == told
    assert found["none"] == []
    body = client.post("/v1/predict", json={"headlines": [HEADLINES[0], " ", HEADLINES[1], "\u200b"]}).get_json()
    assert found["empty"]["positions"] == [1, 3] and found["empty"]["errors"] == body["errors"]
    assert found["explained"]["name"] == "HeadlineError"
    assert found["text"]["message"] == "expected a list of headlines, not one string: write [headline]"
    assert "headline 1 is number, not a string" in found["number"]["message"]
    assert found["both"]["message"] == "give a threshold or a sensitivity, not both"
    assert found["high"]["message"] == "threshold 1.5 is not between 0 and 1"
    assert found["unknown"]["message"] == (
        f"unknown sensitivity 'constructor': use one of {', '.join(classifier.cuts)}"
    )
    for cut, labels in zip((0, 1, 0.3), found["cuts"], strict=True):
        expected = classifier.predict(HEADLINES[:2], threshold=cut)
        assert labels == [[one.label, one.uncertain] for one in expected]
    assert found["strict"] == classifier.cut_for(sensitivity="strict")
    for name in ("format", "short", "spoilt"):
        assert found[name]["name"] == "ModelError" and "clickbait export browser" in found[name]["message"]
