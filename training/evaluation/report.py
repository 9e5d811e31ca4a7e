"""Write an evaluation as a self-contained HTML page with plots."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import jinja2
import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from sklearn.metrics import precision_recall_curve, roc_curve

from classifier.artifact import load_artifact, load_terms
from classifier.headline.style_names import NAMES
from classifier.heads import PRIMARY
from training.evaluation.evaluate import Report
from training.evaluation.metrics import reliability

TOP = 20
_BLUE, _RED, _GREY = "#2b6cb0", "#c53030", "#718096"


def write_report(report: Report, model: Path, folder: Path) -> Path:
    """Write ``report.html`` to the folder and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, trim_blocks=True
    )
    page = environment.get_template("report.html").render(
        report=report,
        plots=plots(report),
        signals=top_signals(model),
        share=report.clickbait / report.count,
        worst_of_kinds=[(f"Worst errors of {kind.name}", kind.worst) for kind in report.kinds],
    )
    path = folder / "report.html"
    path.write_text(page, encoding="utf-8")
    return path


def top_signals(model: Path) -> dict[str, list[tuple[str, str, float]]]:
    """The strongest features per class as (group, name, weight).

    A weight is the contribution of one occurrence before normalization: TF-IDF weights are multiplied by the idf, style
    weights are per hit.
    """
    artifact = load_artifact(model)
    entries: list[tuple[str, str, float]] = []
    for group in artifact.manifest["groups"]:
        weight = artifact.arrays[f"{group}_{PRIMARY}"].astype(float)
        names = list(NAMES) if group == "style" else load_terms(model, group)
        if group != "style":
            weight = weight * artifact.arrays[f"{group}_idf"]
        for k in np.concatenate((np.argsort(weight)[:TOP], np.argsort(weight)[-TOP:])):
            shown = names[k].replace("\t", " + ").replace("\n", "▏").removeprefix("\x01")
            entries.append((group, shown, float(weight[k])))
    entries.sort(key=lambda entry: -entry[2])
    per_group = {g: [e for e in entries if e[0] == g] for g in artifact.manifest["groups"]}
    return {
        "clickbait": [e for g in per_group.values() for e in g[:TOP] if e[2] > 0],
        "substantive": [e for g in per_group.values() for e in g[::-1][:TOP] if e[2] < 0],
    }


def plots(report: Report) -> dict[str, str]:
    """The plots as data URLs (SVG), by name."""
    drawn = {"ROC": _roc, "Precision and recall": _precision_recall, "Reliability": _reliability, "Scores": _scores}
    return {name: _draw(function, report) for name, function in drawn.items()}


def _draw(function: Any, report: Report) -> str:
    with matplotlib.rc_context({"svg.hashsalt": "clickbait-zh", "font.size": 10}):
        figure = Figure(figsize=(4.6, 4.0), layout="constrained")
        axes = figure.add_subplot()
        function(axes, report)
        axes.grid(alpha=0.25)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode()


def _roc(axes: Axes, report: Report) -> None:
    false_rate, true_rate, _ = roc_curve(report.truth, report.scores)
    axes.plot(false_rate, true_rate, color=_BLUE)
    axes.plot([0, 1], [0, 1], color=_GREY, linestyle=":")
    axes.set(title=f"ROC, area {report.measures['roc_auc'].value:.3f}", xlabel="false positive rate", ylabel="recall")


def _precision_recall(axes: Axes, report: Report) -> None:
    precision, recall, _ = precision_recall_curve(report.truth, report.scores)
    axes.plot(recall, precision, color=_BLUE)
    axes.plot(
        report.measures["recall"].value, report.measures["precision"].value, "o", color=_RED,
        label=f"threshold {report.threshold:.2f}",
    )  # fmt: skip
    area = report.measures["average_precision"].value
    axes.set(title=f"Average precision {area:.3f}", xlabel="recall", ylabel="precision", ylim=(0, 1.02))
    axes.legend(loc="lower left")


def _reliability(axes: Axes, report: Report) -> None:
    table = reliability(report.truth, report.scores)
    axes.plot([0, 1], [0, 1], color=_GREY, linestyle=":")
    axes.plot([t[0] for t in table], [t[1] for t in table], color=_BLUE)
    axes.scatter(
        [t[0] for t in table], [t[1] for t in table], [10 + 300 * t[2] / report.count for t in table], color=_BLUE
    )
    axes.set(title=f"Calibration, ECE {report.measures['ece'].value:.3f}", xlabel="score", ylabel="share of clickbait")


def _scores(axes: Axes, report: Report) -> None:
    bins = np.linspace(0, 1, 21).tolist()
    axes.hist(report.scores[~report.truth], bins, alpha=0.65, color=_BLUE, label="substantive")
    axes.hist(report.scores[report.truth], bins, alpha=0.65, color=_RED, label="clickbait")
    axes.axvline(report.threshold, color=_GREY, linestyle="--")
    axes.set(title="Scores", xlabel="score", ylabel="headlines")
    axes.legend()
