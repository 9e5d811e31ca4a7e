"""What each extra takes: the wheel of ``make wheel`` in an empty environment for each, as a Markdown table."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import NamedTuple

from tools.imports import ROOT

PURPOSES = {
    "": "`clickbait predict`, `clickbait page`; `classifier` in Python",
    "server": "`clickbait serve`, `clickbait keys`; feedback in SQLite",
    "postgres": "server, with feedback and keys in PostgreSQL",
    "redis": "server, with rate limits counted in Redis",
    "xlsx": "`.xlsx` in `clickbait predict` (train and archive bring it)",
    "train": "`clickbait train`, `evaluate`, `data`; with server `clickbait feedback`",
    "report": "train, and `clickbait evaluate --report`",
    "archive": "`clickbait score`",
    "dask": "archive, and `clickbait score --engine dask`",
    "all": "all of them, and the tokenizer jieba",
}


class Size(NamedTuple):
    """A folder of an installation: bytes on disk and distributions in it, pip included."""

    size: int
    distributions: int


def disk_usage(folder: Path) -> int:
    """Bytes that the files below a folder take on disk, as ``du`` counts them."""
    return sum(path.lstat().st_blocks * 512 for path in (folder, *folder.rglob("*")))


def measure(folder: Path, wheel: Path | None, extra: str = "") -> Size:
    """Make an environment in the folder, with the wheel and its extra if one is given.

    Raises subprocess.CalledProcessError when pip fails.
    """
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    if wheel:
        subprocess.run([*pip, "install", f"{wheel}[{extra}]" if extra else str(wheel)], check=True)
    return Size(disk_usage(folder), len(list(folder.rglob("*.dist-info"))))


def table(empty: Size, found: dict[str, Size], wheel: int) -> str:
    """The sizes as Markdown; megabytes are 2^20 bytes."""
    rows = [f"| `{f'[{extra}]' if extra else 'clickbait-zh'}` | {PURPOSES[extra]} | {size.distributions} | "
            f"{size.size / 2**20:.0f} |" for extra, size in found.items()]  # fmt: skip
    head = (
        f"| install | for | distributions | MB |\n|---|---|---|---|\n| empty environment | | {empty.distributions} | "
    )
    version = ".".join(map(str, sys.version_info[:2]))
    return (
        f"{head}{empty.size / 2**20:.0f} |\n" + "\n".join(rows) + "\n\n"
        f"Disk usage of a new virtual environment with compiled bytecode, Python {version} on {sys.platform}; "
        f"the wheel itself has {wheel / 2**20:.1f} MB.\n"
    )


def main() -> int:
    (wheel,) = (ROOT / "dist").glob("clickbait_zh-*.whl")
    with tempfile.TemporaryDirectory() as folder:
        empty = measure(Path(folder, "empty"), None)
        found = {extra: measure(Path(folder, extra or "base"), wheel, extra) for extra in PURPOSES}
    sys.stdout.write(table(empty, found, wheel.stat().st_size))
    return 0


if __name__ == "__main__":
    sys.exit(main())
