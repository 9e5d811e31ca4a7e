"""Page analysis on saved pages with truth, beside its peers: text, headline, date, byline, recommendations, kind, time.

    python -m benchmarks.pages [FOLDER] [--rounds N] [--markdown]

FOLDER (default ``../shared/pages/real``) holds ``*.html`` and a ``truth.json``: for each page ``headline``, ``body``
paragraphs, ``optional_body``, ``recs``, ``optional_recs``, ``date``, ``byline`` and ``list``. Texts are compared as
bags of character 4-grams without punctuation; optional paragraphs are neither demanded nor punished. A recommendation
is found when an item says it, whole or nearly so; an item that says none, and no optional one, is wrong. Times are
medians, each system after the other on each page, in one process.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.page_peers import PEERS, Found, ours
from benchmarks.page_truth import PageTruth, Recommendations, read_truth, same_names, same_text, text_f1
from benchmarks.paths import MODEL, SHARED
from classifier import load

System = Callable[[bytes], Found]
COLUMNS = ("text F1", "headline", "date", "byline", "found", "right", "kind", "ms")


def measured(system: System, data: bytes, rounds: int) -> tuple[Found, float]:
    """What a system finds on a page, and the median of its milliseconds."""
    times = []
    found = Found()
    for _ in range(rounds):
        start = time.perf_counter()
        found = system(data)
        times.append((time.perf_counter() - start) * 1000)
    return found, statistics.median(times)


class Sums:
    """The figures of one system over the pages."""

    def __init__(self) -> None:
        self.f1: list[float] = []
        self.times: list[float] = []
        self.recommendations = Recommendations()
        self.counts = {name: [0, 0] for name in ("headline", "date", "byline", "kind")}

    def add(self, found: Found, truth: PageTruth, milliseconds: float) -> float:
        """Count a page; returns the F1 of its text."""
        self.times.append(milliseconds)
        score = text_f1(found.text, truth)
        if not truth.list:
            self.f1.append(score)
            self._count("headline", found.headline, truth.headline, same_text)
            self._count("date", found.date[:10], truth.date, str.__eq__)
        if truth.byline:
            self._count("byline", found.byline, truth.byline, same_names)
        if found.kind:
            self._count("kind", found.kind, "list" if truth.list else "article", str.__eq__)
        if found.recommendations is not None:
            self.recommendations.add(found.recommendations, truth)
        return score

    def _count(self, name: str, found: str, truth: str, same: Callable[[str, str], bool]) -> None:
        if truth:
            self.counts[name][0] += same(found, truth)
            self.counts[name][1] += 1

    def row(self) -> list[str]:
        """The cells of ``COLUMNS``; a dash where the system says nothing of the kind."""
        found, right = self.recommendations.shares()
        parts = {name: f"{a} of {b}" if a else "-" for name, (a, b) in self.counts.items()}
        shares = [f"{share:.1%}" if share is not None else "-" for share in (found, right)]
        return [f"{statistics.mean(self.f1):.3f}", parts["headline"], parts["date"], parts["byline"], *shares,
                parts["kind"], f"{statistics.mean(self.times):.0f}"]  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Page analysis on saved pages with truth, beside its peers.")
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED / "pages" / "real")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--markdown", action="store_true", help="the table of all pages alone")
    args = parser.parse_args(argv)
    if not (args.folder / "truth.json").is_file():
        sys.stderr.write(f"this needs pages and their truth.json in {args.folder}\n")
        return 2
    systems: dict[str, System] = {"clickbait-zh": ours(load(args.model)), **PEERS}
    sums = {name: Sums() for name in systems}
    below: list[str] = []
    for name, truth in read_truth(args.folder).items():
        data = (args.folder / f"{name}.html").read_bytes()
        scores = {}
        for system, run in systems.items():
            found, milliseconds = measured(run, data, args.rounds)
            scores[system] = sums[system].add(found, truth, milliseconds)
        if not args.markdown:
            print(f"{name:<22}" + "  ".join(f"{system} {score:.3f}" for system, score in scores.items()), flush=True)
        best = max(score for system, score in scores.items() if system != "clickbait-zh")
        if not truth.list and scores["clickbait-zh"] < best - 0.02:
            below.append(f"{name} ({scores['clickbait-zh']:.3f}, best peer {best:.3f})")
    print(f"| system | {' | '.join(COLUMNS)} |")
    print("|---|" + "---:|" * len(COLUMNS))
    for system, found_sums in sums.items():
        print(f"| {system} | {' | '.join(found_sums.row())} |")
    print(f"\nMore than 0.02 below the best peer: {', '.join(below) or 'no page'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
