"""Page roles on layouts that the model has not seen: ablation, quality by layout, most frequent errors.

    python -m training.evaluation.page_study

Prints Markdown, for docs/evaluation.md. A few layouts at a time are left out; the model is fitted on the others.
Intervals are 95 % bootstraps over the layouts, because another page of the same site is no new evidence.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from classifier.page.roles import MODES, ROLES
from classifier.text.tokenizer import tokenizer
from training.corpus.labelled_pages import LabelledPage, read_pages
from training.evaluation.page_measures import Predicted, confusion, cross_validate, scores
from training.fitting.page_roles import SETTINGS, RoleSettings

RESAMPLES = 500
FOLDS = 18  # of the layouts, three left out at a time
SHOWN_ERRORS = 12
VARIANTS: dict[str, Callable[[RoleSettings], RoleSettings]] = {
    "words and structure, joined (the model)": lambda settings: settings,
    "without the chain": lambda settings: replace(settings, chain=0.0),
    "trained on whole pages only": lambda settings: replace(settings, reduced=0),
}


def interval(pages: Sequence[LabelledPage], predicted: Sequence[Predicted]) -> tuple[float, float]:
    """95 % bootstrap interval of the macro-F1 over layouts."""
    rng = np.random.default_rng(0)
    layouts = sorted({page.layout for page in pages})
    members = {name: [i for i, page in enumerate(pages) if page.layout == name] for name in layouts}
    found = []
    for _ in range(RESAMPLES):
        chosen = [i for name in rng.choice(layouts, len(layouts)) for i in members[name]]
        found.append(scores([pages[i] for i in chosen], [predicted[i] for i in chosen])["macro"])
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def study(mode: str, progress: Callable[[str], None]) -> list[str]:
    """The tables of one mode as lines of Markdown."""
    pages = read_pages(modes=[mode])
    layouts = len({page.layout for page in pages})
    engine = tokenizer()
    count = sum(len(page.lines) for page in pages)
    lines = [
        f"**{'HTML' if mode == 'html' else 'Copied text'}**: {count:,} lines of {len(pages)} pages "
        f"in {layouts} layouts, each predicted by a model that saw no page of it.",
        "",
        f"| features | {' | '.join(f'{role} F1' for role in ROLES)} | macro-F1 [95 %] |",
        "|---|" + "---|" * (len(ROLES) + 1),
    ]
    predicted: list[Predicted] = []
    for name, variant in VARIANTS.items():
        progress(f"{mode}: {name}")
        found = cross_validate(pages, engine, FOLDS, variant(SETTINGS[mode]))
        predicted = predicted or found
        figures, (low, high) = scores(pages, found), interval(pages, found)
        each = " | ".join(f"{figures[role]:.3f}" for role in ROLES)
        lines.append(f"| {name} | {each} | {figures['macro']:.3f} [{low:.3f}, {high:.3f}] |")
    return [*lines, "", *_confusions(pages, predicted), "", *_layouts(pages, predicted)]


def _confusions(pages: Sequence[LabelledPage], predicted: Sequence[Predicted]) -> list[str]:
    table = confusion(pages, predicted)
    lines = [f"| true \\ predicted | {' | '.join(ROLES)} |", "|---|" + "---|" * len(ROLES)]
    return lines + [
        f"| {role} | {' | '.join(map(str, row))} |" for role, row in zip(ROLES, table.tolist(), strict=True)
    ]


def _layouts(pages: Sequence[LabelledPage], predicted: Sequence[Predicted]) -> list[str]:
    """Accuracy by layout, and the most frequent errors."""
    right: dict[str, list[bool]] = {}
    wrong: Counter[tuple[str, str, str]] = Counter()
    for page, numbers in zip(pages, predicted, strict=True):
        for role, number in zip(page.roles, numbers.tolist(), strict=True):
            right.setdefault(page.layout, []).append(role == ROLES[number])
            if role != ROLES[number]:
                wrong[page.layout, role, ROLES[number]] += 1
    shares = sorted((sum(r) / len(r), name) for name, r in right.items())
    by_layout = ", ".join(f"{name} {share:.3f}" for share, name in shares)
    worst = "; ".join(f"{layout}: {a} predicted as {b} ({n})" for (layout, a, b), n in wrong.most_common(SHOWN_ERRORS))
    return [f"Accuracy by layout: {by_layout}.", "", f"Most frequent errors: {worst}."]


def main() -> int:
    lines = [line for mode in MODES for line in [*study(mode, _progress), ""]]
    sys.stdout.write("\n".join(lines).strip() + "\n")
    return 0


def _progress(step: str) -> None:
    sys.stderr.write(f"{step}\n")


if __name__ == "__main__":
    sys.exit(main())
