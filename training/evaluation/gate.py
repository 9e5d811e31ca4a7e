"""The quality gate: CI fails when the model gets worse.

``baseline.json`` has the digest of the corpus and floors for each evaluated set (ceilings for errors). A ceiling guards
the other side: a test score above it is treated as a leak.

    python -m training.evaluation.gate                      check the model against the floors
    python -m training.evaluation.gate --update             raise the floors, store the corpus digest
    python -m training.evaluation.gate --update --allow-regression    also lower floors
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from classifier import Classifier, load
from classifier.atomic import atomic_write
from classifier.page.roles import MODES
from classifier.text.tokenizer import tokenizer
from training.corpus.format import Row, bundled_corpus, digest, read_corpus
from training.corpus.labelled_pages import read_pages
from training.evaluation.evaluate import Report, evaluate
from training.evaluation.page_measures import cross_validate, scores

BASELINE = Path(__file__).parent / "baseline.json"
ROOT = Path(__file__).resolve().parent.parent.parent
CHALLENGE = ROOT / "datasets" / "challenge"
REAL = ROOT.parent / "shared" / "data"
SETS = {  # besides the test split; measured where they are
    "challenge": CHALLENGE,
    "real_dev3": REAL / "real_dev3.csv",
    "real_dev3_sc": REAL / "real_dev3_sc.csv",
}
SLACK = 0.01  # between a measured value and its floor: results depend slightly on library versions
ERRORS = ("ece", "plain_called")  # smaller is better
GATED = ("f1", "roc_auc", "ece")
CEILING = 0.995  # a higher F1 on the corpus's own test split suggests a leak
Figures = dict[str, dict[str, float]]


def sets(corpus: Sequence[Row]) -> dict[str, list[Row]]:
    """The evaluated sets that are available: the test split, the challenge set, real headlines."""
    found = {"test": [row for row in corpus if row.split == "test"]}
    for name, path in SETS.items():
        if path.exists():
            found[name] = read_corpus([path])
    return found


def measure(classifier: Classifier, corpus: Sequence[Row]) -> Figures:
    """The figures of each set that the gate checks."""
    return {name: gated(evaluate(classifier, rows, source=name, resamples=0)) for name, rows in sets(corpus).items()}


def gated(report: Report) -> dict[str, float]:
    """The figures of a report that have floors: those that its rows could tell."""
    values = {key: report.measures[key].value for key in GATED}
    optional = {"clear_roc_auc": report.clear_roc_auc, "spearman": report.spearman_grade}
    values |= {key: value for key, value in optional.items() if value is not None}
    shares = {"plain_called": report.plain_called, "clear_found": report.clear_found}
    values |= {key: share.value for key, share in shares.items() if share is not None}
    if report.topic_accuracies:
        values["topic_accuracy"] = min(report.topic_accuracies)  # against whichever annotator agrees less
    values |= {f"{kind.name}_roc_auc": kind.measures["roc_auc"].value for kind in report.kinds}
    return {key: round(value, 4) for key, value in values.items()}


def measure_roles() -> Figures:
    """Mean F1 of the roles of page lines, as HTML and as text, on layouts that the model has not seen."""
    figures: Figures = {}
    for mode in MODES:
        pages = read_pages(modes=[mode])
        figures[f"roles_{mode}"] = {"macro_f1": round(scores(pages, cross_validate(pages, tokenizer(), 4))["macro"], 4)}
    return figures


def violations(figures: Figures, baseline: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The violated floors and ceilings, as sentences. Raises ValueError when no figure has a floor."""
    checked, broken = 0, []
    for name, floors in baseline.items():
        for key, floor in floors.items():
            if name not in figures:
                continue
            checked += 1
            value = figures[name].get(key)
            if value is None:
                broken.append(f"{name} {key} has a floor and is no longer measured")
            elif value > floor if key in ERRORS else value < floor:
                word = "above its ceiling" if key in ERRORS else "below its floor"
                broken.append(f"{name} {key} {value:.4f} is {word} {floor:.4f}")
    if not checked:
        raise ValueError("the gate checked nothing: no evaluated set has a floor")
    if figures.get("test", {}).get("f1", 0) > CEILING:
        broken.append(f"test f1 {figures['test']['f1']:.4f} is above {CEILING}: look for a leak between splits")
    return broken


def new_floors(figures: Figures, old: Mapping[str, Mapping[str, float]], *, allow_regression: bool) -> Figures:
    """Floors slightly below the figures. Raises ValueError when one would be relaxed without permission."""
    floors: Figures = {name: dict(values) for name, values in old.items()}
    for name, values in figures.items():
        for key, value in values.items():
            error = key in ERRORS
            limit = round(value + SLACK if error else value - SLACK, 4)
            before = floors.setdefault(name, {}).get(key)
            if before is not None and (limit > before if error else limit < before):
                relaxed = value > before if error else value < before
                if relaxed and not allow_regression:
                    raise ValueError(
                        f"{name} {key} would go from {before} to {limit}: allow it with --allow-regression"
                    )
                if not allow_regression:
                    limit = before
            floors[name][key] = limit
    return floors


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check the model's quality against its floors.")
    parser.add_argument("--model", type=Path, default=ROOT / "model")
    parser.add_argument("--update", action="store_true", help="write new floors and the digest of the corpus")
    parser.add_argument("--allow-regression", action="store_true", help="allow lower floors")
    args = parser.parse_args(argv)
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    corpus = [bundled_corpus()]
    figures = {**measure(load(args.model), read_corpus(corpus)), **measure_roles()}
    for name, values in figures.items():
        sys.stdout.write(f"{name:<12} " + "  ".join(f"{k} {v:.4f}" for k, v in values.items()) + "\n")
    if args.update:
        known = {name: floors for name, floors in baseline["floors"].items() if name in {*SETS, *figures}}
        floors = new_floors(figures, known, allow_regression=args.allow_regression)
        text = json.dumps({"corpus": digest(corpus), "floors": floors}, indent=2) + "\n"
        with atomic_write(BASELINE) as temporary:
            temporary.write_text(text, encoding="utf-8")
        return 0
    broken = violations(figures, baseline["floors"])
    for line in broken:
        sys.stderr.write(line + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
