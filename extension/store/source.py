"""The source package for the stores' reviewers: ``python -m extension.store.source FOLDER [--model MODEL]``.

It holds every file that git knows, and the model as ``clickbait export browser`` wrote it to MODEL (default:
``build/browser``), so that the packages can be made from it with Python alone. The same files, the same bytes.
Exit code 1 and a sentence where the model is not there.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from extension.pack import write_zip

PROJECT = Path(__file__).resolve().parents[2]
EXPORTED = "build/browser"  # where the package has the model, and where pack.py looks for it


def contents(model: Path) -> dict[str, bytes]:
    """Name and content of each file, sorted by name."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    paths = {name: PROJECT / name for name in listed.split("\0") if name}
    paths |= {f"{EXPORTED}/{path.name}": path for path in model.iterdir()}
    return {name: path.read_bytes() for name, path in sorted(paths.items()) if path.is_file()}


def write(folder: Path, model: Path) -> Path:
    """Write ``clickbait-zh-source.zip`` and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "clickbait-zh-source.zip"
    write_zip(target, contents(model))
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the source package for reviewers.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, default=PROJECT / EXPORTED)
    args = parser.parse_args()
    if not (args.model / "model.json").is_file():
        sys.exit(f"no exported model in {args.model}: run 'clickbait export browser {args.model}' first")
    sys.stdout.write(f"{write(args.folder, args.model)}\n")


if __name__ == "__main__":
    main()
