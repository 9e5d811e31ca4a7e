"""The prediction endpoints."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from pydantic import ValidationError

from api.errors import Problem
from api.schemas import PredictRequest
from classifier import Classifier, HeadlineError

routes = Blueprint("routes", __name__)
PROBE = "立院三讀修正社會住宅條例"


def current_classifier() -> Classifier:
    """The model that this application serves."""
    found: Classifier = current_app.extensions["classifier"]
    return found


@routes.post("/v1/predict")
def predict() -> Response:
    """Score headlines."""
    body = read_predict_request()
    classifier = current_classifier()
    try:
        predictions = classifier.predict(body.headlines, explain=body.explain, threshold=body.threshold)
    except HeadlineError as error:
        raise _invalid(
            [{"pointer": f"/headlines/{i}", "detail": "No visible character."} for i in error.positions]
        ) from None
    return jsonify(
        model={"name": classifier.name, "version": classifier.version},
        threshold=classifier.threshold if body.threshold is None else body.threshold,
        predictions=[prediction.to_dict(explain=body.explain) for prediction in predictions],
    )


@routes.get("/readyz")
def ready() -> Response:
    """Ready when a probe headline can be scored."""
    current_classifier().scores([PROBE])
    return jsonify(status="ready")


def read_predict_request() -> PredictRequest:
    """The checked body. Raises Problem (400, 413, 415, 422) that points at the offending item."""
    if request.mimetype != "application/json":
        raise Problem(415, "Unsupported Media Type", "Send the body as application/json.")
    try:
        document = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise Problem(400, "Bad Request", "The body is not valid JSON in UTF-8.") from None
    try:
        body = PredictRequest.model_validate(document)
    except ValidationError as error:
        raise _invalid([{"pointer": _pointer(e["loc"]), "detail": e["msg"]} for e in error.errors()]) from None
    _check_limits(body.headlines)
    return body


def _check_limits(headlines: list[str]) -> None:
    config: dict[str, Any] = current_app.config
    if len(headlines) > config["MAX_HEADLINES"]:
        detail = f"{len(headlines)} headlines, at most {config['MAX_HEADLINES']} a call: send them in several calls."
        raise _invalid([{"pointer": "/headlines", "detail": detail}])
    limit = config["MAX_HEADLINE_LENGTH"]
    problems = [
        {"pointer": f"/headlines/{i}", "detail": f"{len(headline)} characters, at most {limit}."}
        for i, headline in enumerate(headlines)
        if len(headline) > limit
    ]
    if problems:
        raise _invalid(problems)


def _invalid(errors: list[dict[str, str]]) -> Problem:
    return Problem(422, "Unprocessable Content", errors[0]["detail"], errors)


def _pointer(location: tuple[int | str, ...]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
