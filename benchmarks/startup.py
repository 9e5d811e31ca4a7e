"""Cold start: a whole process of ``clickbait predict``, compared with processes that only import common libraries.

The target compares with imports alone: jieba, and the parts of scikit-learn that the plain pipeline of
``benchmarks.systems`` needs. For information there are also ``import jieba, sklearn``, which loads no estimator, and
the imports with jieba's dictionary (from jieba's cache file), which it needs for segmentation. Files are in the page
cache and bytecode is compiled, because the first round of all commands is discarded.
"""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.running import BIN
from benchmarks.usage import Usage, run_measured
from benchmarks.wrk import HEADLINES

OURS, BASE = "clickbait predict HEADLINE", "import jieba and the pipeline's parts of sklearn"
_PARTS = "import jieba, sklearn.feature_extraction.text, sklearn.linear_model, sklearn.pipeline"


@dataclass
class Starts:
    """Wall time and user CPU time of each start of a command, in seconds. CPU time includes numpy's threads."""

    wall: list[float] = field(default_factory=list)
    user: list[float] = field(default_factory=list)


def commands(model: Path) -> dict[str, list[str]]:
    """The commands by their name in the table."""
    python = [sys.executable, "-c"]
    return {
        OURS: [str(BIN / "clickbait"), "predict", "--model", str(model), HEADLINES[0]],
        BASE: [*python, _PARTS],
        "the same, and jieba's dictionary": [*python, f"{_PARTS}; jieba.setLogLevel(60); jieba.initialize()"],
        "import jieba, sklearn": [*python, "import jieba, sklearn"],
        "import numpy": [*python, "import numpy"],
        "python -c pass": [*python, "pass"],
    }


def start(command: Sequence[str]) -> Usage:
    """Run a command once. Raises RuntimeError when it fails."""
    # Where this variable is set, modules that were installed without bytecode would be compiled at every start.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return run_measured(command, environment)


def measure(model: Path, rounds: int) -> dict[str, Starts]:
    """Run all commands one after the other, round after round."""
    found: dict[str, Starts] = {}
    started = commands(model)
    for number in range(rounds + 1):
        for name, command in started.items():
            usage = start(command)
            if number:
                starts = found.setdefault(name, Starts())
                starts.wall.append(usage.wall)
                starts.user.append(usage.user)
    return found


def table(found: Mapping[str, Starts]) -> str:
    """Best and median of each command in milliseconds, and its best time relative to that of the imports."""
    base = found[BASE]
    rounds = len(base.wall)
    lines = [f"{f'cold start, ms, {rounds} rounds':<50}{'wall':>7}{'median':>8}{'user':>7}{'median':>8}{'of wall':>9}"]
    for name, starts in found.items():
        cells = ""
        for times in (starts.wall, starts.user):
            cells += f"{min(times) * 1e3:>7.0f}{statistics.median(times) * 1e3:>8.0f}"
        lines.append(f"{name:<50}{cells}{min(starts.wall) / min(base.wall):>9.3f}")
    return "\n".join(lines)
