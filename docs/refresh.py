"""Run the commands that the READMEs show and put their output under them: ``python -m docs.refresh``.

A shown command is a ``console`` block whose first line starts with ``$ ``.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

SERVICE = "127.0.0.1:8000"
ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", ROOT / "datasets" / "README.md")
_BLOCK = re.compile(r"```console\n\$ (?P<command>[^\n]*)\n(?P<output>.*?)```", re.DOTALL)


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[int]:
    """Run the service on a free loopback port while the block runs; gives the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [str(Path(sys.executable).with_name("clickbait")), "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(200):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield port
        finally:
            server.terminate()


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
        with serving(environment) as port:
            return execute(command.replace(SERVICE, f"127.0.0.1:{port}"), environment)
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
