"""Our own model and its parts, as systems that learn from written headlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scipy.sparse import csr_matrix

from classifier.model import Classifier
from classifier.text.tokenizer import RustJieba, Tokenizer
from classifier.trained_head import sigmoid
from training.corpus.format import Row
from training.evaluation.baselines import Scorer, Trainer
from training.fitting.fit import fit
from training.fitting.heads import Array, TrainingSettings, fit_grades, graded_target
from training.fitting.pipeline import build_features
from training.fitting.platt import fit_platt
from training.real.prior import Prior


def trained(corpus: Sequence[Row], prior: Prior | None) -> Classifier:
    """The model that ``clickbait train`` makes of a corpus with its splits; without a prior as with ``--no-real``."""
    settings = replace(TrainingSettings(), temperature=1.0) if prior else TrainingSettings()
    return Classifier(fit(corpus, settings, corpus_digest="", prior=prior).artifact)


def ours(settings: TrainingSettings, *, engine: Tokenizer | None = None, calibrated: bool = True) -> Trainer:
    """A trainer of our model. Without calibration the logits pass through a plain sigmoid."""

    def train(rows: Sequence[Row]) -> Scorer:
        features = build_features(
            settings.groups, min_df=settings.min_df, style_scale=settings.style_scale, engine=engine
        )
        matrix = csr_matrix(features.fit_transform([row.headline for row in rows]))
        target = graded_target(rows, settings)
        head = fit_grades(matrix, target, settings)
        slope, offset = fit_platt(matrix, target, settings, lambda _: None) if calibrated else (1.0, 0.0)

        def score(texts: Sequence[str]) -> Array:
            logits = slope * head.logits(csr_matrix(features.transform(list(texts)))) + offset
            return sigmoid(logits)

        return score

    return train


def ablation(settings: TrainingSettings) -> dict[str, Trainer]:
    """The model part by part: each row adds one part to the row before it, except for the last one."""
    binary = replace(settings, cumulative=(0.0, 1.0, 0.0), grade_weights=(1.0, 1.0, 1.0, 1.0))
    bare = RustJieba(())
    return {
        "words": ours(replace(binary, groups=("word",)), engine=bare, calibrated=False),
        "+ lexicon: news words, topical classes": ours(replace(binary, groups=("word",)), calibrated=False),
        "+ characters": ours(replace(binary, groups=("word", "char")), calibrated=False),
        "+ style features": ours(binary, calibrated=False),
        "+ cumulative regressions": ours(settings, calibrated=False),
        "+ calibration": ours(settings),
        "style features alone": ours(replace(settings, groups=("style",))),
    }
