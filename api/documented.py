"""The parts of the OpenAPI document about errors and keys that all routes share."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from api.errors import PROBLEM_TYPE

ANYWHERE = (401, 429, 500)  # every route checks keys and rate limits
BODY = (400, 408, 413, 415, 422)
SECURITY_SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An API key."},
    "basic": {"type": "http", "scheme": "basic", "description": "Any user name, the API key as password."},
}
ANY_KEY: list[dict[str, list[Any]]] = [{"bearer": []}, {"basic": []}]
OPTIONAL_KEY: list[dict[str, list[Any]]] = [{}, *ANY_KEY]


def problems(*statuses: int) -> dict[str | int, Any]:
    """OpenAPI responses for these errors and those that every route can return."""
    return {
        str(status): {
            "description": HTTPStatus(status).phrase,
            "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({*statuses, *ANYWHERE})
    }
