from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from console.cli import main
from tests.support.commands import Run


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, model_folder: Path) -> Run:
    """Run the command in this process; answers exit code, stdout and stderr."""
    monkeypatch.setenv("CLICKBAIT_MODEL", str(model_folder))

    def call(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call
