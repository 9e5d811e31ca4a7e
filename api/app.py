"""The Flask application."""

from __future__ import annotations

from typing import Any

from flask import Flask

from api.errors import register_errors
from api.pages import pages
from api.routes import routes
from classifier import Classifier, load

DEFAULTS: dict[str, Any] = {
    "MODEL_PATH": None,  # classifier.artifact.default_model_path()
    "MAX_CONTENT_LENGTH": 4 * 1024 * 1024,
    "MAX_HEADLINES": 1000,
    "MAX_HEADLINE_LENGTH": 1000,
}


def create_app(config: dict[str, Any] | None = None, classifier: Classifier | None = None) -> Flask:
    """Make the application with its model loaded; tests may hand in a classifier.

    Raises classifier.ModelError when there is no usable model.
    """
    app = Flask("api")
    app.config.from_mapping(DEFAULTS)
    app.config.from_mapping(config or {})
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # headlines stay readable
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["classifier"] = classifier or load(app.config["MODEL_PATH"])
    register_errors(app)
    app.register_blueprint(routes)
    app.register_blueprint(pages)
    return app
