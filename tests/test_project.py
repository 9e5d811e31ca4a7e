"""What the files about the project say of each other: versions, addresses, Python versions, commands."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import yaml

from tests.conftest import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"))
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
GUIDES = [ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]


def test_changelog_citation_and_package_have_one_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## (.*) \((.*)\)$", changelog, re.MULTILINE)
    assert sections[0][0] == PROJECT["version"] == CITATION["version"]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for _, date in sections[1:])
    assert sections[0][1] == str(CITATION.get("date-released", "unreleased"))


def test_every_address_is_of_one_repository() -> None:
    home = PROJECT["urls"]["Homepage"]
    contact = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/config.yml").read_text(encoding="utf-8"))
    addresses = [*PROJECT["urls"].values(), CITATION["repository-code"], contact["contact_links"][0]["url"]]
    assert [address for address in addresses if not address.startswith(home)] == []


def test_the_workflow_runs_every_python_that_is_promised() -> None:
    tested = WORKFLOW["jobs"]["newest"]["strategy"]["matrix"]["python"]
    promised = re.findall(r"Python :: (3\.\d+)", " ".join(PROJECT["classifiers"]))
    assert tested == promised
    assert PROJECT["requires-python"] == f">={tested[0]}"
    assert WORKFLOW["jobs"]["oldest"]["container"].startswith(f"python:{tested[0]}-")


def test_the_guides_name_targets_of_make_and_files_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    workflow = (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")
    text = "".join(path.read_text(encoding="utf-8") for path in GUIDES)
    for target in set(re.findall(r"(?:^|`|: )make ([a-z]+)", text + hooks + workflow, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for path in (*GUIDES, ROOT / "CHANGELOG.md"):
        for link in re.findall(r"\]\(([^)#:]+)[)#]", path.read_text(encoding="utf-8")):
            assert (ROOT / link).exists(), f"{path.name}: {link}"
    for module in set(re.findall(r"python -m ([\w.]+)", text)):
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file(), module
    for name in set(re.findall(r"`([a-z]+/[\w/.]+\.(?:py|txt|json|js))`", text)):
        assert (ROOT / name).is_file(), name
