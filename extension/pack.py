"""Pack the extension for both browsers: ``python extension/pack.py FOLDER [--model MODEL]``.

FOLDER gets ``clickbait-zh-chromium.zip`` and ``clickbait-zh-firefox.zip``, and the folders ``chromium`` and
``firefox`` with the same files, to load unpacked. The same files give the same bytes. MODEL is a folder of
``clickbait train``, or of ``clickbait export browser`` (default: ``build/browser``, which ``make extension`` keeps up
to date).

The source folder has one manifest for both browsers. A package omits what only the other browser understands.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parent
PROJECT = SOURCE.parent
SHARED = {  # original: its copy beside the code that reads it
    PROJECT / "api/static/palette.css": SOURCE / "content/palette.css",
    PROJECT / "api/static/wording.js": SOURCE / "background/wording.js",
    PROJECT / "classifier/headline/wording.json": SOURCE / "background/wording.json",
}
PACKED = (".js", ".css", ".html", ".json", ".png", ".svg", ".txt")
CHROMIUM_ONLY = ("offscreen/",)  # Firefox's background page starts workers itself
EXPORTED = "model.json"  # the file that makes a folder one of "clickbait export browser"
TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can represent


def manifest(browser: str) -> dict[str, Any]:
    """The manifest of the package for ``chromium`` or ``firefox``."""
    found: dict[str, Any] = json.loads((SOURCE / "manifest.json").read_text(encoding="utf-8"))
    if browser == "chromium":
        del found["browser_specific_settings"], found["background"]["scripts"]
    else:
        del found["minimum_chrome_version"], found["background"]["service_worker"]
        found["permissions"].remove("offscreen")
    return found


def copy_shared() -> None:
    """Bring the extension's copies of what it shares with the playground up to date."""
    for original, copy in SHARED.items():
        if not copy.is_file() or copy.read_bytes() != original.read_bytes():
            copy.write_bytes(original.read_bytes())


def contents(browser: str, model: Path) -> dict[str, bytes]:
    """Name and content of each file of a package; ``model`` is a folder of ``clickbait export browser``."""
    paths = {path.relative_to(SOURCE).as_posix(): path for path in SOURCE.rglob("*")}
    paths |= {f"browser/{path.name}": path for path in (PROJECT / "browser").glob("*.js")}
    paths |= {f"browser/model/{path.name}": path for path in model.iterdir()}
    files = {
        name: path.read_bytes()
        for name, path in paths.items()
        if path.is_file() and (path.suffix in PACKED or path.parent == model)
    }
    files["manifest.json"] = (json.dumps(manifest(browser), ensure_ascii=False, indent=2) + "\n").encode()
    if browser == "firefox":
        files = {name: data for name, data in files.items() if not name.startswith(CHROMIUM_ONLY)}
    return dict(sorted(files.items(), key=lambda file: Path(file[0]).parts))


def pack(browser: str, folder: Path, model: Path) -> Path:
    """Write the package and its unpacked folder; return the package's path."""
    target, loadable = folder / f"clickbait-zh-{browser}.zip", folder / browser
    shutil.rmtree(loadable, ignore_errors=True)
    files = contents(browser, model)
    for name, data in files.items():
        (loadable / name).parent.mkdir(parents=True, exist_ok=True)
        (loadable / name).write_bytes(data)
    write_zip(target, files)
    return target


def write_zip(target: Path, files: Mapping[str, bytes]) -> None:
    """Write name and content of each file: the same files give the same bytes."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, TIME)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED  # what deflate writes differs between versions of zlib
            archive.writestr(entry, data)


def main() -> None:
    parser = argparse.ArgumentParser(description="Pack the extension for both browsers.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, default=PROJECT / "build/browser")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    copy_shared()
    with tempfile.TemporaryDirectory() as made:
        model = args.model.resolve()
        if not (model / EXPORTED).is_file():
            command = [sys.executable, "-m", "console", "export", "browser", made, "--model", str(model)]
            done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
            if done.returncode:
                sys.exit(f"no model to pack in {model}: {done.stderr.strip()}")
            model = Path(made)
        for browser in ("chromium", "firefox"):
            sys.stdout.write(f"{pack(browser, args.folder, model)}\n")


if __name__ == "__main__":
    main()
