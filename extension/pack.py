"""Packs the extension for both browsers: ``python extension/pack.py FOLDER``. The same files give the same bytes.

One manifest serves both browsers when it is loaded unpacked. A package leaves out what only the other one knows, and
Firefox, whose match patterns know no ports, gets the service's address without one.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parent
PACKED = (".js", ".css", ".html", ".json", ".png", ".svg")
TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold


def manifest(browser: str) -> dict[str, Any]:
    """The manifest of the package for ``chromium`` or ``firefox``."""
    found: dict[str, Any] = json.loads((SOURCE / "manifest.json").read_text(encoding="utf-8"))
    if browser == "chromium":
        del found["browser_specific_settings"], found["background"]["scripts"]
    else:
        del found["minimum_chrome_version"], found["background"]["service_worker"]
        found["host_permissions"] = [pattern.replace(":8000/", "/") for pattern in found["host_permissions"]]
    return found


def pack(browser: str, folder: Path) -> Path:
    """Write ``clickbait-zh-<browser>.zip`` and answer its path."""
    target = folder / f"clickbait-zh-{browser}.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(path for path in SOURCE.rglob("*") if path.is_file() and path.suffix in PACKED):
            name = path.relative_to(SOURCE).as_posix()
            data = path.read_bytes()
            if name == "manifest.json":
                data = (json.dumps(manifest(browser), ensure_ascii=False, indent=2) + "\n").encode()
            entry = zipfile.ZipInfo(name, TIME)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED  # deflate's bytes differ between versions of zlib
            archive.writestr(entry, data)
    return target


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for browser in ("chromium", "firefox"):
        sys.stdout.write(f"{pack(browser, folder)}\n")


if __name__ == "__main__":
    main()
