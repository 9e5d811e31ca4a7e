"""A minimal Flask JSON endpoint behind the adapter's own functions: the reference for the load of the real one."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify

from api.rsgi import environ, receive, run


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


class Empty:
    """Answers on the event loop: nothing in the application waits."""

    def __init__(self) -> None:
        self._app = make_flask()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        body = await receive(scope, protocol, limit=4 * 1024 * 1024, timeout=30)
        protocol.response_bytes(*run(self._app, environ(scope, body)))


def make_app() -> Empty:
    """The application for granian."""
    return Empty()
