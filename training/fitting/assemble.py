"""What every trainer does besides fitting: check the splits, put the artefact together, tune and measure it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from typing import Any

import numpy as np

from classifier.artifact import Artifact, engine_versions, reading_digest
from classifier.model import Classifier
from training.corpus.format import CorpusError, Row
from training.evaluation.metrics import best_threshold, measures
from training.fitting.fitted_head import FittedHead
from training.fitting.heads import Array, TrainingSettings, labels
from training.real.cuts import cut_at, cuts_of, uncertain_margin
from training.real.prior import Prior

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
    heads: Sequence[FittedHead],
    corpus_digest: str,
    headlines: Mapping[str, int],
) -> dict[str, Any]:
    """The manifest of a fitted model before it is tuned."""
    return {
        "name": "clickbait-zh",
        "groups": list(settings.groups),
        "heads": [head.entry() for head in heads],
        "threshold": 0.5,
        "cuts": {},
        "uncertain_margin": 0.0,
        "lexicon": reading_digest(),
        "corpus": {"digest": corpus_digest, "headlines": dict(headlines)},
        "settings": asdict(settings),
        "seed": settings.seed,
        "engines": engine_versions(),
    }


def put_terms(arrays: dict[str, Array], group: str, keys: Array, idf: Array) -> None:
    """The terms of a TF-IDF group as they are stored."""
    arrays[f"{group}_keys"] = keys
    arrays[f"{group}_idf"] = idf.astype(np.float32)


def put_weights(arrays: dict[str, Array], heads: Sequence[FittedHead], style_scale: Array | None) -> None:
    """The weights of all heads as they are stored; those of style features (``style_scale``: value of one hit in the
    matrix) are for one hit."""
    for head in heads:
        for group in head.weights:
            if group == "style" and style_scale is not None:
                head.weights[group] = head.weights[group] * style_scale[:, None]
            arrays[f"{group}_{head.head.name}"] = head.stored(group)


def tune(
    manifest: dict[str, Any],
    arrays: dict[str, Array],
    held_out: Mapping[str, Sequence[Row]],
    prior: Prior | None = None,
) -> None:
    """Cuts and uncertain margin, quality on validation and test, and the version.

    The cuts are the prior's, which real headlines chose; without one the validation split chooses them.
    """
    classifier = Classifier(Artifact(manifest, arrays))
    measured = {
        name: (labels(held_out[name]), classifier.scores([row.headline for row in held_out[name]])) for name in HELD_OUT
    }
    settle(manifest, arrays, measured, prior)


def settle(
    manifest: dict[str, Any],
    arrays: dict[str, Array],
    measured: Mapping[str, tuple[Array, Array]],
    prior: Prior | None = None,
) -> None:
    """Cuts, margin, quality and version from the truth and the scores of rows that the model has not seen, by name.

    Without a prior the first of them choose the cuts.
    """
    if prior:
        cuts, margin = prior.cuts, prior.uncertain_margin
    else:
        truth, scores = next(iter(measured.values()))
        cuts = cuts_of(truth, scores)
        chosen = min(max(best_threshold(truth, scores), 0.01), 0.99)
        cuts["balanced"] = cut_at(truth, scores, round(chosen, 4))
        margin = uncertain_margin(scores, cuts["balanced"]["threshold"])
    threshold = cuts["balanced"]["threshold"]
    manifest["cuts"] = cuts
    manifest["threshold"] = threshold
    manifest["uncertain_margin"] = margin
    manifest["metrics"] = {
        name: {
            key: [round(m.value, 4), round(m.low, 4), round(m.high, 4)]
            for key, m in measures(truth, scores, threshold, resamples=200).items()
        }
        for name, (truth, scores) in measured.items()
    }
    manifest["version"] = _version(manifest, arrays)


def _version(manifest: dict[str, Any], arrays: dict[str, Array]) -> str:
    total = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode())
    for name in sorted(arrays):
        total.update(np.ascontiguousarray(arrays[name]).tobytes())
    return total.hexdigest()[:12]
