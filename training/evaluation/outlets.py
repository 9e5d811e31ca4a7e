"""Quality on each outlet of the corpus of a model that never saw it, and by year where the headlines have dates.

    python -m training.evaluation.outlets [--data PATH...]

Prints Markdown, for docs/outlets.md. The outlets are split into folds. Each fold is scored by a model trained on the
other folds, at the threshold that ``best_threshold`` finds on all out-of-fold logits. ``--data`` takes other graded
headlines, as ``clickbait data hydrate`` makes them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from training.corpus.format import Row, bundled_corpus, read_corpus
from training.evaluation.breakdown import year_of
from training.evaluation.metrics import best_threshold
from training.fitting.heads import Array, TrainingSettings, fit_grades, graded_target, labels
from training.fitting.pipeline import build_features

FOLDS = 8


def unseen_scores(rows: Sequence[Row], settings: TrainingSettings, folds: int = FOLDS) -> Array:
    """Logit of each row from a model that was trained without the row's outlet, shape (n,)."""
    outlets = np.array([row.outlet for row in rows])
    logits = np.zeros(len(rows))
    for inner, outer in GroupKFold(min(folds, len(set(outlets)))).split(outlets, groups=outlets):
        features = build_features(settings.groups, min_df=settings.min_df, style_scale=settings.style_scale)
        known = [rows[i] for i in inner]
        matrix = csr_matrix(features.fit_transform([row.headline for row in known]))
        head = fit_grades(matrix, graded_target(known, settings), settings)
        logits[outer] = head.logits(csr_matrix(features.transform([rows[i].headline for i in outer])))
    return logits


def summary(rows: Sequence[Row], logits: Array) -> str:
    """The figures as Markdown: all together, by outlet, and by year where there are dates."""
    truth = labels(rows)
    cut = best_threshold(truth, logits)
    parts = [
        f"All together: F1 {f1_score(truth, logits >= cut):.3f}, ROC-AUC {roc_auc_score(truth, logits):.3f}.",
        table("outlet", [row.outlet for row in rows], truth, logits, cut),
    ]
    if any(row.date for row in rows):
        parts.append(table("year", [year_of(row) or "unknown" for row in rows], truth, logits, cut))
    return "\n\n".join(parts) + "\n"


def table(title: str, groups: Sequence[str], truth: Array, logits: Array, cut: float) -> str:
    """The groups as a Markdown table, worst ROC-AUC first. A rate is a dash where a group has only one class."""
    names = np.array(groups)
    lines = [
        f"| {title} | headlines | clickbait | F1 | ROC-AUC |",
        "|---|---|---|---|---|",
    ]
    entries = []
    for name in sorted(set(groups)):
        inside = names == name
        t, z = truth[inside], logits[inside]
        mixed = 0 < t.sum() < len(t)
        auc = float(roc_auc_score(t, z)) if mixed else None
        f1 = f"{f1_score(t, z >= cut, zero_division=0):.3f}" if mixed else "–"
        shown = f"{auc:.3f}" if auc is not None else "–"
        entries.append((auc if auc is not None else 2.0, f"| {name} | {len(t)} | {t.mean():.0%} | {f1} | {shown} |"))
    return "\n".join([*lines, *(line for _, line in sorted(entries))])


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Quality on outlets that a model never saw.")
    parser.add_argument("--data", nargs="+", type=Path, metavar="PATH", help="graded headlines (default: the corpus)")
    args = parser.parse_args(argv)
    rows = read_corpus(args.data or [bundled_corpus()])
    sys.stdout.write(summary(rows, unseen_scores(rows, TrainingSettings())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
