"""``clickbait export``: the model for a browser, and a playground that needs no server."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path

from classifier.extras import require
from console.messages import translated
from console.options import add_model

Files = Mapping[str, bytes]
Check = Callable[[Path, str, bytes], None]


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    browser = actions.add_parser("browser", help="the model files that the browser's modules read")
    playground = actions.add_parser("playground", help="the playground as a folder that any web host serves")
    for action in (browser, playground):
        action.add_argument("out", type=Path, metavar="OUT", help="the folder to write: a new one, or an older export")
        add_model(action)


def run(args: argparse.Namespace) -> int:
    from browser.folder import check_folder, write_folder  # numpy: not when the command line is only parsed
    from classifier.artifact import default_model_path

    write = _playground if args.action == "playground" else _browser
    files = write(args.out, args.model or default_model_path(), check_folder)
    write_folder(args.out, files)
    _tell(args.out, files)
    return 0


def _browser(out: Path, model: Path, check: Check) -> Files:
    from browser.model_files import MANIFEST, MARK, model_files

    check(out, MANIFEST, MARK)
    return model_files(model)


def _playground(out: Path, model: Path, check: Check) -> Files:
    require("'clickbait export playground'", "server")
    from api.playground import standalone_page
    from browser.model_files import model_files
    from browser.playground import INDEX, MARK, playground_files, script_names
    from classifier import load

    check(out, INDEX, MARK)
    files = model_files(model)
    page = standalone_page(load(model), script_names(files))
    return playground_files(page, resources.files("api") / "static", files)


def _tell(folder: Path, files: Files) -> None:
    for name, data in files.items():
        print(f"{name:<22}{len(data):>10,} bytes")
    print(translated(f"{sum(map(len, files.values())) / 1e6:.2f} MB in {len(files)} files written to {folder}"))
