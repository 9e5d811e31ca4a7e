"""Ablation, comparison and learning curve on the bundled corpus: ``make evaluation``.

    python -m training.evaluation.study [--plot docs/learning-curve.svg]

Prints Markdown, for docs/evaluation.md. Every system is trained on the train split and takes its threshold from the
validation split. It is measured on the test split (whose families occur in no other split), on the challenge set and,
where ``../shared`` exists, on real_dev.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from scipy.sparse import csr_matrix
from scipy.stats import spearmanr
from sklearn.metrics import f1_score, roc_auc_score

from classifier.text.tokenizer import RustJieba, Tokenizer
from training.corpus.format import Row, bundled_corpus, read_corpus
from training.evaluation.baselines import BASELINES, Scorer, Trainer
from training.evaluation.gate import sets
from training.evaluation.metrics import best_threshold, expected_calibration_error
from training.fitting.heads import Array, TrainingSettings, fit_grades, graded_target, labels
from training.fitting.pipeline import build_features
from training.fitting.platt import fit_platt

SHARES = (0.125, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Figures:
    """The quality of one system on one set."""

    f1: float
    roc_auc: float
    spearman: float
    ece: float


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
            return np.exp(-np.logaddexp(0.0, -logits))

        return score

    return train


def figures(score: Scorer, validation: Sequence[Row], held: dict[str, list[Row]]) -> dict[str, Figures]:
    """Measures on each set at the threshold chosen on the validation split."""
    cut = best_threshold(labels(validation), score([row.headline for row in validation]))
    result = {}
    for name, rows in held.items():
        scores, truth = score([row.headline for row in rows]), labels(rows)
        result[name] = Figures(
            float(f1_score(truth, scores >= cut)), float(roc_auc_score(truth, scores)),
            float(spearmanr(scores, [row.grade for row in rows]).statistic),
            expected_calibration_error(truth, np.clip(scores, 0, 1)),
        )  # fmt: skip
    return result


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
        "+ calibration (the model)": ours(settings),
        "style features alone": ours(replace(settings, groups=("style",))),
    }


def share_of(rows: Sequence[Row], share: float) -> list[Row]:
    """The rows of that share of the families. A larger share contains all families of a smaller one."""
    families = sorted({row.family for row in rows})
    np.random.default_rng(0).shuffle(families)
    kept = set(families[: round(share * len(families))])
    return [row for row in rows if row.family in kept]


def rounds(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The corpus as it grew, by writing round (the prefix of the outlet's name): each entry adds one round."""
    names = list(dict.fromkeys(sorted({row.outlet.split("-")[0] for row in rows}, key=lambda n: (n != "start", n))))
    return {
        f"{'start' if k == 0 else '+ ' + name}": [r for r in rows if r.outlet.split("-")[0] in names[: k + 1]]
        for k, name in enumerate(names)
    }


def table(title: str, results: dict[str, dict[str, Figures]]) -> list[str]:
    """The results as a Markdown table, a row per system."""
    names = list(next(iter(results.values())))
    head = [f"{name} {measure}" for name in names for measure in ("F1", "AUC")]
    if "real_dev" in names:
        head += ["real_dev ρ", "real_dev ECE"]
    lines = [f"| {title} | " + " | ".join(head) + " |", "|---|" + "---|" * len(head)]
    for system, result in results.items():
        cells = [f"{value:.3f}" for name in names for value in (result[name].f1, result[name].roc_auc)]
        if "real_dev" in names:
            cells += [f"{result['real_dev'].spearman:.3f}", f"{result['real_dev'].ece:.3f}"]
        lines.append(f"| {system} | " + " | ".join(cells) + " |")
    return lines


def plot(curve: dict[int, dict[str, Figures]], path: Path) -> None:
    """Plot ROC-AUC against the number of training headlines."""
    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.add_subplot()
    for name in next(iter(curve.values())):
        axes.plot(list(curve), [result[name].roc_auc for result in curve.values()], marker="o", label=name)
    axes.set(xlabel="training headlines", ylabel="ROC-AUC", xscale="log", title="Learning curve")
    axes.set_xticks(list(curve), [f"{n:,}" for n in curve])
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Ablation, comparison and learning curve.")
    parser.add_argument("--plot", type=Path, help="file for the plot of the learning curve")
    args = parser.parse_args(argv)
    corpus = read_corpus([bundled_corpus()])
    train, validation = ([row for row in corpus if row.split == name] for name in ("train", "validation"))
    held = sets(corpus)

    def run(system: str, trainer: Trainer, rows: Sequence[Row] = train) -> dict[str, Figures]:
        sys.stderr.write(f"{system}\n")
        return figures(trainer(rows), validation, held)

    curve = {}
    for share in SHARES:
        part = share_of(train, share)
        curve[len(part)] = run(f"learning curve {share:.0%}", ours(TrainingSettings()), part)
    comparison: dict[str, Trainer] = {**BASELINES, "ours": ours(TrainingSettings())}
    sections = [
        table("ablation", {name: run(name, trainer) for name, trainer in ablation(TrainingSettings()).items()}),
        table("system", {name: run(name, trainer) for name, trainer in comparison.items()}),
        table("training headlines", {f"{count:,}": result for count, result in curve.items()}),
        table(
            "writing round (headlines)",
            {
                f"{name} ({len(part):,})": run(name, ours(TrainingSettings()), part)
                for name, part in rounds(train).items()
            },
        ),
    ]
    text = "\n\n".join("\n".join(lines) for lines in sections)
    sys.stdout.write(text + "\n")
    if args.plot:
        plot(curve, args.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main())
