"""A running service, asked over the network."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

SERVE = ["clickbait", "serve", "--port", "{port}"]


def post(address: str, path: str, document: Any, **headers: str) -> Any:
    """The JSON answer. Raises urllib.error.HTTPError."""
    given = {"Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    request = urllib.request.Request(f"{address}{path}", json.dumps(document).encode(), given)
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)
