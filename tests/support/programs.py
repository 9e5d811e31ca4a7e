"""Programs besides Python that tests use. Tests install none: ``make services`` does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.services import PROGRAMS, find_program


def program(name: str) -> Path:
    """Where the program is; without it the test is skipped."""
    packages = " ".join(PROGRAMS[name])
    path = find_program(name)
    if path is None:
        pytest.skip(f"no {name} here: 'make services' as root, or apt-get install {packages}")
    return path
