"""Write golden vectors: what each step makes of a headline, for this implementation and for ports of it.

    python -m tools.golden [FOLDER]

``features.jsonl`` has for each headline its normal form, tokens, and the count of every feature by name;
``predictions.jsonl`` has logits, score and answers of a small model, trained on one slice of the written corpus without
what real headlines taught, so that it does not change with the shipped one. Every headline is our own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from classifier import Classifier
from classifier.artifact import Artifact
from classifier.headline.plain_features import as_values
from classifier.text.tokenizer import tokenizer
from training.corpus.format import bundled_corpus, read_corpus
from training.fitting.fit import fit
from training.fitting.heads import TrainingSettings

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "golden"
SLICE = "start-1.csv"
EVERY = 150  # rows of the corpus between two that are taken
ODD = (
    "a", "AC/DC 開唱！！", "「蔡團長」訪美　船長：會", "3種3種3種", "她她她她她他他", "快衝！買1送1……",
    "Ｗｉｎ１１更新?!",
    "著作權／看著他", "𠮷野家😀漲價", "e\u0301clair 登台", "原因曝光！" * 20, "傻眼…他淚崩", "女星（獨家）｜海風日報",
)  # fmt: skip


def headlines() -> list[str]:
    """Some rows of the written corpus, and texts that try the borders."""
    return [*(row.headline for row in read_corpus([bundled_corpus()])[::EVERY]), *ODD]


def small_artifact() -> Artifact:
    """The model of one slice."""
    rows = read_corpus([bundled_corpus() / SLICE])
    return fit(rows, TrainingSettings(), corpus_digest="golden").artifact


def features(texts: Sequence[str]) -> Iterator[dict[str, Any]]:
    """One record a headline."""
    engine = tokenizer()
    return (as_values(text, engine) for text in texts)


def predictions(texts: Sequence[str]) -> Iterator[dict[str, Any]]:
    """One record a headline; signals are (start, end, group, name, weight)."""
    for found in Classifier(small_artifact()).predict(texts, explain=True):
        values = found.to_dict(explain=True)
        values["signals"] = [[s.start, s.end, s.group, s.name, s.weight] for s in found.signals]
        yield values


def write(path: Path, records: Iterator[dict[str, Any]]) -> None:
    """One JSON object a line, numbers to twelve digits."""
    lines = [json.dumps(_rounded(record), ensure_ascii=False, sort_keys=True) for record in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, dict):
        return {key: _rounded(found) for key, found in value.items()}
    return [_rounded(found) for found in value] if isinstance(value, list | tuple) else value


def main(arguments: Sequence[str]) -> int:
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    texts = headlines()
    write(folder / "features.jsonl", features(texts))
    write(folder / "predictions.jsonl", predictions(texts))
    sys.stdout.write(f"{len(texts)} headlines written to {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
