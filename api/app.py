"""The Flask application."""

from __future__ import annotations

from importlib.metadata import version

from flask import Response
from flask_openapi3 import Info, OpenAPI
from pydantic import ValidationError

from api import schemas
from api.access import Gate, guard
from api.bodies import Orjson
from api.cors import Cors
from api.documented import SECURITY_SCHEMES
from api.errors import invalid_fields, register_errors
from api.feedback import feedback, no_feedback, open_lazily
from api.observe import Observer, observe
from api.playground import pages
from api.predict import scoring
from api.proxies import ForwardedApp
from api.reference import reference
from api.scoring import Scoring
from api.served_model import ServedModel
from api.service import classifier_of, probes, service
from api.settings import ServerSettings, read_settings
from api.telemetry import Metrics
from classifier import Classifier

_INFO = Info(
    title="clickbait-zh",
    version=version("clickbait-zh"),
    description="Tells substantive Chinese news headlines from clickbait. Headlines are scored and forgotten: "
    "they are never logged and never part of a URL.",
)


def create_app(settings: ServerSettings | None = None, classifier: Classifier | None = None) -> OpenAPI:
    """Create the application. Tests may pass a classifier; otherwise the model is loaded in the background.

    What it consists of is in ``app.extensions``, where ``api.dispatch`` finds it.
    """
    settings = settings or read_settings()
    app = OpenAPI(
        "api", info=_INFO, security_schemes=SECURITY_SCHEMES, validation_error_model=schemas.Problem, doc_ui=False,
        validation_error_callback=_query_problem,
    )  # fmt: skip
    app.json = Orjson(app)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    metrics = Metrics(settings.metrics)
    served = ServedModel(settings.model, settings.reload_interval, metrics.reloads_requested)
    observer = Observer(settings, metrics)
    store = open_lazily(app, settings)
    gate = Gate(settings, store.verify)
    app.extensions.update(
        settings=settings, served_model=served, metrics=metrics, observer=observer, gate=gate,
        scoring=Scoring(settings, lambda: classifier_of(served), metrics), probes=probes(served),
    )  # fmt: skip
    observe(app, observer)
    guard(app, gate)
    app.extensions["cors"] = Cors(app, settings)
    register_errors(app)
    app.register_api(scoring)
    if settings.feedback:
        app.register_api(feedback)
    else:
        app.add_url_rule("/v1/feedback", "no_feedback", no_feedback, methods=["GET", "POST", "DELETE"])
    app.register_api(service)
    app.register_blueprint(pages)
    app.register_blueprint(reference)
    app.wsgi_app = ForwardedApp(app.wsgi_app, settings)  # type: ignore[method-assign]
    if classifier:
        served.use(classifier)
    else:
        served.start()
    return app


def _query_problem(error: ValidationError) -> Response:
    """The response of flask-openapi3 to invalid query parameters."""
    return invalid_fields(error).response()
