"""Ablation, comparison and learning curves: ``make evaluation``.

    python -m training.evaluation.study [--plot docs/learning-curve.svg] [--real ../shared/data]

Prints Markdown, for docs/evaluation.md. Every system is measured on the test split (whose families occur in no other
split), on the challenge set and, where ``../shared`` exists, on real_dev3 and real_dev3_sc.

Where real headlines are found for the grades of ``datasets/real``, the first three tables are of systems that learn
from the written train split and from the same real headlines, with thresholds from a tenth of the real ones
(``training.evaluation.joint_systems``). The others learn from the train split alone, with thresholds from the
validation split.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from training.corpus.format import Row, bundled_corpus, read_corpus
from training.evaluation.baselines import BASELINES, Scorer, Trainer
from training.evaluation.figures import Figures, chosen_cut, figures, plot, table
from training.evaluation.gate import REAL, sets
from training.evaluation.joint_systems import JointSystems, parts
from training.evaluation.systems import ablation, ours, trained
from training.fitting.heads import TrainingSettings
from training.real.build import real_rows, unlabelled
from training.real.dehydrated import RANDOM, read_graded_keys, real_folder
from training.real.prior import bundled_prior
from training.real.vectors import load_vectors

SHARES = (0.125, 0.25, 0.5, 0.75, 1.0)
Results = dict[str, dict[str, Figures]]
Held = Mapping[str, Sequence[Row]]


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


def joint_systems(train: Sequence[Row], folder: Path) -> JointSystems | None:
    """Systems for the written rows and the real headlines of a folder; None where it holds none that are graded."""
    bundled = real_folder()
    if not folder.is_dir():
        return None
    graded = read_graded_keys(bundled / "grades.csv")
    if not (real := real_rows(folder, graded)):
        return None
    random = {key for key, row in graded.items() if row.sample == RANDOM}
    return JointSystems(train, real, random, list(unlabelled(folder)), load_vectors(bundled / "vectors.npz"))


def whole_models(corpus: Sequence[Row], held: Held) -> Results:
    """What ``clickbait train`` makes, at the thresholds that the models bring."""
    found: Results = {}
    for name, prior in (("written alone (--no-real)", None), ("+ prior of real headlines (shipped)", bundled_prior())):
        if prior or not found:
            model = trained(corpus, prior)
            found[name] = figures(model.scores, model.threshold, held)
    return found


def real_tables(systems: JointSystems, corpus: Sequence[Row], held: Held) -> tuple[list[list[str]], Results]:
    """The tables of systems that learn from real headlines, and the learning curve by their number."""

    def measured(score: Scorer) -> dict[str, Figures]:
        return figures(score, chosen_cut(score, systems.validation, slack=0.0), held)

    _say("models and their parts")
    made: Results = {**whole_models(corpus, held), **{name: measured(s) for name, s in parts(systems).items()}}
    compared: Results = {}
    for name, trainer in BASELINES.items():
        _say(name)
        compared[name] = measured(trainer(systems.rows))
    compared["ours"] = measured(systems.scorer())
    curve: Results = {}
    for count in systems.counts:
        _say(f"{count} real headlines")
        curve[f"{count:,}"] = measured(systems.scorer(real=count))
    return [table("learned from", made), table("system", compared), table("real headlines", curve)], curve


def written_tables(train: Sequence[Row], validation: Sequence[Row], held: Held) -> Iterator[tuple[str, Results]]:
    """The results of systems that learn from the train split alone, by the title of the table."""

    def measured(system: str, trainer: Trainer, rows: Sequence[Row] = train) -> dict[str, Figures]:
        _say(system)
        score = trainer(rows)
        return figures(score, chosen_cut(score, validation), held)

    model = ours(TrainingSettings())
    yield "written headlines alone", {n: measured(n, trainer) for n, trainer in ablation(TrainingSettings()).items()}
    yield (
        "system, written headlines alone",
        {name: measured(name, trainer) for name, trainer in {**BASELINES, "ours": model}.items()},
    )
    shares = [share_of(train, share) for share in SHARES]
    yield "training headlines", {f"{len(part):,}": measured(f"{len(part)}", model, part) for part in shares}
    yield (
        "writing round (headlines)",
        {f"{name} ({len(part):,})": measured(name, model, part) for name, part in rounds(train).items()},
    )


def _say(step: str) -> None:
    sys.stderr.write(f"{step}\n")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Ablation, comparison and learning curves.")
    parser.add_argument("--plot", type=Path, help="file for the plot of the learning curve")
    parser.add_argument("--real", type=Path, default=REAL, help="folder with real headlines (../shared/data)")
    args = parser.parse_args(argv)
    corpus = read_corpus([bundled_corpus()])
    train, validation = ([row for row in corpus if row.split == name] for name in ("train", "validation"))
    held = sets(corpus)
    tables: list[list[str]] = []
    curve: Results = {}
    label = "training headlines"
    if systems := joint_systems(train, args.real):
        tables, curve = real_tables(systems, corpus, held)
        label = "real headlines"
    for title, results in written_tables(train, validation, held):
        tables.append(table(title, results))
        if title == label:
            curve = results
    sys.stdout.write("\n\n".join("\n".join(lines) for lines in tables) + "\n")
    if args.plot:
        plot({int(count.replace(",", "")): found for count, found in curve.items()}, args.plot, label)
    return 0


if __name__ == "__main__":
    sys.exit(main())
