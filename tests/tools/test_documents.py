"""Every code block of the documents, in both languages, is run or says why not; nothing else is taken on trust.

``console`` blocks are run at the top of the repository and their output is compared (numbers masked: they follow the
model). ``bash``, ``python`` and ``js`` blocks of a page are run one after the other in one folder, which is empty but
for links to ``datasets``, ``deploy``, ``api`` and ``browser``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from benchmarks.running import SERVE, running
from tests.conftest import ROOT
from tests.support.programs import program
from tools.blocks import SERVICE, Shown, execute, shown_commands
from tools.docs.languages import LANGUAGES, locale, of, pages, readme

PAGES = [page for language in LANGUAGES for page in (readme(language), *pages(language))]
PAGES += [ROOT / "datasets" / "README.md"]
NUMBERS = re.compile(r"\b[0-9a-f]{12,64}\b|[+-]?\d[\d.,]*")  # digests too
FENCE = re.compile(
    r"(?:^ *<!-- not run: (?P<reason>[^>]+) -->\n)?^(?P<indent> *)```(?P<kind>[\w-]*)\n(?P<text>.*?)^(?P=indent)```$",
    re.DOTALL | re.MULTILINE,
)
MEASURED = re.compile(r"^<!-- \[\[\[cog.*?^<!-- \[\[\[end\]\]\] -->$", re.DOTALL | re.MULTILINE)
RUN, READ = {"bash", "python", "js"}, {"text", "json", "yaml", "csv", "ini"}


class Block(NamedTuple):
    kind: str
    text: str
    reason: str | None


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page; those that measuring programs wrote are no code."""
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(MEASURED.sub("", text)):
        body = re.sub(rf"^{found['indent']}", "", found["text"], flags=re.MULTILINE)
        yield Block(found["kind"], body, found["reason"])


def masked(text: str) -> list[str]:
    return [" ".join(NUMBERS.sub("#", line).split()) for line in text.splitlines()]


SHOWN = [(page, block) for page in PAGES for block in shown_commands(page.read_text(encoding="utf-8"))]


def runnable(page: Path) -> list[Block]:
    return [block for block in blocks(page) if block.kind in RUN and not block.reason]


def code(page: Path) -> str:
    """What runs, without comments: a page and its translation that say the same are run once."""
    return "\n".join(re.sub(r"^\s*(#|//).*\n|\s+#.*$", "", block.text, flags=re.MULTILINE) for block in runnable(page))


RUNNABLE = list({code(page): page for page in PAGES if runnable(page)}.values())


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize(("page", "block"), SHOWN, ids=[f"{name_of(p)}:{b.command[:50]}" for p, b in SHOWN])
def test_a_shown_command_prints_what_is_shown(page: Path, block: Shown, full_model_folder: Path) -> None:
    environment = {**os.environ, **locale(of(page)), "CLICKBAIT_MODEL": str(full_model_folder)}
    found = execute(block.command, environment)
    assert masked(found) == masked(block.output), "run 'python -m tools.fill --commands' after training"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_block_is_of_a_kind_that_is_run_or_read(page: Path) -> None:
    for block in blocks(page):
        assert block.kind in {"console", *RUN, *READ}, f"{block.kind!r}: {block.text[:80]}"
        if block.kind == "json":
            json.loads(block.text)
        if block.kind == "yaml":
            yaml.safe_load(block.text)
        if block.kind == "console":
            assert block.text.startswith("$ ") or block.reason


@pytest.mark.parametrize("page", RUNNABLE, ids=name_of)
def test_the_code_of_a_page_runs(page: Path, tmp_path: Path, full_model_folder: Path) -> None:
    folder = tmp_path / "reader"
    folder.mkdir()
    for name in ("datasets", "deploy", "api", "browser"):
        if (ROOT / name).exists():
            (folder / name).symlink_to(ROOT / name)
    environment = {
        **os.environ, **locale(of(page)), "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"),
        "CLICKBAIT_MODEL": str(full_model_folder), "DATABASE_URL": f"sqlite:///{tmp_path / 'feedback.sqlite3'}",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip
    todo = runnable(page)
    if any(SERVICE in block.text for block in todo):
        with running(SERVE, environment) as server:
            run_all(todo, folder, environment, f"127.0.0.1:{server.port}")
    else:
        run_all(todo, folder, environment, SERVICE)


def run_all(todo: list[Block], folder: Path, environment: dict[str, str], service: str) -> None:
    for block in todo:
        text = block.text.replace(SERVICE, service)
        command = {"bash": ["bash", "-euo", "pipefail", "-c", text], "python": [sys.executable, "-c", text]}.get(
            block.kind
        )
        if command is None:
            script = folder / "block.mjs"
            script.write_text(text, encoding="utf-8")
            command = [str(program("node")), str(script)]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, f"{text}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    shutil.rmtree(folder)
