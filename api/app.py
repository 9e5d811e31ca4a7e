"""The Flask application."""

from __future__ import annotations

import re
from importlib.metadata import version

from flask import Response
from flask_cors import CORS
from flask_openapi3 import Info, OpenAPI
from pydantic import ValidationError
from werkzeug.middleware.proxy_fix import ProxyFix

from api import schemas
from api.access import guard
from api.bodies import Orjson
from api.documented import SECURITY_SCHEMES
from api.errors import invalid_fields, register_errors
from api.feedback import feedback, open_lazily
from api.observe import observe
from api.playground import pages
from api.predict import scoring
from api.reference import reference
from api.served_model import ServedModel
from api.service import service
from api.settings import ServerSettings, read_settings
from api.telemetry import Metrics
from classifier import Classifier

# With \Z: flask-cors matches only the start, so "…abc.evil.example" would pass.
_EXTENSIONS = (re.compile(r"chrome-extension://[a-p]{32}\Z"), re.compile(r"moz-extension://[0-9a-f-]{36}\Z"))
_INFO = Info(
    title="clickbait-zh",
    version=version("clickbait-zh"),
    description="Tells substantive Chinese news headlines from clickbait. Headlines are scored and forgotten: "
    "they are never logged and never part of a URL.",
)


def create_app(settings: ServerSettings | None = None, classifier: Classifier | None = None) -> OpenAPI:
    """Create the application. Tests may pass a classifier; otherwise the model is loaded in the background."""
    settings = settings or read_settings()
    app = OpenAPI(
        "api", info=_INFO, security_schemes=SECURITY_SCHEMES, validation_error_model=schemas.Problem, doc_ui=False,
        validation_error_callback=_query_problem,
    )  # fmt: skip
    app.json = Orjson(app)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    signal_file = settings.run_folder / "reload" if settings.run_folder else None
    served = ServedModel(settings.model, settings.reload_interval, signal_file)
    app.extensions.update(settings=settings, served_model=served, metrics=Metrics())
    store = open_lazily(app, settings)
    observe(app, settings, app.extensions["metrics"])
    guard(app, settings, store.verify)
    origins = [*settings.cors_origins, *(_EXTENSIONS if settings.cors_extensions else ())]
    CORS(
        app, origins=origins, methods=["GET", "POST"], max_age=3600,
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-Request-Id"],
        expose_headers=["Retry-After", "X-Request-Id"],
    )  # fmt: skip
    register_errors(app)
    app.register_api(scoring)
    app.register_api(feedback)
    app.register_api(service)
    app.register_blueprint(pages)
    app.register_blueprint(reference)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    if classifier:
        served.use(classifier)
    else:
        served.start()
    return app


def _query_problem(error: ValidationError) -> Response:
    """The response of flask-openapi3 to invalid query parameters."""
    return invalid_fields(error).response()
