"""A rule for make: the model is made again when a file changes that it is made from.

``python -m tools.model_sources TARGET…`` prints the rule. The files are the modules that ``clickbait train`` imports,
and the data files that they name; the corpus is the Makefile's to add.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tools.imports import ROOT, closure

PROGRAM = "console.train"
TAUGHT = "datasets/real/prior.npz"  # what real headlines taught: read by every training but with --no-real


def sources(root: Path = ROOT) -> list[str]:
    """The files, relative to the root of the project, in order."""
    found = closure([PROGRAM], root)
    paths = {path.relative_to(root).as_posix() for path in (*found.modules.values(), *found.data_files())}
    return sorted(paths | ({TAUGHT} if (root / TAUGHT).is_file() else set()))


def rule(targets: Sequence[str], files: Sequence[str]) -> str:
    """The files as prerequisites of the targets, and as targets: one that is deleted counts as changed."""
    listed = " \\\n  ".join(files)
    return f"{' '.join(targets)}: \\\n  {listed}\n\n{listed}:\n"


def main() -> int:
    sys.stdout.write(rule(sys.argv[1:], sources()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
