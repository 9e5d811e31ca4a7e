"""The playground."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

pages = Blueprint("pages", __name__, template_folder="templates", static_folder="static")
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"  # noqa: E501  (one header value)


@pages.get("/")
def playground() -> Response:
    """Paste headlines, see scores and signals."""
    response = make_response(render_template("playground.html"))
    response.headers["Content-Security-Policy"] = POLICY
    return response
