"""State of the service: alive, ready, metrics, and the model that answers."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, jsonify
from flask_openapi3 import APIBlueprint, Tag
from prometheus_client import CONTENT_TYPE_LATEST

from api.documented import problems
from api.errors import unavailable
from api.schemas import ModelResponse, Status
from api.served_model import ServedModel
from api.telemetry import Metrics
from classifier import Classifier
from classifier.prediction import LABELS

service = APIBlueprint("service", __name__, abp_tags=[Tag(name="service", description="State of the service.")])


def served_model() -> ServedModel:
    """The holder of the model that this application serves."""
    found: ServedModel = current_app.extensions["served_model"]
    return found


def metrics() -> Metrics:
    """The metrics of this application."""
    found: Metrics = current_app.extensions["metrics"]
    return found


def classifier_of(held: ServedModel) -> Classifier:
    """The classifier to answer with. Raises ProblemError (503) while none is ready."""
    if held.current is None:
        raise unavailable(held.problem or "The model is being loaded; try again in a second.")
    return held.current


def current_classifier() -> Classifier:
    """The same, of the current application."""
    return classifier_of(served_model())


def probes(held: ServedModel) -> dict[str, Callable[[], bytes]]:
    """The probes of an orchestrator by path: what they answer, without Flask, or ProblemError (503)."""

    def ready() -> bytes:
        classifier_of(held)
        return b'{"status":"ready"}'

    return {"/livez": lambda: b'{"status":"alive"}', "/readyz": ready}


@service.get("/livez", summary="Alive", responses={200: Status, **problems(500)})
def livez() -> Response:
    """Answers as long as the process does; says nothing about the model."""
    return jsonify(status="alive")


@service.get("/readyz", summary="Ready", responses={200: Status, **problems(503)})
def readyz() -> Response:
    """200 once a probe headline was scored, 503 before."""
    current_classifier()
    return jsonify(status="ready")


@service.get("/v1/model", summary="The model in service", responses={200: ModelResponse, **problems(503)})
def model() -> Response:
    """Version, corpus, measured quality, threshold, topics and heads of the model in service."""
    classifier, held = current_classifier(), served_model()
    manifest = classifier.manifest
    return jsonify(
        name=classifier.name,
        version=classifier.version,
        trained_at=held.trained_at,
        corpus=manifest.get("corpus", {}).get("digest"),
        rows=manifest.get("corpus", {}).get("headlines", {}),
        threshold=classifier.threshold,
        cuts=classifier.cuts,
        topics=classifier.topics,
        labels=LABELS,
        heads=[
            {"name": head.name, "link": head.link, "classes": head.classes, "fields": head.fields}
            for head in classifier.heads
        ],
        metrics=manifest.get("metrics", {}),
        engines=manifest.get("engines", {}),
        reloads=held.reloads,
        problem=held.problem,
    )


@service.get(
    "/metrics", summary="Metrics", responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}
)
def prometheus() -> Response:
    """Counts and durations in Prometheus' text format, summed over all workers."""
    return Response(metrics().text(), content_type=CONTENT_TYPE_LATEST)
