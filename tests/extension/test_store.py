"""What the stores are told is what the package holds, within the stores' limits."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

SOURCE = ROOT / "extension"
STORE = SOURCE / "store"
MANIFEST = json.loads((SOURCE / "manifest.json").read_text(encoding="utf-8"))
LANGUAGES = {"zh-TW": "zh_TW", "en": "en"}
NAME, SUMMARY, DESCRIPTION = (
    45,
    132,
    15_000,
)  # the narrowest of Chrome (75, 132, 16,000), Edge (45) and AMO (50, 250, 15,000)


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((STORE / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("language", "folder"), LANGUAGES.items())
def test_listings_are_within_the_limits_and_the_packages_own(language: str, folder: str) -> None:
    listing = read("listing.toml")[language]
    messages = json.loads((SOURCE / f"_locales/{folder}/messages.json").read_text(encoding="utf-8"))
    assert (listing["name"], listing["summary"]) == (messages["name"]["message"], messages["description"]["message"])
    assert 0 < len(listing["name"]) <= NAME
    assert 0 < len(listing["summary"]) <= SUMMARY
    assert 200 < len(listing["description"]) <= DESCRIPTION
    assert "<" not in listing["description"]  # the stores show no markup


def test_every_language_of_the_package_is_within_the_limits() -> None:
    for path in (SOURCE / "_locales").glob("*/messages.json"):
        messages = json.loads(path.read_text(encoding="utf-8"))
        assert len(messages["name"]["message"]) <= NAME
        assert len(messages["description"]["message"]) <= SUMMARY


def test_each_permission_has_its_reason_and_no_other() -> None:
    asked = {*MANIFEST["permissions"], *MANIFEST.get("optional_permissions", [])}
    asked |= {*MANIFEST.get("host_permissions", []), *MANIFEST.get("optional_host_permissions", [])}
    reasons = read("permissions.toml")
    assert reasons.keys() == asked
    for reason in reasons.values():
        assert reason.keys() == LANGUAGES.keys()
        assert all(10 < len(text) <= 1000 for text in reason.values())  # Chrome's form takes 1,000 characters


def test_the_declaration_of_data_is_the_manifests() -> None:
    declared = read("data.toml")
    manifest = MANIFEST["browser_specific_settings"]["gecko"]["data_collection_permissions"]
    assert {name: declared["firefox"][name] for name in manifest} == manifest
    assert declared["firefox"]["required"] == ["none"]
    assert declared["firefox"]["reasons"].keys() == set(declared["firefox"]["optional"])
    assert declared["chrome"]["collected"] == []


def test_the_identity_is_final() -> None:
    identity = MANIFEST["browser_specific_settings"]["gecko"]["id"]
    assert re.fullmatch(r"\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}|[\w.-]+@[\w.-]+", identity)
    assert not identity.endswith(".example")


def test_both_privacy_policies_have_the_same_parts() -> None:
    parts = [
        re.findall(r"^#+ ", (STORE / f"privacy-policy.{language}.md").read_text(encoding="utf-8"), re.M)
        for language in LANGUAGES
    ]
    assert parts[0] == parts[1] and len(parts[0]) == 7


@pytest.mark.slow
def test_reviewers_make_the_same_packages_from_the_source(full_model_folder: Path, tmp_path: Path) -> None:
    model = tmp_path / "model"
    export = [sys.executable, "-m", "console", "export", "browser", str(model), "--model", str(full_model_folder)]
    subprocess.run(export, cwd=ROOT, check=True, capture_output=True)
    made = []
    for name in ("first", "second"):
        command = [sys.executable, "-m", "extension.store.source", str(tmp_path / name), "--model", str(model)]
        made.append(Path(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()))
    assert made[0].read_bytes() == made[1].read_bytes()
    with zipfile.ZipFile(made[0]) as archive:
        archive.extractall(tmp_path / "source")
    for root, folder, own in ((ROOT, "here", model), (tmp_path / "source", "there", Path("build/browser"))):
        # -I -S: nothing but Python itself
        command = [
            sys.executable,
            "-I",
            "-S",
            str(root / "extension/pack.py"),
            str(tmp_path / folder),
            "--model",
            str(own),
        ]
        subprocess.run(command, cwd=root, check=True, capture_output=True)
    for browser in ("chromium", "firefox"):
        name = f"clickbait-zh-{browser}.zip"
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes()


def test_a_source_package_without_a_model_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "extension.store.source", str(tmp_path), "--model", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "clickbait export browser" in done.stderr and done.stderr.count("\n") == 1
