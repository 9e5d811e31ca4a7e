"""What ships in the extension: its rules, its texts, its permissions, its packages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from extension.check import faults
from tests.conftest import ROOT
from tests.support.extension_packages import packed, unpacked
from tests.support.programs import program

SOURCE = ROOT / "extension"
MANIFEST = json.loads((SOURCE / "manifest.json").read_text(encoding="utf-8"))
LOCALES = {
    folder.name: json.loads((folder / "messages.json").read_text(encoding="utf-8"))
    for folder in sorted((SOURCE / "_locales").iterdir())
}
CODE = {
    path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8")
    for path in SOURCE.rglob("*.js")
    if "vendor" not in path.parts  # the list of public suffixes, as it is published
}
STARTS = ("problem_", "topic_", "mode_", "kind_", "portal_", "region_", "remedy_")  # of keys that code puts together
PAGES = {path.name: path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.html")}


def node() -> str:
    """Node.js 20 or newer, else the test is skipped."""
    found = str(program("node"))
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < 20:
        pytest.skip(f"node {version} is too old: the unit tests and web-ext need 20")
    return found


def test_the_rules_hold_in_node() -> None:
    files = [str(path) for path in sorted((ROOT / "tests/extension").glob("*.test.js"))]
    done = subprocess.run([node(), "--test", *files], capture_output=True, text=True, timeout=120, cwd=ROOT)
    assert done.returncode == 0, done.stdout
    assert int(re.search(r"^\S+ pass (\d+)$", done.stdout, re.M)[1]) > 30  # type: ignore[index]


def test_both_packages_are_the_same_bytes_every_time(exported: Path, tmp_path: Path) -> None:
    first, second = packed(tmp_path / "first", exported), packed(tmp_path / "second", exported)
    assert sorted(first) == ["chromium", "firefox"]
    for browser, path in first.items():
        assert path.read_bytes() == second[browser].read_bytes()
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            manifest = json.loads(archive.read("manifest.json"))
        assert names == sorted(names, key=lambda name: Path(name).parts)
        assert {name for name in CODE if browser == "chromium" or not name.startswith("offscreen/")} <= set(names)
        assert {"browser/classifier.js", "browser/model/model.json", "vendor/tldts-LICENSE.txt"} <= set(names)
        assert path.stat().st_size < 6e6
        assert ("offscreen" in manifest["permissions"]) == (browser == "chromium")
        assert not [name for name in names if name.endswith((".py", ".md"))]
        assert list(manifest["background"]) == [{"chromium": "service_worker", "firefox": "scripts"}[browser], "type"]


@pytest.mark.parametrize(
    ("copy", "original"),
    [
        ("content/palette.css", "api/static/palette.css"),
        ("background/wording.js", "api/static/wording.js"),
        ("background/wording.json", "classifier/headline/wording.json"),
    ],
)
def test_what_is_shared_is_the_same(copy: str, original: str) -> None:
    assert (SOURCE / copy).read_bytes() == (ROOT / original).read_bytes(), "run 'make extension'"


def test_marks_have_the_colours_and_rules_of_the_style_sheets() -> None:
    """A style sheet does not reach the shadow roots of pages, so ``content/styles.js`` says the same again."""

    def rules(text: str) -> str:
        return re.sub(r"\s+", " ", text).strip()

    palette = (SOURCE / "content/palette.css").read_text(encoding="utf-8")
    page = (SOURCE / "content/page.css").read_text(encoding="utf-8")
    assert rules(palette[palette.index("{") + 1 : palette.rindex("}")]) in rules(CODE["content/styles.js"])
    assert rules(page.split("*/", 1)[1]) in rules(CODE["content/styles.js"])


def test_code_asks_for_nothing_that_the_manifest_does_not_offer(exported: Path, tmp_path: Path) -> None:
    for browser, path in packed(tmp_path, exported).items():
        assert faults(unpacked(path, tmp_path / "loaded" / browser)) == []


@pytest.mark.slow
def test_web_ext_finds_nothing(exported: Path, tmp_path: Path) -> None:
    node()
    npm = program("npm")
    web_ext = ROOT / "node_modules/.bin/web-ext"
    if not web_ext.exists():
        done = subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund"], cwd=ROOT, capture_output=True, text=True, timeout=300
        )
        if done.returncode:
            pytest.skip(f"web-ext cannot be installed here: {done.stderr.strip()[-300:]}")
    with zipfile.ZipFile(packed(tmp_path, exported)["firefox"]) as archive:
        archive.extractall(tmp_path / "firefox")
    command = [
        str(web_ext),
        "lint",
        "--source-dir",
        str(tmp_path / "firefox"),
        "--output",
        "json",
        "--warnings-as-errors",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, env={**os.environ, "NO_UPDATE_NOTIFIER": "1"}
    )
    report = json.loads(done.stdout)
    assert report["errors"] + report["warnings"] == []
    assert done.returncode == 0


def test_the_tools_are_pinned_and_the_lockfile_names_no_download_address() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in wanted.items():
        assert lock[f"node_modules/{name}"]["version"] == version
    assert [name for name, package in lock.items() if "resolved" in package] == []


def test_permissions_are_as_narrow_as_they_can_be() -> None:
    assert MANIFEST["manifest_version"] == 3
    assert sorted(MANIFEST["permissions"]) == ["activeTab", "contextMenus", "offscreen", "scripting", "storage"]
    assert "host_permissions" not in MANIFEST  # what scores is in the package
    assert MANIFEST["optional_host_permissions"] == ["*://*/*"]
    assert "content_scripts" not in MANIFEST and "web_accessible_resources" not in MANIFEST
    policy = MANIFEST["content_security_policy"]["extension_pages"]
    assert "default-src 'none'" in policy and "unsafe" not in policy


def test_one_module_touches_the_network() -> None:
    network = re.compile(r"\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|importScripts|\bimport\(")
    # Two more read files of the package: the model, and the words of the reasons.
    package = ["background/reasons.js", "background/worker.js"]
    found = sorted(name for name, code in CODE.items() if network.search(code) and name.startswith("background"))
    assert found == sorted([*package, "background/server.js"])
    assert "getURL(" in CODE["background/reasons.js"] and "import.meta.url" in CODE["background/worker.js"]
    assert not re.search(
        r"encodeURI|URLSearchParams|\?\$\{", CODE["background/server.js"]
    )  # nothing goes into an address


def test_no_markup_and_no_style_is_made_from_text() -> None:
    unsafe = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\(\"style\""
    )
    assert [name for name, code in CODE.items() if unsafe.search(code)] == []
    assert [name for name, page in PAGES.items() if re.search(r"<style|\sstyle=|\son\w+=|https?://", page)] == []


def test_pages_get_every_content_script_and_it_exists() -> None:
    listed = re.findall(r'"((?:headlines|content/\w+)\.(?:js|css))"', CODE["background/tabs.js"])
    there = ["headlines.js", *(f"content/{path.name}" for path in (SOURCE / "content").iterdir())]
    assert sorted(listed) == sorted(there)


def test_every_language_holds_every_text() -> None:
    assert list(LOCALES) == ["en", "zh_CN", "zh_TW"]
    assert MANIFEST["default_locale"] == "zh_TW"
    for messages in LOCALES.values():
        assert messages.keys() == LOCALES["en"].keys()
        for key, message in messages.items():
            values = {value.lower() for value in re.findall(r"\$(\w+)\$", message["message"])}
            assert values == set(message.get("placeholders", {})) == set(LOCALES["en"][key].get("placeholders", {})), (
                key
            )
    han = re.compile(r"[\u4e00-\u9fff]")
    for key, message in LOCALES["en"].items():
        assert not han.search(message["message"])
        assert han.search(LOCALES["zh_TW"][key]["message"]) and han.search(LOCALES["zh_CN"][key]["message"])


def test_no_text_is_written_in_code_and_none_is_left_over() -> None:
    written = re.compile(r"[\u4e00-\u9fff]")
    for name, code in {**CODE, **PAGES}.items():
        # Rules about Chinese words, an example of Chinese headlines, a list of domains.
        if name not in ("headlines.js", "pages/example.js", "vendor/tldts.js"):
            assert not written.search(code), name
    everything = "".join([*CODE.values(), *PAGES.values(), json.dumps(MANIFEST)])
    made = re.compile("|".join(re.escape(start) for start in STARTS))
    unused = [key for key in LOCALES["en"] if not re.search(rf'["_]{key}["_]', everything) and not made.match(key)]
    assert unused == []
    asked = set(re.findall(r'\bt\(\s*"(\w+)"', everything) + re.findall(r'data-(?:text|label)="(\w+)"', everything))
    assert asked - LOCALES["en"].keys() == set()


def test_icons_have_the_sizes_they_are_named_for() -> None:
    for size, name in MANIFEST["icons"].items():
        data = (SOURCE / name).read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert int.from_bytes(data[16:20]) == int.from_bytes(data[20:24]) == int(size)
