"""Programs of Debian that tests use: installed where the system lets us, else the test is skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

_LOCK = Path(tempfile.gettempdir()) / f"clickbait-tests-{os.getuid()}.lock"


def on_path(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found) if found else None


def installed(name: str, *packages: str, find: Callable[[str], Path | None] = on_path) -> Path:
    """Where ``find`` sees the program; without it these packages (default: of its name) are installed first."""
    packages = packages or (name,)
    with FileLock(_LOCK):  # tests run in several processes, and apt in one
        if not find(name) and os.geteuid() == 0 and shutil.which("apt-get"):
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            for command in (["apt-get", "update"], ["apt-get", "install", "-y", *packages]):
                subprocess.run(command, env=environment, capture_output=True, check=False, timeout=600)
    path = find(name)
    if path is None:
        pytest.skip(f"no {name}, and it cannot be installed here: apt-get install {' '.join(packages)}")
    return path
