"""``clickbait evaluate``: measure a model on labelled headlines."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path

from classifier import load
from classifier.artifact import default_model_path
from classifier.extras import require
from console.cli import UsageError
from console.messages import _
from console.messages.columns import padded, right
from console.options import add_cut, add_model, add_table, table_options, told
from training.corpus.format import CorpusError, corpus_files, read_corpus
from training.evaluation.breakdown import GroupResult
from training.evaluation.evaluate import Report, evaluate


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, required=True, metavar="PATH", help="table with grade or label, folder, or '-'"
    )
    add_table(parser)
    parser.add_argument("--split", choices=("train", "validation", "test"), help="only these rows")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.add_argument("--report", type=Path, metavar="DIR", help="write report.html with plots to this folder")
    add_cut(parser)
    add_model(parser)


def run(args: argparse.Namespace) -> int:
    if args.report:
        require("--report", "report")
        _check_report(args.report)
    classifier = load(args.model)
    rows = read_corpus(corpus_files([args.data], told("evaluate")), table_options(args))
    if args.split:
        found = dict.fromkeys(row.split for row in rows)
        rows = [row for row in rows if row.split == args.split]
        if not rows:
            raise CorpusError(f"{args.data}: no row of the split {args.split}, only of {', '.join(found)}")
    report = evaluate(
        classifier, rows, source=args.data.name, threshold=classifier.cut_for(args.threshold, args.sensitivity)
    )
    if args.report:
        from training.evaluation.report import write_report  # brings matplotlib: only when asked for

        page = write_report(report, args.model or default_model_path(), args.report)
    if args.json:
        print(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
        return 0
    print(as_text(report))
    if args.report:
        print("\n" + _("report written to {page}").format(page=page))
    return 0


def _check_report(folder: Path) -> None:
    """Raises UsageError when no report can be written there: before an evaluation that takes minutes."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--report {folder} is a file: name a folder")
    place = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not os.access(place, os.W_OK):
        raise UsageError(f"--report {folder} cannot be written: no permission for {place}")


def as_text(report: Report) -> str:
    """The report for a terminal."""
    c = report.confusion
    lines = [
        _("{source}: {count} headlines, {clickbait} clickbait; model {model}, threshold {threshold:.3f}").format(
            **vars(report)
        ),
        "",
        *(f"{name:<18} {measure}" for name, measure in report.measures.items()),
        *(f"{padded(name, 18)} {value}" for name, value in _extras(report)),
        "",
        padded(_("confusion"), 21) + right(_("said clickbait"), 14) + right(_("said substantive"), 18),
        f"  clickbait          {c['true_positive']:>14}  {c['false_negative']:>16}",
        f"  substantive        {c['false_positive']:>14}  {c['true_negative']:>16}",
        "",
        f"{padded(_('sensitivity'), 13)}{_cut_header()}",
        *(f"{name:<11}  {_cut_line(row, digits=3)}" for name, row in report.sensitivities.items()),
        "",
        _cut_header(),
        *(_cut_line(row) for row in report.thresholds),
    ]
    for kind in report.kinds:
        said = _("{name}: {count} headlines, {positive} of the kind, {predicted} said")
        lines += ["", said.format(**vars(kind))]
        lines += [f"{name:<18} {measure}" for name, measure in kind.measures.items()]
        lines += [f"{padded(_('best threshold'), 18)} {kind.best_threshold:.3f}"]
    titles = {_("by topic"): report.by_topic, _("by outlet"): report.by_outlet, _("by year"): report.by_year}
    for title, groups in titles.items():
        if groups:
            lines += ["", padded(title, 31) + _group_header(), *(_group_line(g) for g in groups)]
    of_kinds = {_("worst errors of {kind}").format(kind=kind.name): kind.worst for kind in report.kinds}
    for title, errors in {_("worst errors"): report.worst, **of_kinds}.items():
        lines += ["", f"{title} {_('(score, grade, headline)')}"]
        lines += [f"  {w.score:.3f}  {w.grade:.1f}  {w.headline}" for w in errors]
    return "\n".join(lines)


def _extras(report: Report) -> Iterator[tuple[str, str]]:
    """What only graded rows, or rows with topics, tell."""
    if report.spearman_grade is not None:
        yield _("spearman (grade)"), f"{report.spearman_grade:.3f}"
    if report.clear_roc_auc is not None:
        yield _("roc_auc 0 vs 2-3"), f"{report.clear_roc_auc:.3f}"
    if report.plain_called is not None:
        yield _("plain called bait"), str(report.plain_called)
    if report.clear_found is not None:
        yield _("clear bait found"), str(report.clear_found)
    if report.topic_accuracies:
        yield _("topic accuracy"), ", ".join(f"{value:.3f}" for value in report.topic_accuracies)


def _cut_header() -> str:
    """The titles of the columns of ``_cut_line``."""
    titles = {_("threshold"): 9, "precision": 11, "recall": 8, "f1": 7, _("flagged"): 9}
    return "".join(right(title, columns) for title, columns in titles.items())


def _cut_line(row: dict[str, float], digits: int = 2) -> str:
    return (
        f"{row['threshold']:>9.{digits}f}  {row['precision']:>9.3f}  {row['recall']:>6.3f}  {row['f1']:>5.3f}  "
        f"{row['flagged']:>7.3f}"
    )


def _group_header() -> str:
    titles = {_("rows"): 5, _("bait"): 6, _("said"): 6, "f1": 7, "auc": 7}
    return "".join(right(title, columns) for title, columns in titles.items())


def _group_line(group: GroupResult) -> str:
    f1 = f"{group.f1:.3f}" if group.f1 is not None else "-"
    auc = f"{group.roc_auc:.3f}" if group.roc_auc is not None else "-"
    return f"  {group.name:<28} {group.count:>5} {group.clickbait:>5} {group.predicted:>5}  {f1:>5}  {auc:>5}"
