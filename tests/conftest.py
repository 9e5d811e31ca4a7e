"""Shared fixtures: one model for the whole run, trained from the bundled corpus."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import joblib
import pytest
from filelock import FileLock
from flask.testing import FlaskClient

from api.app import create_app
from api.settings import read_settings
from classifier import Classifier
from classifier.artifact import save
from tests.support.databases import database, postgres, store  # noqa: F401  # fixtures
from training.corpus.format import Row, bundled_corpus, digest, read_corpus
from training.corpus.labelled_pages import bundled_pages, read_pages
from training.fitting.fit import Fitted, fit
from training.fitting.heads import TrainingSettings

# The first example of a test may load a tokenizer: time says nothing about correctness here.
hypothesis.settings.register_profile("project", deadline=None)
hypothesis.settings.load_profile("project")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# Written for the tests; none is a real headline.
HEADLINES = [
    "她一句話讓全場傻眼 原因曝光",
    "立院三讀修正托育條例 補助延長至6歲",
    "快訊／北屯工廠大火　濃煙直竄天際",
    "睡前喝這杯千萬別加它!醫師示警:3種人快停…",
    "颱風「海棠」估週四登陸 宜花4縣市停班課",
]


@pytest.fixture(scope="session")
def corpus() -> list[Row]:
    return read_corpus([bundled_corpus()])


@pytest.fixture(scope="session")
def fitted(corpus: list[Row], worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Fitted:
    """The model that 'clickbait train' makes; where tests run in several processes, the first one trains for all."""
    base = tmp_path_factory.getbasetemp()
    kept = (base if worker_id == "master" else base.parent) / "fitted.joblib"
    with FileLock(kept.with_suffix(".lock")):
        if not kept.exists():
            joblib.dump(
                fit(corpus, TrainingSettings(), corpus_digest=digest([bundled_corpus()]), pages=read_pages()), kept
            )
    return joblib.load(kept)


@pytest.fixture(scope="session")
def model_folder(fitted: Fitted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model") / "model"
    save(fitted.artifact, folder)
    return folder


@pytest.fixture(scope="session")
def classifier(fitted: Fitted) -> Classifier:
    return Classifier(fitted.artifact)


@pytest.fixture
def few_pages(tmp_path: Path) -> str:
    """Two layouts of the page corpus: where a test trains and the roles do not matter."""
    for layout in ("wire", "nosidebar"):
        shutil.copytree(bundled_pages() / layout, tmp_path / "pages" / layout)
    return str(tmp_path / "pages")


@pytest.fixture
def client_of(classifier: Classifier) -> Iterator[Callable[..., FlaskClient]]:
    """Makes a client of the application with these settings."""
    apps = []

    def make(**settings: object) -> FlaskClient:
        apps.append(create_app(read_settings(**settings), classifier))
        return apps[-1].test_client()

    yield make
    for app in apps:
        app.extensions["store"].close()


@pytest.fixture(autouse=True)
def no_user_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test may read or write the model of the person who runs it."""
    monkeypatch.setenv("CLICKBAIT_MODEL", str(tmp_path / "no-model"))
    assert "CLICKBAIT_MODEL" in os.environ


@pytest.fixture(autouse=True)
def no_user_feedback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nor their feedback."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'no-feedback.sqlite3'}")


@pytest.fixture
def shared() -> Path:
    """The folder with real headlines; it is not part of the repository."""
    if not (SHARED / "data" / "real_dev.csv").is_file():
        pytest.skip("../shared/data is not here: real headlines stay outside the repository")
    return SHARED


def problem(response: Any, status: int) -> dict[str, Any]:
    """The response's RFC 9457 document, checked for its shape."""
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    body: dict[str, Any] = response.get_json(force=True)
    assert body["status"] == status and body["title"] and body["detail"]
    return body
