"""extension/check.py: what code asks for is what the manifest offers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from extension.check import Pattern, faults
from tests.conftest import ROOT

MANIFEST = {"permissions": ["storage"], "optional_host_permissions": ["*://*/*"], "name": "__MSG_name__"}


def package(folder: Path, code: str, **manifest: object) -> Path:
    (folder / "_locales/en").mkdir(parents=True)
    (folder / "_locales/en/messages.json").write_text('{"name": {"message": "x"}}')
    (folder / "manifest.json").write_text(json.dumps({**MANIFEST, **manifest}))
    (folder / "code.js").write_text(code)
    return folder


@pytest.mark.parametrize(
    ("offered", "asked", "contained"),
    [
        ("*://*/*", "*://news.example/*", True),
        ("http://*/*", "*://news.example/*", False),
        ("https://*/*", "*://news.example/*", False),
        ("*://*.example.tw/*", "*://example.tw/*", True),
        ("*://*.example.tw/*", "*://*.a.example.tw/*", True),
        ("*://*.example.tw/*", "*://notexample.tw/*", False),
        ("*://a.example/*", "*://*.a.example/*", False),
        ("<all_urls>", "*://*.a.example/*", True),
        ("*://*/*", "<all_urls>", False),
        ("*://*/*", "file:///*", False),
    ],
)
def test_a_pattern_lies_in_another(offered: str, asked: str, contained: bool) -> None:
    assert Pattern.read(offered).contains(Pattern.read(asked)) is contained


@pytest.mark.parametrize(
    ("code", "manifest", "fault"),
    [
        (
            "ask(`*://${entry}/*`)",
            {"optional_host_permissions": ["http://*/*", "https://*/*"]},
            "is contained in no pattern",
        ),
        ('ask("https://news.example/*")', {"optional_host_permissions": []}, "is contained in no pattern"),
        ("ask(`*://${other}/*`)", {}, "say in extension/check.py what 'other' stands for"),
        ("extension.contextMenus.create()", {}, "needs the permission 'contextMenus'"),
        ('import { a } from "./b.js";', {}, "b.js is not there"),
        ('open(extension.runtime.getURL("pages/a.html"))', {}, "pages/a.html is not there"),
        ("", {"description": "__MSG_other__"}, "no 'other'"),
    ],
)
def test_a_fault_is_told(tmp_path: Path, code: str, manifest: dict[str, object], fault: str) -> None:
    found = faults(package(tmp_path, code, **manifest))
    assert found and all(fault in line for line in found)


def test_a_good_package_has_none(tmp_path: Path) -> None:
    folder = package(tmp_path, "ask(`*://${entry}/*`); extension.storage.local.get();")
    assert faults(folder) == []
    command = [sys.executable, str(ROOT / "extension/check.py"), str(folder)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).returncode == 0
