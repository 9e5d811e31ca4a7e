"""``/openapi.json`` and ``/docs``: the description of the API for programs and for people, available offline."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request

from api.documented import limited

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
    """The OpenAPI 3.1 document, with this server's limits and the path under which it is reached."""
    app: Any = current_app
    found = limited(app.api_doc, current_app.extensions["settings"])
    return jsonify({**found, "servers": [{"url": request.script_root or "/"}]})


@reference.get("/docs")
def docs() -> Response:
    """The same as a readable page with a form for each request."""
    response = make_response(render_template("docs.html"))
    response.headers["Content-Security-Policy"] = POLICY
    return response
