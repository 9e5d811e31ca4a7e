"""The playground as files that need no server: ``clickbait export playground``.

A page that is opened from a disk may neither import modules nor fetch files. So its modules are one classic script, and
the model's files are scripts, too, in base64.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from browser.one_script import one_script

INDEX, MARK = "index.html", b'<meta name="generator" content="clickbait export playground">'
ENTRY = "playground.js"


def script_names(model: Mapping[str, bytes]) -> list[str]:
    """The scripts of the page in their order: the page's own first, so that it can be used while the model comes."""
    return [ENTRY, *(f"model/{name}.js" for name in model)]


def playground_files(page: str, static: Traversable, model: Mapping[str, bytes]) -> dict[str, bytes]:
    """All files by name. ``page`` is the HTML with the scripts of ``script_names``, ``static`` the playground's own
    files, ``model`` what ``model_files`` gave. Raises ModuleError."""
    ours = files("browser")
    script = one_script(_modules(static) | _modules(ours) | _modules(ours / "page"), ENTRY)
    kept = ("favicon.svg", "palette.css", "playground.css", "results.css", "theme.js")
    return {
        INDEX: page.encode(),
        ENTRY: script.encode(),
        **{name: (static / name).read_bytes() for name in kept},
        **{f"model/{name}.js": _as_script(name, data) for name, data in model.items()},
    }


def _modules(folder: Traversable) -> dict[str, str]:
    """The modules of a folder by name. ``browser/page`` has one in the place of the only one that calls the service."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name.endswith(".js")}


def _as_script(name: str, data: bytes) -> bytes:
    text = json.dumps(b64encode(data).decode())
    return f"(globalThis.clickbaitModel ??= {{}})[{json.dumps(name)}] = {text};\n".encode()
