"""The figures of the model card: quality with intervals by outlet, year, topic and kind, and what training takes.

python -m training.evaluation.card [--data FILE …] [--model DIR] [--watts N]

prints Markdown. The headlines are those that the gate measures on and that are outside the repository; no headline is
printed. Energy is the CPU time of ``clickbait train`` on this machine times ``--watts`` for a busy core.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.stats import binomtest
from sklearn.metrics import roc_auc_score

from classifier import Classifier, load
from classifier.artifact import default_model_path
from training.corpus.format import Row, read_corpus
from training.evaluation.breakdown import year_of
from training.evaluation.evaluate import PLAIN, Report, evaluate
from training.evaluation.gate import SETS
from training.evaluation.metrics import Array, Measure, f1_at, with_intervals

LEAST = 25  # headlines of a group; the interval of a smaller one says nothing
EITHER = 5  # of each class, for rates that need both
REAL = ("real_dev3", "real_dev3_sc")
Key = Callable[[Row], str]
BREAKDOWNS: dict[str, Key] = {
    "outlet": lambda row: row.outlet,
    "year": year_of,
    "topic": lambda row: row.topic,
}


def whole(reports: Sequence[Report]) -> Iterator[str]:
    """A table with a column for each set."""
    yield f"| measure | {' | '.join(report.source for report in reports)} |"
    yield f"|---|{'---|' * len(reports)}"
    yield f"| headlines (clickbait) | {' | '.join(f'{r.count} ({r.clickbait})' for r in reports)} |"
    for name in ("precision", "recall", "f1", "roc_auc", "average_precision", "brier", "ece"):
        yield f"| {name} | {' | '.join(str(report.measures[name]) for report in reports)} |"
    yield f"| plain news called bait | {' | '.join(str(report.plain_called) for report in reports)} |"
    yield f"| clear bait found | {' | '.join(str(report.clear_found) for report in reports)} |"


def kinds(reports: Sequence[Report]) -> Iterator[str]:
    """A row for each kind of each set."""
    yield "| kind | set | headlines of it | ROC-AUC | F1 |"
    yield "|---|---|---|---|---|"
    for report in reports:
        for kind in report.kinds:
            figures = f"{kind.measures['roc_auc']} | {kind.measures['f1']}"
            yield f"| {kind.name} | {report.source} | {kind.positive} | {figures} |"


def groups(title: str, key: Key, rows: Sequence[Row], report: Report) -> Iterator[str]:
    """A row for each group of at least ``LEAST`` headlines, the largest first; a dash where one class is rare."""
    yield f"| {title} | headlines | clickbait | F1 | ROC-AUC | plain news called bait |"
    yield "|---|---|---|---|---|---|"
    names = np.array([key(row) for row in rows])
    plain = np.array([row.grade < PLAIN for row in rows])
    counts = {name: int((names == name).sum()) for name in set(names.tolist()) - {""}}
    for name in sorted((n for n, count in counts.items() if count >= LEAST), key=lambda n: (-counts[n], n)):
        inside = names == name
        truth, scores = report.truth[inside], report.scores[inside]
        found: dict[str, Measure] = {}
        if EITHER <= truth.sum() <= len(truth) - EITHER:
            functions = {"f1": f1_at(report.threshold), "auc": lambda t, s: float(roc_auc_score(t, s))}
            found = with_intervals(functions, truth, scores)
        called = scores[plain[inside]] >= report.threshold
        cells = [found.get("f1", "–"), found.get("auc", "–"), share(called) if len(called) else "–"]
        yield f"| {name} | {counts[name]} | {truth.mean():.0%} | {' | '.join(map(str, cells))} |"


def share(found: Array) -> Measure:
    """The share of true values with Wilson's interval: that of a bootstrap is empty where none of a few is true."""
    result = binomtest(int(found.sum()), len(found))
    low, high = result.proportion_ci(method="wilson")
    return Measure(float(result.statistic), float(low), float(high))


def effort(watts: float) -> Iterator[str]:
    """CPU time, peak memory and energy of a training, and the size of what it makes."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).parent / "clickbait"), "train", "--out", f"{folder}/model"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        size = sum(path.stat().st_size for path in Path(folder, "model").iterdir())
    seconds = used.ru_utime + used.ru_stime
    yield "| training | |"
    yield "|---|---|"
    yield f"| CPU time | {seconds:.0f} s |"
    yield f"| peak memory of the largest process | {used.ru_maxrss / 1024:,.0f} MB |"
    yield f"| energy, at {watts:g} W a busy core | {seconds * watts / 3600:.2f} Wh |"
    yield f"| model on disk | {size / 1e6:.1f} MB |"


def card(classifier: Classifier, paths: dict[str, Path], watts: float) -> str:
    """All tables. Raises CorpusError as ``evaluate``, for a set that is missing too."""
    rows = {name: read_corpus([path]) for name, path in paths.items()}
    reports = [evaluate(classifier, found, source=name) for name, found in rows.items()]
    first = next(iter(rows))
    tables = [whole(reports), kinds(reports)]
    tables += [groups(title, key, rows[first], reports[0]) for title, key in BREAKDOWNS.items()]
    tables.append(effort(watts))
    return "\n\n".join("\n".join(table) for table in tables) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Print the figures of the model card.")
    parser.add_argument(
        "--data", nargs="+", type=Path, metavar="FILE", help="graded headlines (default: the real ones)"
    )
    parser.add_argument("--model", type=Path, metavar="DIR", help="model folder")
    parser.add_argument("--watts", type=float, default=10.0, help="of a busy core (default 10)")
    args = parser.parse_args(argv)
    paths = {path.stem: path for path in args.data} if args.data else {name: SETS[name] for name in REAL}
    sys.stdout.write(card(load(args.model or default_model_path()), paths, args.watts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
