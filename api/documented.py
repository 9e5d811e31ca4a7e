"""The parts of the OpenAPI document about errors and keys that all routes share."""

from __future__ import annotations

from copy import deepcopy
from http import HTTPStatus
from typing import Any

from api.errors import PROBLEM_TYPE
from api.settings import ServerSettings

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


def limited(document: dict[str, Any], settings: ServerSettings) -> dict[str, Any]:
    """A copy of the OpenAPI document with the limits of the settings: in the schemas, and by name in ``x-limits``."""
    made = deepcopy(document)
    schemas = made["components"]["schemas"]
    limits = {name: getattr(settings, name) for name in type(settings).model_fields if name.startswith("max_")}
    made["info"]["x-limits"] = limits
    headlines = schemas["PredictRequest"]["properties"]["headlines"]
    headlines["maxItems"] = settings.max_headlines
    headlines["items"]["maxLength"] = settings.max_headline_length
    headlines["description"] = (
        f"1 to {settings.max_headlines} headlines; together at most {settings.max_characters} characters, "
        f"{settings.max_explained_characters} with explain."
    )
    for name in ("html", "text"):
        for choice in schemas["PageRequest"]["properties"][name]["anyOf"]:
            if choice.get("type") == "string":
                choice["maxLength"] = settings.max_page_length
    if "FeedbackRequest" in schemas:
        schemas["FeedbackRequest"]["properties"]["headline"]["maxLength"] = min(settings.max_headline_length, 1000)
    return made
