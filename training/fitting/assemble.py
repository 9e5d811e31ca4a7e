"""What every trainer does besides fitting: check the splits, put the artefact together, tune and measure it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from typing import Any

import numpy as np

from classifier.artifact import Artifact, engine_versions, lexicon_digest
from classifier.model import Classifier
from training.corpus.format import CorpusError, Row
from training.evaluation.metrics import best_threshold, measures
from training.fitting.heads import Array, TrainingSettings, labels

UNCERTAIN_SHARE = 0.15  # the validation headlines nearest to the threshold are called uncertain
HELD_OUT = ("validation", "test")


def check_classes(kinds: Mapping[str, AbstractSet[bool]]) -> None:
    """``kinds`` tells by split which of clickbait and substantive occurs. Raises CorpusError when one is missing."""
    for name, found in kinds.items():
        if len(found) < 2:
            only = f"only {'clickbait' if found == {True} else 'substantive'} headlines" if found else "no headline"
            raise CorpusError(f"the {name} split has {only}: training needs both classes in every split")


def manifest_of(
    settings: TrainingSettings,
    *,
    topics: Sequence[str],
    intercept: float,
    calibration: tuple[float, float],
    corpus_digest: str,
    headlines: Mapping[str, int],
) -> dict[str, Any]:
    """The manifest of a fitted model before it is tuned; ``calibration`` is slope and intercept of Platt scaling."""
    slope, offset = calibration
    return {
        "name": "clickbait-zh",
        "groups": list(settings.groups),
        "topics": list(topics),
        "intercept": intercept,
        "calibration": {"method": "platt", "slope": slope, "intercept": offset},
        "threshold": 0.5,
        "uncertain_margin": 0.0,
        "lexicon": lexicon_digest(),
        "corpus": {"digest": corpus_digest, "headlines": dict(headlines)},
        "settings": asdict(settings),
        "seed": settings.seed,
        "engines": engine_versions(),
    }


def put_group(arrays: dict[str, Array], name: str, keys: Array, idf: Array, bait: Array, topic: Array) -> None:
    """The arrays of a TF-IDF group as they are stored: weights as float32, those of topics as float16."""
    arrays[f"{name}_keys"] = keys
    arrays[f"{name}_idf"] = idf.astype(np.float32)
    arrays[f"{name}_weight"] = bait.astype(np.float32)
    arrays[f"{name}_topic"] = topic.astype(np.float16)


def tune(manifest: dict[str, Any], arrays: dict[str, Array], held_out: Mapping[str, Sequence[Row]]) -> None:
    """Threshold and uncertain margin from the validation split, quality on validation and test, and the version."""
    classifier = Classifier(Artifact(manifest, arrays))
    scores = {name: classifier.scores([row.headline for row in held_out[name]]) for name in HELD_OUT}
    truth = {name: labels(held_out[name]) for name in HELD_OUT}
    threshold = min(max(best_threshold(truth["validation"], scores["validation"]), 0.01), 0.99)
    threshold = round(threshold, 4)
    clipped = np.clip(scores["validation"], 1e-12, 1 - 1e-12)
    distance = np.abs(np.log(clipped / (1 - clipped)) - np.log(threshold / (1 - threshold)))
    manifest["threshold"] = threshold
    manifest["uncertain_margin"] = round(float(np.quantile(distance, UNCERTAIN_SHARE)), 4)
    manifest["metrics"] = {
        name: {
            key: [round(m.value, 4), round(m.low, 4), round(m.high, 4)]
            for key, m in measures(truth[name], scores[name], threshold, resamples=200).items()
        }
        for name in HELD_OUT
    }
    manifest["version"] = _version(manifest, arrays)


def _version(manifest: dict[str, Any], arrays: dict[str, Array]) -> str:
    total = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode())
    for name in sorted(arrays):
        total.update(np.ascontiguousarray(arrays[name]).tobytes())
    return total.hexdigest()[:12]
