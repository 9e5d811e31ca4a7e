"""``clickbait export``: the model for a browser, and a playground that needs no server."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from console.options import add_model


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    browser = actions.add_parser("browser", help="the model files that the browser's modules read")
    for action in (browser,):
        action.add_argument("out", type=Path, metavar="OUT", help="the folder to write: a new one, or an older export")
        add_model(action)


def run(args: argparse.Namespace) -> int:
    from browser.folder import check_folder, write_folder  # numpy: not when the command line is only parsed
    from browser.model_files import MANIFEST, MARK, model_files
    from classifier.artifact import default_model_path

    check_folder(args.out, MANIFEST, MARK)
    files = model_files(args.model or default_model_path())
    write_folder(args.out, files)
    _tell(args.out, files)
    return 0


def _tell(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        print(f"{name:<14}{len(data):>10,} bytes")
    print(f"{sum(map(len, files.values())) / 1e6:.2f} MB in {len(files)} files written to {folder}")
