"""Pack the extension for both browsers: ``python extension/pack.py FOLDER``. The same files give the same bytes.

The unpacked folder has one manifest for both browsers. A package omits the keys that only the other browser
understands. Firefox has no ports in match patterns, so its package has the service's address without one.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parent
PROJECT = SOURCE.parent
SHARED = {  # original: its copy, for the folder to load unpacked, also where links do not work
    PROJECT / "api/static/palette.css": SOURCE / "content/palette.css",
    PROJECT / "api/static/wording.js": SOURCE / "background/wording.js",
    PROJECT / "classifier/headline/wording.json": SOURCE / "background/wording.json",
}
PACKED = (".js", ".css", ".html", ".json", ".png", ".svg")
TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can represent


def manifest(browser: str) -> dict[str, Any]:
    """The manifest of the package for ``chromium`` or ``firefox``."""
    found: dict[str, Any] = json.loads((SOURCE / "manifest.json").read_text(encoding="utf-8"))
    if browser == "chromium":
        del found["browser_specific_settings"], found["background"]["scripts"]
    else:
        del found["minimum_chrome_version"], found["background"]["service_worker"]
        found["host_permissions"] = [pattern.replace(":8000/", "/") for pattern in found["host_permissions"]]
    return found


def copy_shared() -> None:
    """Bring the extension's copies of what it shares with the playground up to date."""
    for original, copy in SHARED.items():
        if not copy.is_file() or copy.read_bytes() != original.read_bytes():
            copy.write_bytes(original.read_bytes())


def pack(browser: str, folder: Path) -> Path:
    """Write ``clickbait-zh-<browser>.zip`` and return its path."""
    target = folder / f"clickbait-zh-{browser}.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(path for path in SOURCE.rglob("*") if path.is_file() and path.suffix in PACKED):
            name = path.relative_to(SOURCE).as_posix()
            data = path.read_bytes()
            if name == "manifest.json":
                data = (json.dumps(manifest(browser), ensure_ascii=False, indent=2) + "\n").encode()
            entry = zipfile.ZipInfo(name, TIME)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED  # what deflate writes differs between versions of zlib
            archive.writestr(entry, data)
    return target


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    copy_shared()
    for browser in ("chromium", "firefox"):
        sys.stdout.write(f"{pack(browser, folder)}\n")


if __name__ == "__main__":
    main()
