"""Fit the classifier with scikit-learn and turn it into an artefact for the numpy path.

Features and heads are fitted on the train split; Platt scaling uses out-of-fold logits of the same split; the
threshold and the uncertain margin come from validation; test is only measured.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from classifier.artifact import Artifact, engine_versions, lexicon_digest
from classifier.features import term_keys
from classifier.model import Classifier
from training.corpus import SPLITS, CorpusError, Row
from training.heads import Array, Head, Settings, TopicHead, fit_bait, fit_platt, fit_topics, labels
from training.metrics import best_threshold, measures
from training.pages import LabelledPage
from training.pipeline import build_features
from training.roles import add_roles

UNCERTAIN_SHARE = 0.15  # the validation headlines nearest to the threshold are called uncertain


@dataclass(frozen=True)
class Fitted:
    """A trained model: the artefact, and the same model as a scikit-learn pipeline."""

    artifact: Artifact
    pipeline: Pipeline


def fit(
    rows: Sequence[Row],
    settings: Settings,
    *,
    corpus_digest: str,
    pages: Sequence[LabelledPage] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Fitted:
    """Train on the train split, tune the threshold on validation, measure on validation and test.

    With ``pages`` the model learns the roles of page blocks too, from all of them; how well it does on layouts that it
    has not seen is measured by ``training.page_study``. Raises CorpusError when a split lacks one of the two classes.
    """
    split = {name: [row for row in rows if row.split == name] for name in SPLITS}
    _check(split)
    train = split["train"]
    progress(f"features of {len(train)} headlines")
    features = build_features(settings.groups, min_df=settings.min_df, style_scale=settings.style_scale)
    matrix = csr_matrix(features.fit_transform([row.headline for row in train]))
    slope, offset = fit_platt(matrix, train, settings, progress)
    progress("bait head")
    bait = fit_bait(matrix, train, settings)
    progress("topic head")
    terms = {name: part.get_feature_names_out().tolist() for name, part in features.transformer_list if name != "style"}
    topics = fit_topics(matrix[:, : sum(map(len, terms.values()))], train, settings)
    arrays = _export(features, terms, bait, topics, settings)
    manifest: dict[str, Any] = {
        "name": "clickbait-zh",
        "groups": list(settings.groups),
        "topics": topics.topics,
        "intercept": bait.intercept,
        "calibration": {"method": "platt", "slope": slope, "intercept": offset},
        "threshold": 0.5,
        "uncertain_margin": 0.0,
        "lexicon": lexicon_digest(),
        "corpus": {"digest": corpus_digest, "headlines": {name: len(part) for name, part in split.items()}},
        "settings": asdict(settings),
        "seed": settings.seed,
        "engines": engine_versions(),
    }
    if pages:
        progress(f"roles of {sum(len(page.lines) for page in pages)} lines of pages")
        add_roles(manifest, arrays, pages)
    progress("threshold and quality")
    _tune(manifest, arrays, split)
    manifest["version"] = _version(manifest, arrays)
    return Fitted(Artifact(manifest, arrays, terms), _as_pipeline(features, arrays, manifest))


def _check(split: dict[str, list[Row]]) -> None:
    for name, part in split.items():
        kinds = {row.clickbait for row in part}
        if len(kinds) < 2:
            found = "no headline" if not part else f"only {'clickbait' if kinds == {True} else 'substantive'} headlines"
            raise CorpusError(f"the {name} split has {found}: training needs both classes in every split")


def _export(
    features: FeatureUnion, terms: dict[str, list[str]], bait: Head, topics: TopicHead, settings: Settings
) -> dict[str, Array]:
    """Weights per group as float32 (topics float16): small on disk; the pipeline takes the rounded values back."""
    arrays: dict[str, Array] = {"topic_intercept": topics.intercept.astype(np.float32)}
    start = 0
    for name, transformer in features.transformer_list:
        if name == "style":
            scale = settings.style_scale / transformer.named_steps["scale"].scale_
            arrays["style_weight"] = (bait.weight[start:] * scale).astype(np.float32)
            continue
        stop = start + len(terms[name])
        arrays[f"{name}_keys"] = term_keys(name, terms[name])
        arrays[f"{name}_idf"] = transformer.idf_.astype(np.float32)
        arrays[f"{name}_weight"] = bait.weight[start:stop].astype(np.float32)
        arrays[f"{name}_topic"] = topics.weight[start:stop].astype(np.float16)
        start = stop
    return arrays


def _tune(manifest: dict[str, Any], arrays: dict[str, Array], split: dict[str, list[Row]]) -> None:
    """Threshold and uncertain margin from the validation split, then quality on validation and test."""
    classifier = Classifier(Artifact(manifest, arrays))
    held_out = ("validation", "test")
    scores = {name: classifier.scores([row.headline for row in split[name]]) for name in held_out}
    truth = {name: labels(split[name]) for name in held_out}
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
        for name in held_out
    }


def _version(manifest: dict[str, Any], arrays: dict[str, Array]) -> str:
    total = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode())
    for name in sorted(arrays):
        total.update(np.ascontiguousarray(arrays[name]).tobytes())
    return total.hexdigest()[:12]


def _as_pipeline(features: FeatureUnion, arrays: dict[str, Array], manifest: dict[str, Any]) -> Pipeline:
    """The same model for scikit-learn: ``predict_proba`` gives the calibrated score."""
    weights = []
    for name, transformer in features.transformer_list:
        weight = arrays[f"{name}_weight"].astype(np.float64)
        if name == "style":
            weight = weight * transformer.named_steps["scale"].scale_ / features.transformer_weights["style"]
        else:
            transformer.idf_ = arrays[f"{name}_idf"].astype(np.float64)
        weights.append(weight)
    slope, offset = manifest["calibration"]["slope"], manifest["calibration"]["intercept"]
    bait = LogisticRegression()
    bait.classes_ = np.array([False, True])
    bait.coef_ = slope * np.concatenate(weights)[None, :]
    bait.intercept_ = np.array([slope * manifest["intercept"] + offset])
    bait.n_features_in_ = bait.coef_.shape[1]
    return Pipeline([("features", features), ("bait", bait)])
