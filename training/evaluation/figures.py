"""The quality of several systems side by side: figures, a table of them in Markdown, a plot of a learning curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from scipy.stats import spearmanr
from sklearn.metrics import f1_score, roc_auc_score

from training.corpus.format import Row
from training.evaluation.baselines import Scorer
from training.evaluation.metrics import best_threshold, expected_calibration_error
from training.fitting.heads import labels

REAL = "real_dev3"  # the set that also gets ρ and ECE


@dataclass(frozen=True)
class Figures:
    """The quality of one system on one set."""

    f1: float
    roc_auc: float
    spearman: float
    ece: float


def chosen_cut(score: Scorer, validation: Sequence[Row], slack: float = 0.02) -> float:
    """The threshold that ``best_threshold`` finds on these rows."""
    return best_threshold(labels(validation), score([row.headline for row in validation]), slack)


def figures(score: Scorer, cut: float, held: Mapping[str, Sequence[Row]]) -> dict[str, Figures]:
    """Measures on each set at a threshold; ρ is the rank correlation of score and grade."""
    result = {}
    for name, rows in held.items():
        scores, truth = score([row.headline for row in rows]), labels(rows)
        result[name] = Figures(
            float(f1_score(truth, scores >= cut)), float(roc_auc_score(truth, scores)),
            float(spearmanr(scores, [row.grade for row in rows]).statistic),
            expected_calibration_error(truth, np.clip(scores, 0, 1)),
        )  # fmt: skip
    return result


def table(title: str, results: Mapping[str, Mapping[str, Figures]]) -> list[str]:
    """The results as a Markdown table, a row per system."""
    names = list(next(iter(results.values())))
    head = [f"{name} {measure}" for name in names for measure in ("F1", "AUC")]
    if REAL in names:
        head += [f"{REAL} ρ", f"{REAL} ECE"]
    lines = [f"| {title} | " + " | ".join(head) + " |", "|---|" + "---|" * len(head)]
    for system, result in results.items():
        cells = [f"{value:.3f}" for name in names for value in (result[name].f1, result[name].roc_auc)]
        if REAL in names:
            cells += [f"{result[REAL].spearman:.3f}", f"{result[REAL].ece:.3f}"]
        lines.append(f"| {system} | " + " | ".join(cells) + " |")
    return lines


def plot(curve: Mapping[int, Mapping[str, Figures]], path: Path, label: str = "training headlines") -> None:
    """Plot ROC-AUC against the number of headlines, on a logarithmic axis; none at all has no place on it."""
    counts = [count for count in curve if count]
    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.add_subplot()
    for name in next(iter(curve.values())):
        axes.plot(counts, [curve[count][name].roc_auc for count in counts], marker="o", label=name)
    axes.set(xlabel=label, ylabel="ROC-AUC", xscale="log", title="Learning curve")
    axes.set_xticks(counts, [f"{n:,}" for n in counts])
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
