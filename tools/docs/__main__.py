"""Build the documentation site.

    python -m tools.docs [FOLDER]

The sources are put together in ``build/docs``; the site is written to FOLDER, by default ``build/site``. A link that
leads nowhere, or a page that the navigation lacks, ends the build.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.docs.sources import assemble
from tools.imports import ROOT


def build(folder: Path) -> None:
    """Raises CalledProcessError when the generator refuses."""
    assemble(ROOT / "build" / "docs")
    # The theme prints a notice about a MkDocs 2 that pyproject.toml excludes; jieba warns of what setuptools will drop.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder.resolve())]
    subprocess.run(command, cwd=ROOT, check=True, env=environment)
    shutil.copy(folder / "sitemap.xml", folder / "en")  # the theme's list of languages asks for one beside each


def main() -> int:
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "site")
    return 0


if __name__ == "__main__":
    sys.exit(main())
