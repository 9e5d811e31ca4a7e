"""Run the commands that the READMEs show and put their output under them: ``python -m tools.refresh``.

A shown command is a ``console`` block whose first line starts with ``$ ``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.running import running

SERVICE = "127.0.0.1:8000"
ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", ROOT / "datasets" / "README.md")
_BLOCK = re.compile(r"```console\n\$ (?P<command>[^\n]*)\n(?P<output>.*?)```", re.DOTALL)


class Shown(NamedTuple):
    """A shown command and the output below it."""

    command: str
    output: str


def blocks(text: str) -> list[Shown]:
    """The commands that a Markdown text shows."""
    return [Shown(match["command"], match["output"]) for match in _BLOCK.finditer(text)]


def execute(command: str, environment: dict[str, str]) -> str:
    """Standard output of a shell command run at the top of the repository, our commands first on the path.

    Where it calls the service, one is started for it.

    Raises subprocess.CalledProcessError when it fails.
    """
    if SERVICE in command:
        with running(["clickbait", "serve", "--port", "{port}"], environment) as server:
            return execute(command.replace(SERVICE, f"127.0.0.1:{server.port}"), environment)
    path = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env={**environment, "PATH": path}, capture_output=True, text=True, check=True
    )
    return done.stdout


def main() -> int:
    environment = {**os.environ, "CLICKBAIT_MODEL": str(ROOT / "model")}

    def refreshed(match: re.Match[str]) -> str:
        output = execute(match["command"], environment).rstrip("\n")
        return f"```console\n$ {match['command']}\n{output}\n```"

    for page in PAGES:
        page.write_text(_BLOCK.sub(refreshed, page.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
