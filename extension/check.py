"""Check what ``web-ext lint`` does not see: ``python extension/check.py FOLDER``. Exit code 1 for faults.

FOLDER is an unpacked package.

A browser refuses a request for a pattern that no single pattern of the manifest contains, and the reader sees nothing
happen: so every pattern that code asks for is looked up here. The same for files, texts and interfaces that code names.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

# What a place in a template stands for, by the name of its variable; a name that is not here is a fault.
STANDS_FOR = {
    "entry": ("news.example", "*.news.example", "127.0.0.1", "xn--bcher-kva.example"),
    "host": ("news.example",),
    "hostname": ("news.example", "127.0.0.1"),
    "protocol": ("http:", "https:"),
}
_LITERAL = re.compile(r"""(["'`])((?:\*|https?|ftp|file|\$\{protocol\}):?//[^"'`\s]*/\*|<all_urls>)\1""")
_PLACE = re.compile(r"\$\{(\w+)\}")
_PATTERN = re.compile(r"(\*|[a-z]+)://(\*|(?:\*\.)?[^*/]+|)(/.*)")
NEEDS = {  # interface of the browser: the permission that gives it
    "contextMenus": "contextMenus", "offscreen": "offscreen", "scripting": "scripting", "storage": "storage",
    "alarms": "alarms", "notifications": "notifications", "cookies": "cookies", "webNavigation": "webNavigation",
    "downloads": "downloads", "history": "history", "bookmarks": "bookmarks",
}  # fmt: skip


@dataclass(frozen=True)
class Pattern:
    """A match pattern: which schemes, hosts and paths."""

    scheme: str
    host: str
    path: str

    @classmethod
    def read(cls, text: str) -> Pattern:
        """Raises ValueError for what is no match pattern."""
        if text == "<all_urls>":
            return cls("<all>", "*", "/*")
        found = _PATTERN.fullmatch(text)
        if not found:
            raise ValueError(f"{text} is no match pattern")
        return cls(*found.groups())

    def contains(self, other: Pattern) -> bool:
        """As Chromium and Firefox see it: in one pattern, never in several together."""
        schemes = {"<all>": {"<all>", "*", "http", "https", "ftp", "file"}, "*": {"*", "http", "https"}}
        if other.scheme not in schemes.get(self.scheme, {self.scheme}):
            return False
        if self.path not in ("/*", other.path):
            return False
        if self.host in ("*", other.host):
            return True
        below = self.host.removeprefix("*")
        return self.host.startswith("*.") and (other.host == below[1:] or other.host.endswith(below))


def requested(code: str) -> Iterator[str]:
    """The match patterns that code makes, each with every kind of value. Raises ValueError for an unknown place."""
    for _, template in _LITERAL.findall(code):
        names = _PLACE.findall(template)
        if unknown := [name for name in names if name not in STANDS_FOR]:
            raise ValueError(f"{template}: say in extension/check.py what {unknown[0]!r} stands for")
        for values in product(*(STANDS_FOR[name] for name in names)):
            made = template
            for name, value in zip(names, values, strict=True):
                made = made.replace(f"${{{name}}}", value)
            yield made


def faults(folder: Path) -> list[str]:
    """What is wrong with an unpacked package, a line each."""
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    code = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.js"))
        if "vendor" not in path.parts
    }
    return [*_patterns(manifest, code), *_interfaces(manifest, code), *_files(folder, manifest, code), *_texts(folder)]


def _patterns(manifest: dict[str, Any], code: dict[str, str]) -> Iterator[str]:
    offered = [
        Pattern.read(text)
        for key in ("host_permissions", "optional_host_permissions")
        for text in manifest.get(key, [])
    ]
    for name, text in code.items():
        try:
            for made in requested(text):
                if not any(pattern.contains(Pattern.read(made)) for pattern in offered):
                    yield f"{name}: {made} is contained in no pattern that the manifest offers"
        except ValueError as error:
            yield f"{name}: {error}"


def _interfaces(manifest: dict[str, Any], code: dict[str, str]) -> Iterator[str]:
    granted = {*manifest.get("permissions", []), *manifest.get("optional_permissions", [])}
    for name, text in code.items():
        for interface, permission in NEEDS.items():
            # "extension.offscreen" of Chromium's is not called in Firefox, whose background page has workers.
            guarded = interface == "offscreen" and "browser_specific_settings" in manifest
            if re.search(rf"\bextension\.{interface}\b", text) and permission not in granted and not guarded:
                yield f"{name}: {interface} needs the permission {permission!r}"


def _files(folder: Path, manifest: dict[str, Any], code: dict[str, str]) -> Iterator[str]:
    named = {("manifest.json", path) for path in re.findall(r'"([\w/]+\.(?:js|html|png))"', json.dumps(manifest))}
    for name, text in code.items():
        for path in re.findall(r'getURL\("([^"]+\.\w+)"\)', text):
            named.add((name, path))
        for path in re.findall(r'(?:from|import) "(\.[^"]+)"', text):
            found = (folder / name).parent / path
            named.add((name, found.resolve().relative_to(folder.resolve()).as_posix()))
    yield from (f"{name}: {path} is not there" for name, path in sorted(named) if not (folder / path).is_file())


def _texts(folder: Path) -> Iterator[str]:
    wanted = re.findall(r"__MSG_(\w+)__", (folder / "manifest.json").read_text(encoding="utf-8"))
    for path in sorted(folder.glob("_locales/*/messages.json")):
        known = json.loads(path.read_text(encoding="utf-8"))
        yield from (
            f"{path.relative_to(folder)}: no {key!r}, which the manifest names" for key in wanted if key not in known
        )


def main() -> int:
    found = faults(Path(sys.argv[1]))
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
