"""Fit the classifier with scikit-learn and turn it into an artefact for the numpy path.

Bait: logistic regression on the three feature groups, rows weighted by how clear their grade is, Platt-scaled
on out-of-fold logits of a grouped cross-validation. The threshold is the best F1 on the validation split. Topic: a
second logistic regression on the word group. ``docs/evaluation.md`` says why.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import FeatureUnion, Pipeline

from classifier.artifact import Artifact, engine_versions, lexicon_digest
from classifier.features import GROUPS, term_keys
from classifier.model import Classifier
from classifier.prediction import TOPICS
from training.corpus import CorpusError, Row
from training.metrics import best_threshold, measures
from training.pipeline import build_features

Array = NDArray[Any]
FOLDS = 5
UNCERTAIN_SHARE = 0.15  # the validation headlines nearest to the threshold are called uncertain


@dataclass(frozen=True)
class Settings:
    """What shapes a model besides its corpus. The defaults were chosen on real_dev (docs/evaluation.md)."""

    groups: tuple[str, ...] = GROUPS
    regularization: float = 3.0  # C of the bait head
    topic_regularization: float = 10.0
    min_df: int = 2
    style_scale: float = 0.1
    grade_weights: tuple[float, float, float, float] = (1.5, 0.6, 0.8, 1.5)
    seed: int = 0


@dataclass(frozen=True)
class Fitted:
    """A trained model: the artefact, and the same model as a scikit-learn pipeline."""

    artifact: Artifact
    pipeline: Pipeline


def labels(rows: Sequence[Row]) -> Array:
    """Truth by row, bool, shape (n,)."""
    return np.array([row.clickbait for row in rows])


def row_weights(rows: Sequence[Row], settings: Settings) -> Array:
    """Weight by grade (rounded half up); a row with a label only weighs 1."""
    weights = settings.grade_weights
    return np.array([weights[int(row.grade + 0.5)] if row.graded else 1.0 for row in rows])


def fit(
    rows: Sequence[Row], settings: Settings, *, corpus_digest: str, progress: Callable[[str], None] = lambda _: None
) -> Fitted:
    """Train on the train split, tune the threshold on validation, measure on test.

    Raises CorpusError when a split lacks one of the two classes.
    """
    split = {name: [row for row in rows if row.split == name] for name in ("train", "validation", "test")}
    _check(split)
    train = split["train"]
    progress(f"features of {len(train)} headlines")
    features = build_features(settings.groups, min_df=settings.min_df, style_scale=settings.style_scale)
    matrix: csr_matrix = csr_matrix(features.fit_transform([row.headline for row in train]))
    truth, weights = labels(train), row_weights(train, settings)
    slope, offset = _platt(matrix, train, truth, weights, settings, progress)
    progress("bait head")
    bait = _bait_head(settings).fit(matrix, truth, sample_weight=weights)
    progress("topic head")
    topics, topic_head = _fit_topics(matrix, train, features, settings)
    arrays, terms = _export(features, bait, topic_head, settings)
    manifest: dict[str, Any] = {
        "name": "clickbait-zh",
        "groups": list(settings.groups),
        "topics": topics,
        "intercept": float(bait.intercept_[0]),
        "calibration": {"method": "platt", "slope": slope, "intercept": offset},
        "threshold": 0.5,
        "uncertain_margin": 0.0,
        "lexicon": lexicon_digest(),
        "corpus": {"digest": corpus_digest, "headlines": {name: len(part) for name, part in split.items()}},
        "settings": asdict(settings),
        "seed": settings.seed,
        "engines": engine_versions(),
    }
    progress("threshold and quality")
    _tune(manifest, arrays, split)
    manifest["version"] = _version(manifest, arrays)
    return Fitted(Artifact(manifest, arrays, terms), _as_pipeline(features, bait, arrays, manifest))


def _check(split: dict[str, list[Row]]) -> None:
    for name, part in split.items():
        kinds = {row.clickbait for row in part}
        if len(kinds) < 2:
            found = "no headline" if not part else f"only {'clickbait' if kinds == {True} else 'substantive'} headlines"
            raise CorpusError(f"the {name} split has {found}: training needs both classes in every split")


def _bait_head(settings: Settings) -> LogisticRegression:
    return LogisticRegression(
        C=settings.regularization, solver="liblinear", max_iter=1000, random_state=settings.seed, tol=1e-4
    )


def _platt(
    matrix: csr_matrix, rows: Sequence[Row], truth: Array, weights: Array, settings: Settings,
    progress: Callable[[str], None],
) -> tuple[float, float]:  # fmt: skip
    """Slope and intercept of Platt scaling (Platt 1999) on out-of-fold logits, families kept together."""
    families = np.array([row.family for row in rows])
    folds = min(FOLDS, len(set(families)))
    logits = np.zeros(len(rows))
    for number, (inner, outer) in enumerate(GroupKFold(folds).split(matrix, truth, families), 1):
        progress(f"calibration fold {number} of {folds}")
        if len(set(truth[inner])) < 2:
            raise CorpusError("too few families for calibration: give more clickbait and substantive rows")
        head = _bait_head(settings).fit(matrix[inner], truth[inner], sample_weight=weights[inner])
        logits[outer] = head.decision_function(matrix[outer])
    scaling = LogisticRegression(C=1e6).fit(logits[:, None], truth)
    return float(scaling.coef_[0, 0]), float(scaling.intercept_[0])


def _fit_topics(
    matrix: csr_matrix, rows: Sequence[Row], features: FeatureUnion, settings: Settings
) -> tuple[list[str], LogisticRegression | None]:
    known = np.array([i for i, row in enumerate(rows) if row.topic], dtype=int)
    found = [topic for topic in TOPICS if topic in {rows[i].topic for i in known}]
    if "word" not in settings.groups or len(found) < 2:
        return found[:1] or ["other"], None
    size = len(features.transformer_list[0][1].vocabulary_)  # the word group comes first
    target = np.array([found.index(rows[i].topic) for i in known])
    head = LogisticRegression(C=settings.topic_regularization, max_iter=300, tol=1e-3)
    return found, head.fit(matrix[known][:, :size], target)


def _export(
    features: FeatureUnion, bait: LogisticRegression, topic_head: LogisticRegression | None, settings: Settings
) -> tuple[dict[str, Array], dict[str, list[str]]]:
    """Weights per group as float32: small on disk, and the pipeline takes the rounded values back."""
    arrays: dict[str, Array] = {"topic_intercept": np.zeros(1, np.float32)}
    terms: dict[str, list[str]] = {}
    start = 0
    for name, transformer in features.transformer_list:
        if name == "style":
            scale = settings.style_scale / transformer.named_steps["scale"].scale_
            arrays["style_weight"] = (bait.coef_[0, start:] * scale).astype(np.float32)
            continue
        words = [str(term) for term in transformer.get_feature_names_out()]
        terms[name] = words
        arrays[f"{name}_keys"] = term_keys(name, words)
        arrays[f"{name}_idf"] = transformer.idf_.astype(np.float32)
        arrays[f"{name}_weight"] = bait.coef_[0, start : start + len(words)].astype(np.float32)
        if name == "word" and topic_head is not None:
            coefficients, intercept = topic_head.coef_, topic_head.intercept_
            if len(coefficients) == 1:  # two topics: scikit-learn keeps one row
                coefficients, intercept = (
                    np.vstack([-coefficients, coefficients]) / 2,
                    np.append(-intercept, intercept) / 2,
                )
            arrays["word_topic"] = coefficients.T.astype(np.float32)
            arrays["topic_intercept"] = intercept.astype(np.float32)
        start += len(words)
    return arrays, terms


def _tune(manifest: dict[str, Any], arrays: dict[str, Array], split: dict[str, list[Row]]) -> None:
    """Threshold and uncertain margin from the validation split, then quality on validation and test."""
    classifier = Classifier(Artifact(manifest, arrays))
    scores = {name: classifier.scores([row.headline for row in split[name]]) for name in ("validation", "test")}
    truth = {name: labels(split[name]) for name in scores}
    threshold = round(best_threshold(truth["validation"], scores["validation"]), 4)
    threshold = min(max(threshold, 0.01), 0.99)
    clipped = np.clip(scores["validation"], 1e-12, 1 - 1e-12)
    distance = np.abs(np.log(clipped / (1 - clipped)) - np.log(threshold / (1 - threshold)))
    manifest["threshold"] = threshold
    manifest["uncertain_margin"] = round(float(np.quantile(distance, UNCERTAIN_SHARE)), 4)
    manifest["metrics"] = {
        name: {
            key: [round(m.value, 4), round(m.low, 4), round(m.high, 4)]
            for key, m in measures(truth[name], scores[name], threshold, resamples=200).items()
        }
        for name in scores
    }


def _version(manifest: dict[str, Any], arrays: dict[str, Array]) -> str:
    total = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode())
    for name in sorted(arrays):
        total.update(np.ascontiguousarray(arrays[name]).tobytes())
    return total.hexdigest()[:12]


def _as_pipeline(
    features: FeatureUnion, bait: LogisticRegression, arrays: dict[str, Array], manifest: dict[str, Any]
) -> Pipeline:
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
    bait.coef_ = slope * np.concatenate(weights)[None, :]
    bait.intercept_ = slope * bait.intercept_ + offset
    return Pipeline([("features", features), ("bait", bait)])
