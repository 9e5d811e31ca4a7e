"""The OpenAPI document and the page that shows it; schemathesis calls the running server by it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import keys
from api.storage import open_store
from benchmarks.running import running
from tests.support.browser import Watched, browser, serving, visit  # noqa: F401  # fixtures

MODULE_FIXTURES = (browser, visit)


def test_the_document_lists_every_route_of_the_api(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of()
    document = client.get("/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    rules = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", r.rule)
        for r in client.application.url_map.iter_rules()
        if r.rule.startswith(("/v1/", "/livez", "/readyz"))
    }
    assert rules <= set(document["paths"])
    problem = document["paths"]["/v1/predict"]["post"]["responses"]["422"]["content"]["application/problem+json"]
    assert problem["schema"] == {"$ref": "#/components/schemas/Problem"}


# A body over max_body_bytes is refused before it is read, so before it can be found invalid: 413 beside the default.
SCHEMATHESIS = """
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429", "5xx"]

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "413", "429", "5xx"]
"""


@pytest.mark.slow
def test_schemathesis_finds_nothing(model_folder: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/feedback.sqlite3"
    store = open_store(url)
    secret = keys.create(store, "schemathesis")
    store.close()
    (tmp_path / "schemathesis.toml").write_text(SCHEMATHESIS)
    environment = {
        "CLICKBAIT_MODEL": str(model_folder), "DATABASE_URL": url,
        "CLICKBAIT_RATE_LIMIT": "off", "CLICKBAIT_FEEDBACK_RATE_LIMIT": "off",
    }  # fmt: skip
    with running(["clickbait", "serve", "--port", "{port}"], environment, tmp_path / "log") as server:
        program = str(Path(sys.executable).with_name("schemathesis"))
        options = [
            "--header",
            f"Authorization: Bearer {secret}",
            "--checks",
            "all",
            "--max-examples",
            "30",
            "--no-color",
        ]
        done = subprocess.run(
            [program, "run", f"{server.address}/openapi.json", *options],
            capture_output=True, text=True, cwd=tmp_path, timeout=300, env={**os.environ, "PYTHONWARNINGS": ""},
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_docs_page_works_in_a_browser_without_the_network(
    client_of: Callable[..., FlaskClient],
    visit: Callable[..., Watched],  # noqa: F811
) -> None:
    with serving(client_of().application) as address:
        watched = visit(address)
        watched.page.goto(f"{address}docs")
        watched.page.get_by_text("Score headlines").first.wait_for()
        assert watched.page.get_by_text("/v1/feedback").count() > 0
        watched.page.wait_for_load_state("networkidle")
        watched.leave()
