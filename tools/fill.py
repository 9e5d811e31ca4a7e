"""Fill the generated blocks of the documents with cog.

python -m tools.fill              fill the tables of docs/ that are computed from the code
python -m tools.fill --commands   run the commands that the READMEs and docs/ show, with the model in model/
python -m tools.fill NAME         run the program of the block NAME in docs/, which takes minutes to hours
python -m tools.fill --check      exit with 5 when a block of docs/ is not up to date; write nothing
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cogapp import Cog

from tools.blocks import COMMANDS, MEASURE, ROOT
from tools.docs.languages import LANGUAGES, pages, readme

DOCS = [page for language in reversed(LANGUAGES) for page in pages(language)] + [ROOT / "extension" / "README.md"]
READMES = [*map(readme, reversed(LANGUAGES)), ROOT / "datasets" / "README.md"]
SHOWING = [*READMES, *(page for page in DOCS if "import shown" in page.read_text(encoding="utf-8"))]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Fill the generated blocks of the documents.")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("name", nargs="?", metavar="NAME", help="measured block, for instance 'load'")
    choice.add_argument("--commands", action="store_true", help="run the commands that the documents show")
    choice.add_argument("--check", action="store_true", help="report documents that are not up to date")
    args = parser.parse_args(argv)
    chosen = SHOWING if args.commands else DOCS
    if args.name:
        chosen = [page for page in DOCS if f'measured("{args.name}"' in page.read_text(encoding="utf-8")]
        if not chosen:
            parser.error(f"no block is named {args.name!r}")
    return run(chosen, check=args.check, measure=COMMANDS if args.commands else args.name)


def run(documents: Sequence[Path], *, check: bool, measure: str | None = None) -> int:
    """Exit code of cog on these pages: 0, or 5 where ``check`` finds one that is not up to date."""
    os.environ[MEASURE] = measure or ""
    os.environ["LANGUAGE"] = "en"  # what commands print, whatever the locale of who runs this
    options = ["--check", "--diff"] if check else ["-r"]
    return int(Cog().main(["cog", "-n", "utf-8", "--verbosity=1", *options, *map(str, documents)]))


if __name__ == "__main__":
    sys.exit(main())
