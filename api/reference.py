"""``/openapi.json`` and ``/docs``: the description of the API for programs and for people, available offline."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template

# RapiDoc adds inline styles and draws its icons as data: URLs; scripts are allowed from this server only.
POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "connect-src 'self'",
        "img-src 'self' data:", "font-src 'self' data:", "base-uri 'none'", "form-action 'none'",
        "frame-ancestors 'none'",
    )
)  # fmt: skip

reference = Blueprint(
    "reference",
    __name__,
    static_folder=str(files("flask_openapi3_rapidoc") / "templates" / "rapidoc" / "js"),
    static_url_path="/docs/static",
)


@reference.get("/openapi.json")
def document() -> Response:
    """The OpenAPI 3.1 document."""
    app: Any = current_app
    return jsonify(app.api_doc)


@reference.get("/docs")
def docs() -> Response:
    """The same as a readable page with a form for each request."""
    response = make_response(render_template("docs.html"))
    response.headers["Content-Security-Policy"] = POLICY
    return response
