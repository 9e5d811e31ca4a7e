"""A minimal Flask JSON endpoint on the same adapter: the reference for the load of the real one."""

from __future__ import annotations

from flask import Flask, Response, jsonify

from api.rsgi import RsgiApp


def make_flask() -> Flask:
    """An application whose responses are constant."""
    app = Flask("empty")

    @app.post("/v1/predict")
    def empty() -> Response:
        return jsonify(status="empty")

    @app.get("/readyz")
    def ready() -> Response:
        return jsonify(status="ready")

    return app


def make_app() -> RsgiApp:
    """The application behind the adapter for granian."""
    return RsgiApp(make_flask(), limit=4 * 1024 * 1024, timeout=30)
