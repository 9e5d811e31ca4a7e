"""Which pages of other origins may call: flask-cors, and its headers for answers that Flask has no part in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from flask import Flask
from flask_cors import CORS
from flask_cors.core import get_cors_headers, get_cors_options
from werkzeug.datastructures import Headers

from api.settings import ServerSettings

# With \Z: flask-cors matches only the start, so "…abc.evil.example" would pass.
_EXTENSIONS = (re.compile(r"chrome-extension://[a-p]{32}\Z"), re.compile(r"moz-extension://[0-9a-f-]{36}\Z"))


class Cors:
    """The allowed origins of an application."""

    def __init__(self, app: Flask, settings: ServerSettings) -> None:
        origins = [*settings.cors_origins, *(_EXTENSIONS if settings.cors_extensions else ())]
        options: dict[str, Any] = {
            "origins": origins, "methods": ["GET", "POST"], "max_age": 3600,
            "allow_headers": ["Authorization", "Content-Encoding", "Content-Type", "Idempotency-Key", "X-Request-Id"],
            "expose_headers": ["Retry-After", "X-Request-Id"],
            # Chromium asks before a public page may call an address in the private network: listed origins may.
            "allow_private_network": True,
        }  # fmt: skip
        CORS(app, **options)
        self._options = get_cors_options(app, options)
        self.headers = lru_cache(maxsize=256)(self._headers)
        self.vary = self._headers(None)

    def _headers(self, origin: str | None) -> list[tuple[str, str]]:
        """The headers of an answer to a page of this origin."""
        given = Headers({"Origin": origin} if origin else {})
        return [(name.lower(), str(value)) for name, value in get_cors_headers(self._options, given, "POST").items()]
