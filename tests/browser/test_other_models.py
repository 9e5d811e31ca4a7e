"""Models of a newsroom's own: other vocabularies, heads or groups that are absent, weights of another type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.browser_answers import differences, export
from classifier import Classifier
from classifier.artifact import Artifact, save
from classifier.text.normalize import normalize
from tests.conftest import HEADLINES
from tests.support.browser_model import answers
from training.fitting.fit import Fitted

TEXTS = [*HEADLINES, "海風市公車新路線週一上路", "a", "她"]


def without_head(name: str) -> Callable[[Artifact], Artifact]:
    def change(artifact: Artifact) -> Artifact:
        heads = [head for head in artifact.manifest["heads"] if head["name"] != name]
        return replace(artifact, manifest={**artifact.manifest, "heads": heads})

    return change


def only(*groups: str) -> Callable[[Artifact], Artifact]:
    def change(artifact: Artifact) -> Artifact:
        manifest = {**artifact.manifest, "groups": list(groups)}
        return replace(artifact, manifest=manifest, terms={g: t for g, t in artifact.terms.items() if g in groups})

    return change


def singles(artifact: Artifact) -> Artifact:
    """All weights as float32."""
    return replace(artifact, arrays={name: _single(array) for name, array in artifact.arrays.items()})


def _single(array: Any) -> Any:
    return array.astype(np.float32) if array.dtype == np.float16 else array


def no_grades(artifact: Artifact) -> Artifact:
    """A primary head that labels taught."""
    first, *others = artifact.manifest["heads"]
    plain = {name: value for name, value in first.items() if name != "levels"}
    return replace(artifact, manifest={**artifact.manifest, "heads": [plain, *others]})


def no_kinds(artifact: Artifact) -> Artifact:
    heads = [head for head in artifact.manifest["heads"] if head["family"] is None]
    return replace(artifact, manifest={**artifact.manifest, "heads": heads})


CHANGES = {
    "no topic": without_head("topic"), "no kinds": no_kinds, "no grades": no_grades, "float32": singles,
    "words": only("word"), "characters": only("char"), "no style": only("word", "char"), "style": only("style"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_artefact_answers_the_same(fitted: Fitted, change: Callable[[Artifact], Artifact], tmp_path: Path) -> None:
    artifact = change(fitted.artifact)
    save(artifact, tmp_path / "model")
    classifier = Classifier(artifact)
    found = answers(export(tmp_path / "model", tmp_path / "browser"), TEXTS)
    assert all(map(normalize, TEXTS))
    for answer, expected in zip(found, classifier.predict(TEXTS, explain=True), strict=True):
        assert differences(classifier, answer, expected) == []
