"""Whether the browser's modules answer as Python does: every headline of the corpus and of ../shared/data, in Node."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.browser_answers import answers, differences, export
from classifier import Classifier, Prediction, load
from classifier.artifact import default_model_path
from classifier.text.normalize import normalize
from tabular.headlines import each_headline
from tabular.options import TableOptions
from training.corpus.format import bundled_corpus

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
AT_ONCE = 4000  # headlines of a run of Node
PARTS = ("normal", "tokens", "label", "kind", "topic", "uncertain", "signals")


@dataclass
class Comparison:
    """What was compared: headlines, those that differ by part, and the largest differences of numbers."""

    headlines: int = 0
    differ: Counter[str] = field(default_factory=Counter)
    score: float = 0.0
    other: float = 0.0  # grade, kinds, probability of the topic

    def add(self, classifier: Classifier, found: dict[str, Any], expected: Prediction) -> None:
        self.headlines += 1
        self.differ.update(differences(classifier, found, expected))
        answer = found["prediction"]
        self.score = max(self.score, abs(answer["score"] - expected.score))
        pairs = [(answer["grade"], expected.grade), (answer.get("topic_score"), expected.answers.get("topic_score"))]
        pairs += [(answer["kinds"][name], value) for name, value in expected.kinds.items()]
        self.other = max(self.other, *(abs(a - b) for a, b in pairs if a is not None and b is not None))


def sets(shared: Path) -> Iterator[tuple[str, list[Path]]]:
    """The sets of headlines by name."""
    yield "the bundled corpus", sorted(bundled_corpus().glob("*.csv"))
    if shared.is_dir():
        tables = [path for path in sorted(shared.iterdir()) if ".csv" in path.suffixes]
        yield "real headlines, Traditional", [path for path in tables if "_sc" not in path.name]
        yield "real headlines, Simplified", [path for path in tables if "_sc" in path.name]


def compare(classifier: Classifier, node: Path, model: Path, paths: list[Path]) -> Comparison:
    """Compare each different headline of the tables."""
    every = {text: None for path in paths for text in each_headline(path, TableOptions(None, None, None))}
    headlines = [text for text in every if normalize(text)]
    found = Comparison()
    for first in range(0, len(headlines), AT_ONCE):
        part = headlines[first : first + AT_ONCE]
        given = answers(node, model, part)
        for answer, expected in zip(given, classifier.predict(part, explain=True), strict=True):
            found.add(classifier, answer, expected)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=default_model_path())
    parser.add_argument(
        "--shared", type=Path, default=SHARED, help="folder with real headlines, which no repository holds"
    )
    args = parser.parse_args()
    node = shutil.which("node")
    if node is None:
        parser.error("needs Node 20 or newer on the path")
    print(f"{'headlines that differ in':<30}{'of':>9}" + "".join(f"{part:>10}" for part in PARTS))
    numbers = []
    with tempfile.TemporaryDirectory() as folder:
        model = export(args.model, Path(folder) / "model")
        for name, paths in sets(args.shared):
            found = compare(load(args.model), Path(node), model, paths)
            print(f"{name:<30}{found.headlines:>9,}" + "".join(f"{found.differ[part]:>10}" for part in PARTS))
            numbers.append((name, found))
    print(f"\n{'largest difference of the':<30}{'score':>19}{'grade, kinds, P(topic)':>30}")
    for name, found in numbers:
        print(f"{name:<30}{found.score:>19.1e}{found.other:>30.1e}")


if __name__ == "__main__":
    main()
