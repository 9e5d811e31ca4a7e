"""Page analysis on real pages, compared with trafilatura, readability-lxml and jusText: article, sidebar, time.

    python -m benchmarks.pages [--pages DIR] [--truth DIR] [--rounds N]

The pages are in ``../shared/pages``. The ground truth is a JSON file per page outside the repository, because it is
publishers' text: ``headline``, ``body``, ``recommendations``, and ``doubtful`` paragraphs, which are not evaluated.
Texts are compared as bags of jieba tokens. A recommendation counts as found when a recommendation block has the same
text, apart from spaces and punctuation. Time is CPU time from the text of the page to the result: the best of the
rounds, in each of which the systems run one after the other.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import justext
import trafilatura
from lxml import html as lxml_html
from readability import Document

from benchmarks.paths import MODEL, ROOT, SHARED
from classifier import load
from classifier.page.analysis import analyze
from classifier.page.wording import bare
from classifier.text.tokenizer import tokenizer

PAGES = SHARED / "pages"
TRUTH = ROOT.parent / "scratch" / "pages_truth"


@dataclass(frozen=True)
class Truth:
    """The ground truth of a page, labelled by a person."""

    headline: str
    body: list[str]
    recommendations: list[str]
    doubtful: list[str]


def read_truth(path: Path) -> Truth:
    """Read the ground truth of a page."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return Truth(found["headline"], found["body"], found["recommendations"], found.get("doubtful", []))


def tokens(text: str) -> Counter[str]:
    """The bag of jieba tokens, without spaces and punctuation."""
    return Counter(token for token in tokenizer().cut(text) if bare(token))


def text_f1(truth: Truth, text: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the tokens, without those of doubtful paragraphs."""
    wanted, found = tokens("\n".join(truth.body)), tokens(text)
    doubtful = tokens("\n".join(truth.doubtful))
    found -= doubtful & (found - wanted)
    common = (wanted & found).total()
    precision, recall = common / max(found.total(), 1), common / wanted.total()
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def sidebar_recall(truth: Truth, texts: Sequence[str]) -> float:
    """The share of the page's recommendations that are among these texts."""
    found = {bare(text) for text in texts}
    wanted = {bare(text) for text in truth.recommendations}
    return len(wanted & found) / len(wanted)


def readability_text(page: str) -> str:
    """The article of readability-lxml as text."""
    summary = lxml_html.fromstring(Document(page).summary())
    return "\n".join(summary.itertext())


def justext_text(page: str) -> str:
    """The good paragraphs of jusText, by length and links: it has no stop words for Chinese."""
    paragraphs = justext.justext(page, frozenset(), stopwords_low=0, stopwords_high=0, length_low=20, length_high=60)
    return "\n".join(p.text for p in paragraphs if not p.is_boilerplate)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Page analysis on real pages.")
    parser.add_argument("--pages", type=Path, default=PAGES)
    parser.add_argument("--truth", type=Path, default=TRUTH)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args(argv)
    files = sorted(args.pages.glob("*.html"))
    if not files or not all((args.truth / f"{file.stem}.json").is_file() for file in files):
        sys.stderr.write(f"this needs pages in {args.pages} and the ground truth of each in {args.truth}\n")
        return 2
    classifier = load(args.model)
    systems: dict[str, Callable[[str], Any]] = {
        "clickbait-zh": lambda page: analyze(html=page, classifier=classifier),
        "trafilatura": lambda page: trafilatura.extract(page, include_comments=False) or "",
        "trafilatura, fast": lambda page: trafilatura.extract(page, include_comments=False, fast=True) or "",
        "readability-lxml": readability_text,
        "jusText": justext_text,
    }
    sums: dict[str, list[float]] = {name: [0.0] * 5 for name in systems}
    print(f"{'page':<12}{'kB':>5}  {'system':<20}{'precision':>10}{'recall':>8}{'F1':>7}{'sidebar':>9}{'ms':>8}")
    for file in files:
        page, truth = file.read_text(encoding="utf-8"), read_truth(args.truth / f"{file.stem}.json")
        times = dict.fromkeys(systems, float("inf"))
        results: dict[str, Any] = {}
        for _ in range(args.rounds):
            for name, system in systems.items():
                start = time.process_time()
                results[name] = system(page)
                times[name] = min(times[name], (time.process_time() - start) * 1000)
        for name, result in results.items():
            ours = name == "clickbait-zh"
            text = result.article.text if ours else result
            texts = [block.text for block in result.recommendations] if ours else result.splitlines()
            row = [*text_f1(truth, text), sidebar_recall(truth, texts), times[name]]
            sums[name] = [a + b for a, b in zip(sums[name], row, strict=True)]
            shown = f"{row[0]:>10.3f}{row[1]:>8.3f}{row[2]:>7.3f}{row[3]:>9.1%}{row[4]:>8.1f}"
            print(f"{file.stem:<12}{len(page.encode()) // 1000:>5}  {name:<20}{shown}")
    base = sums["trafilatura"][4]
    for name, total in sums.items():
        mean = [value / len(files) for value in total]
        shown = f"{mean[0]:>10.3f}{mean[1]:>8.3f}{mean[2]:>7.3f}{mean[3]:>9.1%}{mean[4]:>8.1f}"
        print(f"{'mean':<19}{name:<20}{shown}   {base / total[4]:.1f} times as fast as trafilatura")
    return 0


if __name__ == "__main__":
    sys.exit(main())
