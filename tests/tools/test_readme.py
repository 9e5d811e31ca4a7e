"""Every command that the README shows is run, and its output is compared (numbers masked: they follow the model)."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from console.cli import COMMANDS
from tests.conftest import ROOT
from tools.blocks import Shown, execute, shown_commands
from tools.fill import READMES

README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
NUMBERS = re.compile(r"\b[0-9a-f]{12,64}\b|[+-]?\d[\d.,]*")  # digests too


def masked(text: str) -> list[str]:
    return [" ".join(NUMBERS.sub("#", line).split()) for line in text.splitlines()]


SHOWN = [block for page in READMES for block in shown_commands(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: block.command[:60])
def test_a_shown_command_prints_what_is_shown(block: Shown, full_model_folder: Path) -> None:
    found = execute(block.command, {**os.environ, "CLICKBAIT_MODEL": str(full_model_folder)})
    assert masked(found) == masked(block.output), "run 'python -m tools.fill --commands' after training"


def test_the_python_example_runs(full_model_folder: Path) -> None:
    code = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert code
    environment = {**os.environ, "CLICKBAIT_MODEL": str(full_model_folder)}
    done = subprocess.run([sys.executable, "-c", code[1]], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("substantive 0.")


def test_every_named_subcommand_exists_and_is_named() -> None:
    named = set(re.findall(r"(?:`|\$ |bin/)clickbait (\w+)", TEXT))
    assert set(COMMANDS) <= named
    assert named - set(COMMANDS) <= {"predict", "clickbait"}


def test_the_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"make (\w+)", TEXT)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_links_lead_somewhere() -> None:
    for page in (README, *(ROOT / "docs").glob("*.md"), ROOT / "datasets" / "README.md"):
        for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            if not link.startswith("http"):
                assert (page.parent / link).exists(), f"{page.name}: {link}"
