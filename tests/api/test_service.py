from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.settings import read_settings
from classifier import TOPICS, Classifier
from tests.conftest import HEADLINES, problem


def values(client: FlaskClient) -> dict[tuple[str, str], float]:
    """Value of each metric by name and first label."""
    text = client.get("/metrics").get_data(as_text=True)
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_without_a_model_the_service_lives_and_is_not_ready(tmp_path: Path) -> None:
    app = create_app(read_settings(model=tmp_path / "none", reload_interval=0.05))
    client = app.test_client()
    assert client.get("/livez").get_json() == {"status": "alive"}
    for response in (
        client.get("/readyz"),
        client.get("/v1/model"),
        client.post("/v1/predict", json={"headlines": ["標題"]}),
    ):
        problem(response, 503)
        assert response.headers["Retry-After"]
    app.extensions["served_model"].stop()


def test_ready_after_the_probe(client_of: Callable[..., FlaskClient]) -> None:
    assert client_of().get("/readyz").get_json() == {"status": "ready"}


def test_the_model_tells_about_itself(client_of: Callable[..., FlaskClient], classifier: Classifier) -> None:
    body = client_of().get("/v1/model").get_json()
    assert body["version"] == classifier.version and body["threshold"] == classifier.threshold
    assert body["topics"] == list(TOPICS) and body["labels"] == ["substantive", "clickbait"]
    assert len(body["corpus"]) == 64 and body["rows"]["train"] > 0
    assert {"jieba", "rjieba", "numpy"} <= set(body["engines"])


def test_metrics_count_what_happened(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of()
    client.post("/v1/predict", json={"headlines": HEADLINES})
    client.post("/v1/predict", json={})
    client.open("/v1/predict", method="STRANGE")
    found = values(client)
    labels = [p["label"] for p in client.post("/v1/predict", json={"headlines": HEADLINES}).get_json()["predictions"]]
    assert found["clickbait_predictions_total", "clickbait"] == labels.count("clickbait")
    assert found["clickbait_predictions_total", "substantive"] == labels.count("substantive")
    assert found["clickbait_batch_size_sum", ""] == len(HEADLINES)
    assert found["clickbait_requests_in_progress", ""] == 1  # the call that asks
    assert found["clickbait_request_duration_seconds_count", "/v1/predict"] == 2
    text = client.get("/metrics").get_data(as_text=True)
    assert 'status="422"' in text and 'method="other"' in text and "STRANGE" not in text
