"""The ``clickbait`` command, as a process or called in this one, and what holds of its refusals."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("clickbait")
Run = Callable[..., tuple[int, str, str]]  # exit code, stdout and stderr of a call in this process


def command(
    *arguments: object, program: str = "clickbait", decoded: str = "utf-8", **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command, or another program beside it, as a process of its own; its output in the encoding ``decoded``."""
    line = [PROGRAM.with_name(program), *map(str, arguments)]
    given = {**os.environ, **environment}
    return subprocess.run(line, capture_output=True, encoding=decoded, timeout=120, env=given)


def assert_refused(answer: tuple[int, str, str], *facts: str) -> None:
    code, out, err = answer
    assert code == 2
    assert err.count("\n") == 1 and err.startswith("clickbait"), err
    assert out == ""
    for fact in facts:
        assert fact in err
