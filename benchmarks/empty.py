"""The least that a Flask JSON endpoint can be, on the same adapter: what the real one is measured against."""

from __future__ import annotations

from flask import Flask, Response, jsonify

from api.rsgi import RsgiApp


def make_flask() -> Flask:
    """An application that answers a constant."""
    app = Flask("empty")

    @app.post("/v1/predict")
    def empty() -> Response:
        return jsonify(status="empty")

    @app.get("/readyz")
    def ready() -> Response:
        return jsonify(status="ready")

    return app


def make_app() -> RsgiApp:
    """The same for granian."""
    return RsgiApp(make_flask(), limit=4 * 1024 * 1024, timeout=30)
