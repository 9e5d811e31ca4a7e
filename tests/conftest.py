"""Shared fixtures. Fast tests use a model of a small corpus; the names that begin with ``full_`` are what ships.

A test is slow (``pytest.mark.slow``) if it says so, or if it uses one of ``SLOW_FIXTURES``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
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
from tests.support.invented_corpus import invented_corpus
from training.corpus.format import Row, bundled_corpus, digest, read_corpus
from training.corpus.labelled_pages import bundled_pages, read_pages
from training.fitting.fit import Fitted, fit
from training.fitting.heads import TrainingSettings
from training.real.prior import bundled_prior

os.environ["LANGUAGE"] = "en"  # whatever the locale of who runs the tests; subprocesses take it over

# The first example of a test may load a tokenizer: time says nothing about correctness here.
hypothesis.settings.register_profile("project", deadline=None)
hypothesis.settings.load_profile("project")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

SMALL = sorted(bundled_corpus().glob("start-*.csv"))
# Of these layouts the small model learns the first page: enough for a sound role model, and few enough lines that they
# are fitted in this process.
SMALL_LAYOUTS = """
    amp broadcaster comments community contentfarm divsoup finance infinite jsonldonly magazine nosidebar portal sports
    table tabloid wire
""".split()
SLOW_FIXTURES = {"full_fitted", "launch", "packages", "postgres", "visit"}  # the full training, browsers, PostgreSQL

# Written for the tests; none is a real headline.
HEADLINES = [
    "她一句話讓全場傻眼 原因曝光",
    "立院三讀修正托育條例 補助延長至6歲",
    "快訊／北屯工廠大火　濃煙直竄天際",
    "睡前喝這杯千萬別加它!醫師示警:3種人快停…",
    "颱風「海棠」估週四登陸 宜花4縣市停班課",
]


# Real browsers, whose frames and timers are late where others have the processor: such a test is run once more. A fault
# fails twice.
LATE_FIXTURES = {"launch", "packages", "visit"}


@pytest.hookimpl(tryfirst=True)  # before -m selects by mark
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(item.fixturenames) if isinstance(item, pytest.Function) else set()
        if SLOW_FIXTURES & fixtures:
            item.add_marker(pytest.mark.slow)
        if LATE_FIXTURES & fixtures:
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=2))


@pytest.fixture(scope="session")
def corpus() -> list[Row]:
    """The slices of the bundled corpus that were written first: 2,557 rows with every topic."""
    return read_corpus(SMALL)


@pytest.fixture(scope="session")
def full_corpus() -> list[Row]:
    return read_corpus([bundled_corpus()])


@pytest.fixture(scope="session")
def fitted(corpus: list[Row], shared_once: Callable[..., Fitted]) -> Fitted:
    """A model of the small corpus and a few pages, in about two seconds."""
    pages = [page for page in read_pages() if page.layout in SMALL_LAYOUTS and page.name.endswith("/01")]
    return shared_once("small", lambda: fit(corpus, TrainingSettings(), corpus_digest=digest(SMALL), pages=pages))


@pytest.fixture(scope="session")
def full_fitted(full_corpus: list[Row], shared_once: Callable[..., Fitted]) -> Fitted:
    """The model that 'clickbait train' makes."""
    prior, source = bundled_prior(), digest([bundled_corpus()])
    settings = replace(TrainingSettings(), temperature=1.0) if prior else TrainingSettings()
    return shared_once(
        "full", lambda: fit(full_corpus, settings, corpus_digest=source, pages=read_pages(), prior=prior)
    )


@pytest.fixture(scope="session")
def shared_once(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Fitted]:
    """Makes a model once a run: where tests run in several processes, the first one trains for all."""
    base = tmp_path_factory.getbasetemp()

    def make(name: str, train: Callable[[], Fitted]) -> Fitted:
        kept = (base if worker_id == "master" else base.parent) / f"{name}.joblib"
        with FileLock(kept.with_suffix(".lock")):
            if not kept.exists():
                joblib.dump(train(), kept)
        fitted: Fitted = joblib.load(kept)
        return fitted

    return make


@pytest.fixture(scope="session")
def model_folder(fitted: Fitted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(fitted, tmp_path_factory)


@pytest.fixture(scope="session")
def full_model_folder(full_fitted: Fitted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(full_fitted, tmp_path_factory)


def saved(fitted: Fitted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model") / "model"
    save(fitted.artifact, folder)
    return folder


@pytest.fixture(scope="session")
def classifier(fitted: Fitted) -> Classifier:
    return Classifier(fitted.artifact)


@pytest.fixture(scope="session")
def full_classifier(full_fitted: Fitted) -> Classifier:
    return Classifier(full_fitted.artifact)


@pytest.fixture
def few_pages(tmp_path: Path) -> str:
    """Two layouts of the page corpus: where a test trains and the roles do not matter."""
    for layout in ("wire", "nosidebar"):
        shutil.copytree(bundled_pages() / layout, tmp_path / "pages" / layout)
    return str(tmp_path / "pages")


@pytest.fixture
def small_csv(tmp_path: Path) -> Path:
    """The invented corpus as a file."""
    path = tmp_path / "small.csv"
    lines = [f"{r.headline},{r.grade:g},{r.topic},{r.family}" for r in invented_corpus()]
    path.write_text("headline,grade,topic,family\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


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
    if not (SHARED / "data" / "real_dev3.csv").is_file():
        pytest.skip("../shared/data is not here: real headlines stay outside the repository")
    return SHARED


def problem(response: Any, status: int) -> dict[str, Any]:
    """The response's RFC 9457 document, checked for its shape."""
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    body: dict[str, Any] = response.get_json(force=True)
    assert body["status"] == status and body["title"] and body["detail"]
    return body
