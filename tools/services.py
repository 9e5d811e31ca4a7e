"""Programs that the tests need besides Python: ``python -m tools.services`` installs those that are missing.

As root and where there is apt-get, from Debian's packages; elsewhere it names them, and the tests that need them are
skipped. Only the standard library is imported: this runs before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Each program with the Debian packages that bring it.
PROGRAMS = {
    "chromium": ("chromium", "fonts-noto-cjk"),
    "firefox-esr": ("firefox-esr",),
    "initdb": ("postgresql",),
    "nginx": ("nginx-light",),
    "node": ("nodejs",),
    "npm": ("npm",),
    "redis-server": ("redis-server",),
    "xdotool": ("xdotool",),
    "Xvfb": ("xvfb",),
}


def find_program(name: str) -> Path | None:
    """Where it is; Debian keeps PostgreSQL's server programs off the path."""
    if found := shutil.which(name):
        return Path(found)
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    return max(versions, default=None, key=lambda path: int(path.parts[-3]))


def missing() -> list[str]:
    return [name for name in PROGRAMS if not find_program(name)]


def install_command(names: list[str]) -> list[str]:
    packages = [package for name in names for package in PROGRAMS[name]]
    return ["apt-get", "install", "--yes", *packages]


def main() -> int:
    absent = missing()
    if not absent:
        return 0
    command = install_command(absent)
    if os.geteuid() or not shutil.which("apt-get"):
        sys.stderr.write(
            f"not here: {', '.join(absent)}. Tests that need them are skipped; on Debian: sudo {' '.join(command)}\n"
        )
        return 0
    sys.stderr.write(f"installing {', '.join(absent)}\n")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update"], command):
        done = subprocess.run(step, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            sys.stderr.write(done.stdout)
            break
    if still := missing():
        sys.stderr.write(f"{', '.join(still)} cannot be installed here; .venv/bin/pytest runs the tests without them\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
