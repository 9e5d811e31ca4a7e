"""Fill the generated blocks of the documents with cog.

python -m tools.fill            run the commands that the READMEs show; fill the blocks of docs/ that need no measuring
python -m tools.fill NAME       run the program of the block NAME in docs/ and fill it: minutes or hours
python -m tools.fill --check    exit with 5 when a block of docs/ is not up to date; nothing is run or written
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cogapp import Cog

from tools.blocks import MEASURE, ROOT

DOCS = sorted((ROOT / "docs").glob("*.md"))
READMES = [ROOT / "README.md", ROOT / "datasets" / "README.md"]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Fill the generated blocks of the documents.")
    parser.add_argument("name", nargs="?", metavar="NAME", help="block to measure, as docs/performance.md names 'load'")
    parser.add_argument("--check", action="store_true", help="only say which document is not up to date")
    args = parser.parse_args(argv)
    pages = DOCS if args.check else [*READMES, *DOCS]
    if args.name:
        pages = [page for page in DOCS if f'measured("{args.name}"' in page.read_text(encoding="utf-8")]
        if not pages:
            parser.error(f"no block of docs/ is named {args.name!r}")
    return run(pages, check=args.check, measure=args.name)


def run(pages: Sequence[Path], *, check: bool, measure: str | None = None) -> int:
    """Exit code of cog on these pages: 0, or 5 where ``check`` finds one that is not up to date."""
    os.environ[MEASURE] = measure or ""
    options = ["--check", "--diff"] if check else ["-r"]
    return int(Cog().main(["cog", "-n", "utf-8", "--verbosity=1", *options, *map(str, pages)]))


if __name__ == "__main__":
    sys.exit(main())
