"""The dashboard and the alerts ask for metrics and labels that the running service has."""

from __future__ import annotations

import json
import os
import re
import urllib.request
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.running import SERVE, running, service_environment
from tests.conftest import ROOT
from tools.docs.dashboard import PATH, dashboard

RULES: list[dict[str, Any]] = yaml.safe_load((PATH.parent / "alerts.yaml").read_text(encoding="utf-8"))["groups"][0][
    "rules"
]
QUERIES = [target["expr"] for panel in dashboard()["panels"] for target in panel["targets"]]
GIVEN = {"job", "instance"}  # by Prometheus itself, as the metric "up" is


@pytest.fixture(scope="module")
def exposed(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The labels of each metric of a server that was asked for something."""
    folder = tmp_path_factory.mktemp("service")
    environment = {**os.environ, **service_environment(folder, model_folder)}
    with running(SERVE, environment) as server:
        headlines = json.dumps({"headlines": ["市公車新路線上路", "女星一句話讓全場傻眼"]}).encode()
        vote = json.dumps({"headline": "女星一句話讓全場傻眼", "label": "clickbait"}).encode()
        for path, body in (("/v1/predict", headlines), ("/v1/feedback", vote)):
            kind = {"Content-Type": "application/json", "Idempotency-Key": "monitoring-1"}
            urllib.request.urlopen(urllib.request.Request(f"{server.address}{path}", body, kind)).close()
        with urllib.request.urlopen(f"{server.address}/metrics") as answer:
            text = answer.read().decode()
    found: dict[str, set[str]] = {"up": set()}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


@pytest.mark.parametrize("query", [*QUERIES, *(rule["expr"] for rule in RULES)])
def test_a_query_is_valid_and_asks_for_what_there_is(query: str, exposed: dict[str, set[str]]) -> None:
    tree = promql_parser.parse(query)
    named = re.findall(r"\b(up|clickbait_\w+)(?:\{([^}]*)\})?", tree.prettify())
    assert named
    for metric, matchers in named:
        assert metric in exposed, metric
        assert set(re.findall(r"(\w+)\s*=", matchers)) <= exposed[metric] | GIVEN
    grouped = {label for labels in re.findall(r"by \(([^)]*)\)", query) for label in re.findall(r"\w+", labels)}
    assert grouped <= GIVEN | {label for metric, _ in named for label in exposed[metric]}


def test_every_metric_is_shown(exposed: dict[str, set[str]]) -> None:
    asked = " ".join(QUERIES)
    families = {re.sub(r"_(total|bucket|sum|count|created)$", "", name) for name in exposed}
    assert [name for name in families if name not in asked] == []


def test_the_dashboard_is_what_its_program_writes_and_no_panel_lies_on_another() -> None:
    assert json.loads(PATH.read_text(encoding="utf-8")) == dashboard()
    taken: set[tuple[int, int]] = set()
    for panel in dashboard()["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken and place["x"] + place["w"] <= 24, panel["title"]
        taken |= cells


def test_every_alert_says_what_it_means_and_the_documents_what_to_do() -> None:
    for rule in RULES:
        assert rule["labels"]["severity"] in ("info", "warning", "critical")
        assert rule["annotations"]["summary"] and rule["annotations"]["description"]
        for page in (ROOT / "docs" / "monitoring.md", ROOT / "docs" / "zh-TW" / "monitoring.md"):
            assert f"`{rule['alert']}`" in page.read_text(encoding="utf-8")
