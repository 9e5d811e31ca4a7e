"""Options of ``clickbait serve``: each is a setting, and each setting an option."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from api.settings import ServerSettings, variable
from console.cli import build_parser
from console.serve import OPTIONS, _settings
from tests.conftest import ROOT
from tests.support.commands import command

NAMES = list(ServerSettings.model_fields)


def option(name: str) -> str:
    return "--" + OPTIONS.get(name, name).replace("_", "-")


def test_every_setting_is_in_the_help_with_its_variable_and_in_the_documentation() -> None:
    shown = " ".join(command("serve", "--help").stdout.split())
    document = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert option(name) in shown and variable(name).replace("-", "") in shown.replace("- ", "")
        assert f"| `{variable(name)}` | `{option(name)}` |" in document
        assert ServerSettings.model_fields[name].description


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        (["--max-headlines", "7"], "max_headlines", 7),
        (["--no-feedback"], "feedback", False),
        (["--feedback"], "feedback", True),
        (["--public"], "public", True),
        (["--database", "sqlite:////x.sqlite3"], "database_url", "sqlite:////x.sqlite3"),
        (["--cors-origins", "https://a.example https://b.example"], "cors_origins", ("https://a.example", "https://b.example")),
        (["--path-prefix", "/news/"], "path_prefix", "/news"),
        (["--metrics", "off"], "metrics", "off"),
        (["--unix-socket", "/run/a.sock"], "unix_socket", Path("/run/a.sock")),
    ],
)  # fmt: skip
def test_an_option_overrides_the_environment(
    monkeypatch: pytest.MonkeyPatch, given: list[str], name: str, value: object
) -> None:
    monkeypatch.setenv("CLICKBAIT_MAX_HEADLINES", "3")
    monkeypatch.setenv("CLICKBAIT_FEEDBACK", "off" if value is True else "on")
    before = dict(os.environ)
    settings, _ = _settings(build_parser("serve").parse_args(["serve", *given]))
    assert getattr(settings, name) == value
    assert dict(os.environ) == before


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "http", "CLICKBAIT_PORT"),
        ("HOST", "no-such-host.invalid", "no-such-host.invalid"),
        ("WORKERS", "0", "CLICKBAIT_WORKERS"),
        ("RATE_LIMIT_FAILURE", "maybe", "'closed' or 'open'"),
        ("METRICS", "disk", "CLICKBAIT_METRICS"),
    ],
)
def test_a_bad_variable_is_refused_in_one_line(name: str, value: str, told: str) -> None:
    done = command("serve", **{f"CLICKBAIT_{name}": value})
    assert done.returncode == 2 and told in done.stderr and done.stderr.count("\n") == 1
