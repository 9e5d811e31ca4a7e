"""Description of the machine, which benchmarks print with their results."""

from __future__ import annotations

import platform
import re
import textwrap
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

LIBRARIES = ("numpy", "scikit-learn", "jieba", "rjieba", "opencc", "fasttext-numpy2-wheel", "granian")
WIDTH = 118


def processor() -> str:
    """The model of the CPU."""
    try:
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:  # not Linux
        found = None
    return found[1] if found else platform.processor()


def versions() -> list[str]:
    """Name and version of the installed libraries that results depend on."""
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found


def description() -> str:
    """Lines about the hardware, its load and the software."""
    memory = psutil.virtual_memory().total / 1e9
    lines = (
        f"{processor()}, {psutil.cpu_count()} cores, {memory:.1f} GB RAM, {platform.system()} {platform.release()} "
        f"{platform.machine()}, load average {psutil.getloadavg()[0]:.1f} before",
        f"Python {platform.python_version()}, {', '.join(versions())}",
    )
    return "\n".join(textwrap.fill(line, WIDTH, break_on_hyphens=False) for line in lines)
