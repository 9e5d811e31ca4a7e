import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.services import PROGRAMS, find_program, install_command, missing


def run(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.services"]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True)


def test_without_apt_get_the_missing_programs_are_named(tmp_path: Path) -> None:
    done = run(PATH=str(tmp_path))
    assert done.returncode == 0 and done.stderr.startswith("not here: chromium")
    assert "sudo apt-get install --yes chromium" in done.stderr


def test_nothing_is_done_where_all_is_there() -> None:
    if absent := missing():
        pytest.skip(f"no {', '.join(absent)} here")
    done = run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_program_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_program("nginx") is None
    (tmp_path / "nginx").touch(mode=0o755)
    assert find_program("nginx") == tmp_path / "nginx"


def test_the_packages_of_each_program_are_installed_together() -> None:
    assert install_command(["node", "npm"])[-2:] == ["nodejs", "npm"]
    assert all(PROGRAMS.values())
