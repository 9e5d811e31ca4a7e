"""Text of the generated blocks of the documents: the functions that cog (https://cog.readthedocs.io) calls."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.running import running
from tools.docs.languages import Language, locale

ROOT = Path(__file__).resolve().parent.parent
SERVICE = "127.0.0.1:8000"
MEASURE = "CLICKBAIT_MEASURE"  # environment variable: name of the block whose program is to run
COMMANDS = "commands"  # its value with --commands
_COMMAND = re.compile(r"```console\n\$ (?P<command>[^\n]*)\n(?P<output>.*?)```", re.DOTALL)


class Shown(NamedTuple):
    """A command that a document shows, and the output below it."""

    command: str
    output: str


def shown_commands(text: str) -> list[Shown]:
    """The commands of a Markdown text: ``console`` blocks whose first line starts with ``$ ``."""
    return [Shown(match["command"], match["output"]) for match in _COMMAND.finditer(text)]


def rerun(previous: str, language: Language = "en") -> str:
    """The ``console`` block with the output that its command has now, in a language.

    Raises CalledProcessError when it fails.
    """
    (block,) = shown_commands(previous)
    environment = {**os.environ, **locale(language), "CLICKBAIT_MODEL": str(ROOT / "model")}
    output = execute(block.command, environment).rstrip("\n")
    return f"```console\n$ {block.command}\n{output}\n```\n"


def shown(previous: str, language: Language = "en") -> str:
    """The same for a page of docs/, whose other blocks are filled without a model: only with ``--commands``."""
    return rerun(previous, language) if os.environ.get(MEASURE) == COMMANDS else previous


def execute(command: str, environment: dict[str, str]) -> str:
    """Standard output of a shell command, run in the root of the repository with our commands first on the path.

    A service is started for a command that calls one. Raises CalledProcessError when the command fails.
    """
    if SERVICE in command:
        with running(["clickbait", "serve", "--port", "{port}"], environment) as server:
            return execute(command.replace(SERVICE, f"127.0.0.1:{server.port}"), environment)
    path = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env={**environment, "PATH": path}, capture_output=True, text=True, check=True
    )
    return done.stdout


def measured(name: str, program: str, previous: str, *, markdown: bool = False) -> str:
    """The block of a slow program: ``previous``, or its new output where CLICKBAIT_MEASURE is ``name``.

    ``program`` is a module and its arguments. It prints plain text, which becomes a code block, or Markdown. Raises
    CalledProcessError when it fails and ValueError when it prints nothing.
    """
    if os.environ.get(MEASURE) != name:
        return previous
    command = [sys.executable, "-m", *shlex.split(program)]
    output = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    if not output:
        raise ValueError(f"{program} printed nothing")
    return f"\n{output}\n\n" if markdown else f"```\n{output}\n```\n"


def copied(page: str, name: str, words: dict[str, str]) -> str:
    """The measured block of another page of docs/, with headings in the words of this one: both show one measurement.

    Raises ValueError when that page has no such block.
    """
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found = re.search(rf'measured\("{name}".*?\]\]\] -->\n(.*?)<!-- \[\[\[end', text, re.DOTALL)
    if found is None:
        raise ValueError(f"docs/{page} has no block {name!r}")
    block = found[1]
    for word in sorted(words, key=len, reverse=True):
        block = re.sub(rf"(?<=\| ){re.escape(word)}(?= \||[ ,])", words[word], block)
    return block


def module_table(*folders: str) -> str:
    """A Markdown table of the modules in these folders, with the first sentence of each one's docstring."""
    lines = ["", "| module | what it holds |", "|---|---|"]
    for folder in folders:
        for path in sorted((ROOT / folder).glob("*.py")):
            summary = _summary(path)
            if path.name != "__init__.py" and summary:
                lines.append(f"| `{path.relative_to(ROOT).as_posix()}` | {summary} |")
    return "\n".join([*lines, "", ""])


def settings_table() -> str:
    """A Markdown table of the service's settings, from the class that reads them."""
    from api.settings import PRIVATE, ServerSettings, variable  # the extra "server"

    lines = ["", "| variable | option of `serve` | default | meaning |", "|---|---|---|---|"]
    for name, field in ServerSettings.model_fields.items():
        default = field.default
        shown = "" if default in (None, "", ()) else f"`{default}`"
        if default == PRIVATE:
            shown = "loopback, private networks"
        elif isinstance(default, bool):
            shown = "on" if default else "off"
        option = "--" + ("database" if name == "database_url" else name.replace("_", "-"))
        lines.append(f"| `{variable(name)}` | `{option}` | {shown} | {field.description} |")
    return "\n".join([*lines, "", ""])


def _summary(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = " ".join(docstring.partition("\n\n")[0].split())
    sentence = re.split(r"(?<=[.])\s+(?=[A-Z`])", first)[0].removesuffix(".")
    return sentence.replace("``", "`").replace("|", "\\|")
