"""All errors as RFC 9457 problem+json."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from flask import Flask, Response
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

logger = logging.getLogger(__name__)
PROBLEM_TYPE = "application/problem+json"
_REMEDIES = {
    404: "There is no such endpoint; /docs lists all of them.",
    405: "This endpoint allows other methods: see the Allow header, or /docs.",
    413: "The body is longer than this server accepts: send it in parts.",
}
KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")


class ProblemError(Exception):
    """An error for the client: status, what is wrong, how to fix it, and the offending items.

    ``errors`` lists objects with ``pointer`` and ``detail``, ``limit`` is the setting that was exceeded.
    """

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        errors: list[dict[str, str]] | None = None,
        headers: Sequence[tuple[str, str]] = (),
        limit: Mapping[str, str | int] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail, self.errors, self.limit = status, title, detail, errors, limit
        self.headers = list(headers)

    def body(self) -> bytes:
        """The problem+json document."""
        body: dict[str, Any] = {
            "type": "about:blank", "status": self.status, "title": self.title, "detail": self.detail,
        }  # fmt: skip
        if self.errors:
            body["errors"] = self.errors
        if self.limit:
            body["limit"] = self.limit
        return orjson.dumps(body)

    def response(self) -> Response:
        """The problem+json response."""
        return Response(self.body(), self.status, self.headers, content_type=PROBLEM_TYPE)


def unavailable(detail: str, seconds: int = 1) -> ProblemError:
    """503: something that the answer needs is away or busy; ``seconds`` is when to ask again."""
    return ProblemError(503, "Service Unavailable", detail, headers=[("Retry-After", str(seconds))])


def invalid(errors: list[dict[str, str]], limit: Mapping[str, str | int] | None = None) -> ProblemError:
    """422 with all offending items, and the limit that they are above."""
    return ProblemError(422, "Unprocessable Content", errors[0]["detail"], errors, limit=limit)


def over_limit(pointer: str, name: str, limit: int, found: int, what: str, fix: str) -> ProblemError:
    """422 that names the setting ``name``."""
    detail = f"{found} {what}, at most {limit} a call (setting {name}): {fix}."
    return invalid([{"pointer": pointer, "detail": detail}], {"name": name, "value": limit, "found": found})


def invalid_fields(error: ValidationError) -> ProblemError:
    """422 from the errors of pydantic."""
    return invalid([{"pointer": _pointer(e["loc"]), "detail": e["msg"]} for e in error.errors(include_input=False)])


def _pointer(location: tuple[int | str, ...]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)


def register_errors(app: Flask) -> None:
    """Handlers for our own errors, Flask's errors, and unexpected exceptions."""

    @app.errorhandler(ProblemError)
    def known(error: ProblemError) -> Response:
        return error.response()

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        return problem_of(error).response()

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        return problem_of(error).response()


def too_large(limit: int) -> ProblemError:
    """413 for a body above ``max_body_bytes``."""
    detail = f"The body is longer than {limit} bytes (setting max_body_bytes): send it in parts."
    return ProblemError(413, "Content Too Large", detail, limit={"name": "max_body_bytes", "value": limit})


def problem_of(error: Exception) -> ProblemError:
    """Any exception as a problem; an unexpected one is logged without its message, which could hold a headline."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, HTTPException):
        kept = [(name, value) for name, value in error.get_headers() if name in KEPT_HEADERS]
        detail = _REMEDIES.get(error.code or 500) or error.description or error.name
        return ProblemError(error.code or 500, error.name, detail, headers=kept)
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    logger.error("unexpected %s at %s", type(error).__name__, where)
    return ProblemError(500, "Internal Server Error", "The service failed; the request is not at fault.")
