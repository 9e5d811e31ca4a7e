"""Every error leaves as RFC 9457 problem+json."""

from __future__ import annotations

import json
import logging
from typing import Any

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

logger = logging.getLogger(__name__)


class Problem(Exception):
    """An error for the client: status, what is wrong and how to mend it, and which items (JSON pointers)."""

    def __init__(self, status: int, title: str, detail: str, errors: list[dict[str, str]] | None = None) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail, self.errors = status, title, detail, errors


def problem_response(status: int, title: str, detail: str, errors: list[dict[str, str]] | None = None) -> Response:
    """The response document; ``errors`` lists ``{"pointer", "detail"}``."""
    body: dict[str, Any] = {"type": "about:blank", "status": status, "title": title, "detail": detail}
    if errors:
        body["errors"] = errors
    return Response(json.dumps(body, ensure_ascii=False), status, content_type="application/problem+json")


def register_errors(app: Flask) -> None:
    """Handlers for our problems, Flask's own errors, and what nobody expected."""

    @app.errorhandler(Problem)
    def known(error: Problem) -> Response:
        return problem_response(error.status, error.title, error.detail, error.errors)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        response = problem_response(error.code or 500, error.name, error.description or error.name)
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After"):
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        logger.error("unexpected %s", type(error).__name__)  # the message could hold a headline
        return problem_response(500, "Internal Server Error", "The service failed; the request was not at fault.")
