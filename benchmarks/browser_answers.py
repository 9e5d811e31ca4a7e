"""What the browser's modules answer in Node, and what of it is not Python's answer."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from browser.model_files import model_files
from classifier import Classifier, Prediction
from classifier.text.normalize import normalize
from classifier.text.terms import read_tokens

PROGRAM = Path(__file__).resolve().parent.parent / "tests" / "browser" / "answers.mjs"
WITHIN = 1e-6  # nothing is rounded: the sums are taken in another order


def export(model: Path, folder: Path) -> Path:
    """The files of a saved model in a new folder."""
    folder.mkdir()
    for name, data in model_files(model).items():
        (folder / name).write_bytes(data)
    return folder


def answers(node: Path, model: Path, headlines: Iterable[str]) -> list[dict[str, Any]]:
    """Features and answer of each headline, by one run of Node. Raises RuntimeError with what Node says."""
    lines = "".join(json.dumps(headline) + "\n" for headline in headlines)
    command = [str(node), str(PROGRAM), str(model)]
    done = subprocess.run(command, input=lines.encode(), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    # Not splitlines(): it also breaks at characters that JSON leaves as they are, U+0085 and U+2028 among them.
    return [json.loads(line) for line in done.stdout.decode().split("\n")[:-1]]


def differences(classifier: Classifier, found: dict[str, Any], expected: Prediction) -> list[str]:
    """The parts of a headline's answer that are not Python's: normal, tokens, signals, and members of a prediction."""
    normal = normalize(expected.headline)
    wanted = expected.to_dict(explain=True)
    wanted.pop("signals")
    parts = {
        "normal": found["normal"] == normal,
        "tokens": found["tokens"] == [token for token, _, _ in read_tokens(normal, classifier.tokenizer)],
        "signals": same_signals(found["signals"], expected),
        **{name: _near(found["prediction"].get(name), value) for name, value in wanted.items()},
        "members": list(found["prediction"]) == list(wanted),
    }
    return [name for name, same in parts.items() if not same]


def same_signals(found: Sequence[list[Any]], expected: Prediction) -> bool:
    """Whether spans, groups, names and texts are the same, and the weights near."""
    ours = sorted((s.start, s.end, s.group, s.name, s.text, s.weight) for s in expected.signals)
    theirs = sorted((start, end, group, name, text, weight) for start, end, group, name, weight, text in found)
    return len(ours) == len(theirs) and all(
        a[:5] == b[:5] and abs(a[5] - b[5]) < WITHIN for a, b in zip(ours, theirs, strict=True)
    )


def _near(found: Any, expected: Any) -> bool:
    if isinstance(expected, float):
        return isinstance(found, int | float) and abs(found - expected) < WITHIN
    if isinstance(expected, dict):
        return list(found) == list(expected) and all(_near(found[name], value) for name, value in expected.items())
    return bool(found == expected)
