"""Cold start: a whole process of ``clickbait predict`` beside processes that only import the usual libraries.

The target is judged on imports alone: jieba, and what the plain pipeline of ``benchmarks.systems`` needs of
scikit-learn. Not judged: ``import jieba, sklearn`` by itself, which loads no estimator; and the imports with jieba's
dictionary (from jieba's own cache file), without which it cuts nothing. Files are in the page cache and bytecode is
compiled: the first round of all commands is thrown away.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.running import BIN
from benchmarks.wrk import HEADLINES

OURS, BASE = "clickbait predict HEADLINE", "import jieba and the pipeline's parts of sklearn"
_PARTS = "import jieba, sklearn.feature_extraction.text, sklearn.linear_model, sklearn.pipeline"


@dataclass
class Starts:
    """Seconds of each start of one command: by the clock, and of user CPU (numpy's threads included)."""

    wall: list[float] = field(default_factory=list)
    user: list[float] = field(default_factory=list)


def commands(model: Path) -> dict[str, list[str]]:
    """The commands by what the table calls them."""
    python = [sys.executable, "-c"]
    return {
        OURS: [str(BIN / "clickbait"), "predict", "--model", str(model), HEADLINES[0]],
        BASE: [*python, _PARTS],
        "the same, and jieba's dictionary": [*python, f"{_PARTS}; jieba.setLogLevel(60); jieba.initialize()"],
        "import jieba, sklearn": [*python, "import jieba, sklearn"],
        "import numpy": [*python, "import numpy"],
        "python -c pass": [*python, "pass"],
    }


def start(command: Sequence[str]) -> tuple[float, float]:
    """Seconds of one run by the clock, and its user CPU seconds. Raises RuntimeError when the command fails."""
    # Where this variable is set, what was not installed with its bytecode would be compiled in every start.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}")
    return seconds, usage.ru_utime


def measure(model: Path, rounds: int) -> dict[str, Starts]:
    """All commands in turn, round after round."""
    found: dict[str, Starts] = {}
    started = commands(model)
    for number in range(rounds + 1):
        for name, command in started.items():
            wall, user = start(command)
            if number:
                starts = found.setdefault(name, Starts())
                starts.wall.append(wall)
                starts.user.append(user)
    return found


def table(found: Mapping[str, Starts]) -> str:
    """Best and median of each command in milliseconds, and its best as a share of the imports'."""
    base = found[BASE]
    rounds = len(base.wall)
    lines = [f"{f'cold start, ms, {rounds} rounds':<50}{'wall':>7}{'median':>8}{'user':>7}{'median':>8}{'of wall':>9}"]
    for name, starts in found.items():
        cells = ""
        for times in (starts.wall, starts.user):
            cells += f"{min(times) * 1e3:>7.0f}{statistics.median(times) * 1e3:>8.0f}"
        lines.append(f"{name:<50}{cells}{min(starts.wall) / min(base.wall):>9.3f}")
    return "\n".join(lines)
