"""The playground inside the site, where the command can export it as static files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from console.cli import COMMANDS
from tools.docs.languages import Language
from tools.imports import ROOT

_WORDS: dict[Language, tuple[str, str]] = {
    "en": ("Playground", "Run `make serve` and open http://127.0.0.1:8000/ to try it."),
    "zh-TW": ("試用頁", "執行 `make serve`，再開啟 http://127.0.0.1:8000/ 即可試用。"),
}


def can_export() -> bool:
    """Whether this version has ``clickbait export``."""
    return "export" in COMMANDS


def export(target: Path) -> None:
    """Write the static playground with the model of this checkout; nothing where the command is not there."""
    if can_export():
        command = [str(Path(sys.executable).parent / "clickbait"), "export", "playground", str(target)]
        subprocess.run([*command, "--model", str(ROOT / "model")], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def playground(language: Language) -> str:
    """The frame that shows it, or how to start the service where it cannot be exported."""
    title, otherwise = _WORDS[language]
    if not can_export():
        return f"{otherwise}\n"
    above = "../" if language == "en" else ""
    return f'<iframe class="playground" src="{above}assets/playground/index.html" title="{title}"></iframe>\n'
