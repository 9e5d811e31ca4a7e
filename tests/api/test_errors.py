from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from classifier import Classifier
from tests.conftest import problem


@pytest.fixture
def client(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of()


def test_another_type_of_body_is_a_415(client: FlaskClient) -> None:
    assert "application/json" in problem(client.post("/v1/predict", data="x", content_type="text/plain"), 415)["detail"]


def test_an_unknown_address_is_a_404(client: FlaskClient) -> None:
    assert "/docs" in problem(client.get("/v1/nothing"), 404)["detail"]


def test_another_method_is_a_405_that_names_the_right_one(client: FlaskClient) -> None:
    response = client.get("/v1/predict")
    problem(response, 405)
    assert "POST" in response.headers["Allow"]


def test_a_failure_inside_is_a_500_that_keeps_the_headline_to_itself(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret headline")

    monkeypatch.setattr(Classifier, "predict", broken)
    body = problem(client.post("/v1/predict", json={"headlines": ["標題"]}), 500)
    assert "secret" not in str(body) and "secret" not in caplog.text
    assert "RuntimeError at" in caplog.text
