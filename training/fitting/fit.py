"""Fit the classifier with scikit-learn, in memory, and turn it into an artefact for the numpy path.

Features and heads are fitted on the train split; Platt scaling uses out-of-fold logits of the same split; the
threshold and the uncertain margin come from validation; test is only measured. A corpus too small for that is
cross-validated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from classifier import heads
from classifier.artifact import Artifact
from classifier.headline.style_names import NAMES
from classifier.text.vocabulary import term_keys
from training.corpus.format import Row
from training.corpus.labelled_pages import LabelledPage
from training.corpus.splits import splits_of
from training.fitting.assemble import manifest_of, put_terms, put_weights, settle, tune
from training.fitting.cross_validation import NAME, cross_validated
from training.fitting.fitted_head import FittedHead, fit_heads
from training.fitting.heads import Array, TrainingSettings, labels, one_thread
from training.fitting.on_prior import PriorColumns, style_ratio
from training.fitting.page_roles import add_roles, fitting_roles
from training.fitting.pipeline import build_features
from training.real.joint import fold_matrix
from training.real.prior import Prior
from training.real.vectors import WordVectors


@dataclass(frozen=True)
class Fitted:
    """A trained model: the artefact, and the same model as a scikit-learn pipeline; what its user should know."""

    artifact: Artifact
    pipeline: Pipeline
    notices: tuple[str, ...] = ()


@one_thread
def fit(
    rows: Sequence[Row],
    settings: TrainingSettings,
    *,
    corpus_digest: str,
    pages: Sequence[LabelledPage] = (),
    prior: Prior | None = None,
    vectors: WordVectors | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Fitted:
    """Train on the train split, tune the threshold on validation, measure on validation and test.

    With a ``prior`` the heads start from what real headlines taught, and cuts and calibration are those of the prior.
    Without one, word ``vectors`` stand beside the TF-IDF groups and are folded into the weights of their words.
    With ``pages`` the model learns the roles of page blocks too, from all of them; how well it does on layouts that it
    has not seen is measured by ``training.evaluation.page_study``. A small or lopsided corpus is cross-validated
    (``training.corpus.splits``). Raises CorpusError when it lacks one of the two classes.
    """
    splits = splits_of(rows)
    split = splits.rows
    with fitting_roles(pages) as roles:
        fitted = _fit(split, settings, corpus_digest, prior, vectors, progress)
        manifest, arrays = fitted.artifact.manifest, fitted.artifact.arrays
        if pages:
            progress(f"roles of {sum(len(page.lines) for page in pages)} lines of pages")
            add_roles(manifest, arrays, roles)
    if splits.folds:

        def part(train: Sequence[Row]) -> Artifact:
            return _fit({"train": train}, settings, corpus_digest, prior, vectors, lambda _: None).artifact

        scores = cross_validated(split["train"], splits.folds, settings.seed, part, progress)
        progress("threshold and quality")
        settle(manifest, arrays, {NAME: (labels(split["train"]), scores)}, prior)
    else:
        progress("threshold and quality")
        tune(manifest, arrays, split, prior)
    return replace(fitted, notices=splits.notices)


def _fit(
    split: Mapping[str, Sequence[Row]],
    settings: TrainingSettings,
    corpus_digest: str,
    prior: Prior | None,
    vectors: WordVectors | None,
    progress: Callable[[str], None],
) -> Fitted:
    train = split["train"]
    progress(f"features of {len(train)} headlines")
    features = build_features(
        settings.groups, min_df=settings.min_df, style_scale=settings.style_scale, prior=prior,
        words=() if vectors is None else vectors.words,
    )  # fmt: skip
    matrix = csr_matrix(features.fit_transform([row.headline for row in train]))
    columns = columns_of(features)
    known, fold = None, None
    if vectors is not None and "word" in columns:
        fold = fold_matrix(features.transformer_list[0][1].get_feature_names_out().tolist(), vectors)
        extra = csr_matrix(matrix[:, columns["word"]] @ fold)
        columns["vector"] = slice(matrix.shape[1], matrix.shape[1] + extra.shape[1])
        matrix = csr_matrix(hstack([matrix, extra]))
    if prior:
        known = PriorColumns(prior, features)
        for group, ratio in style_ratio(prior, settings, features).items():
            matrix = rescaled(matrix, columns[group], ratio)
    terms = {name: part.get_feature_names_out().tolist() for name, part in features.transformer_list if name != "style"}
    fitted = fit_heads(heads.HEADS, matrix, columns, train, settings, known, progress)
    for head in fitted if fold is not None else ():
        if "vector" in head.weights:
            head.weights["word"] = head.weights["word"] + fold @ head.weights.pop("vector")
    arrays = _export(features, terms, fitted, settings)
    manifest = manifest_of(
        settings,
        heads=fitted,
        corpus_digest=corpus_digest,
        headlines={name: len(part) for name, part in split.items()},
    )
    return Fitted(Artifact(manifest, arrays, terms), _as_pipeline(features, arrays, manifest))


def rescaled(matrix: csr_matrix, part: slice, factors: Array) -> csr_matrix:
    """The matrix with some of its columns multiplied by these factors."""
    every = np.ones(matrix.shape[1])
    every[part] = factors
    return csr_matrix(matrix @ diags(every))


def columns_of(features: FeatureUnion) -> dict[str, slice]:
    """The columns of each feature group in the matrix of a fitted union."""
    columns, start = {}, 0
    for name, transformer in features.transformer_list:
        size = len(NAMES) if name == "style" else len(transformer.vocabulary_)
        columns[name] = slice(start, start + size)
        start += size
    return columns


def _export(
    features: FeatureUnion, terms: dict[str, list[str]], fitted: Sequence[FittedHead], settings: TrainingSettings
) -> dict[str, Array]:
    """The arrays of the artefact; the pipeline takes the rounded values back."""
    arrays: dict[str, Array] = {}
    style_scale = None
    for name, transformer in features.transformer_list:
        if name == "style":
            style_scale = settings.style_scale / transformer.named_steps["scale"].scale_
        else:
            put_terms(arrays, name, term_keys(name, terms[name]), transformer.idf_)
    put_weights(arrays, fitted, style_scale)
    return arrays


def _as_pipeline(features: FeatureUnion, arrays: dict[str, Array], manifest: dict[str, Any]) -> Pipeline:
    """The same model for scikit-learn: ``predict_proba`` gives the calibrated score."""
    weights = []
    for name, transformer in features.transformer_list:
        weight = arrays[f"{name}_{heads.PRIMARY}"].astype(np.float64)
        if name == "style":
            weight = weight * transformer.named_steps["scale"].scale_ / features.transformer_weights["style"]
        else:
            transformer.idf_ = arrays[f"{name}_idf"].astype(np.float64)
        weights.append(weight)
    entry = manifest["heads"][0]
    slope, offset = entry["calibration"]["slope"], entry["calibration"]["intercept"]
    bait = LogisticRegression()
    bait.classes_ = np.array([False, True])
    bait.coef_ = slope * np.concatenate(weights)[None, :]
    bait.intercept_ = np.array([slope * entry["intercept"][0] + offset])
    bait.n_features_in_ = bait.coef_.shape[1]
    return Pipeline([("features", features), ("bait", bait)])
