"""JSON in and out: request bodies as pydantic models, and orjson as Flask's JSON provider."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, TypeVar, get_type_hints

import orjson
from flask import Response, request
from flask.json.provider import JSONProvider
from pydantic import BaseModel, ValidationError

from api.errors import ProblemError, invalid_fields, too_large

Model = TypeVar("Model", bound=BaseModel)
JSON = "application/json"
_SURROGATES = re.compile("[\ud800-\udfff]")
_GZIP = 16 + zlib.MAX_WBITS


class Orjson(JSONProvider):
    """orjson serializes a response of a hundred predictions in a tenth of the standard library's time."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return dumped(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        return Response(dumped(self._prepare_response_obj(args, kwargs)), mimetype=JSON)


def dumped(found: Any) -> bytes:
    """JSON; half of an emoji, which UTF-8 cannot hold, is escaped as it was in the request."""
    try:
        return orjson.dumps(found)
    except TypeError:
        return json.dumps(found, ensure_ascii=True, separators=(",", ":")).encode()


def unpacked(data: bytes, encoding: str | None, limit: int) -> bytes:
    """A request body without its ``Content-Encoding``. Raises ProblemError (400, 413, 415)."""
    name = (encoding or "identity").strip().lower()
    if name == "identity":
        return data
    if name not in ("gzip", "x-gzip"):
        detail = f"The body is encoded as {name[:40]!r}: send it with Content-Encoding gzip, or plain."
        raise ProblemError(415, "Unsupported Media Type", detail, headers=[("Accept-Encoding", "gzip, identity")])
    reader = zlib.decompressobj(_GZIP)
    try:
        found = reader.decompress(data, limit + 1)
    except zlib.error:
        raise ProblemError(400, "Bad Request", "The body is not valid gzip.") from None
    if len(found) > limit:
        raise too_large(limit)
    if not reader.eof or reader.unused_data:
        raise ProblemError(400, "Bad Request", "The body is not one whole gzip stream.")
    return found


def parsed(model: type[Model], data: bytes, mimetype: str) -> Model:
    """The validated JSON body. Raises ProblemError (400, 415, 422) that points to the offending item."""
    if mimetype != JSON:
        raise ProblemError(415, "Unsupported Media Type", "Send the body as application/json.")
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        if error.errors(include_input=False)[0]["type"] != "json_invalid":
            raise invalid_fields(error) from None
    # pydantic and orjson take no string with half of an emoji (\\ud83d), which cut-off texts have; Python does.
    try:
        document = json.loads(data.decode("utf-8"), parse_constant=_refuse)
        found = model.model_validate_json(json.dumps(_replaced(document)))
    except ValidationError as error:
        if error.errors(include_input=False)[0]["type"] == "json_invalid":  # nested too deeply
            raise _not_json() from None
        raise invalid_fields(error) from None
    except (ValueError, RecursionError):
        raise _not_json() from None
    for name in found.model_fields_set & set(document):
        if isinstance(document[name], str | list):
            setattr(found, name, document[name])
    return found


def _not_json() -> ProblemError:
    return ProblemError(400, "Bad Request", "The body is not valid JSON in UTF-8.")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _replaced(value: Any) -> Any:
    """The same document with a replacement character, as invisible, for each half of an emoji."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, list):
        return [_replaced(item) for item in value]
    if isinstance(value, dict):
        return {_replaced(name): _replaced(item) for name, item in value.items()}
    return value


def whole(text: str) -> str:
    """The text without halves of emoji, which no database stores."""
    return _SURROGATES.sub("", text)


def read_body(model: type[Model], limit: int) -> Model:
    """The validated JSON body of Flask's request. Raises as ``unpacked`` and ``parsed``."""
    data = request.get_data(cache=False)
    return parsed(model, unpacked(data, request.headers.get("Content-Encoding"), limit), request.mimetype)


def read_headers(model: type[Model]) -> Model:
    """The headers that the model declares. Raises ProblemError (400) for a missing or invalid one."""
    names = [field.alias or name for name, field in model.model_fields.items()]
    try:
        return model.model_validate({name: request.headers[name] for name in names if name in request.headers})
    except ValidationError as error:
        found = [{"pointer": str(e["loc"][0]), "detail": e["msg"]} for e in error.errors(include_input=False)]
        detail = f"Header {found[0]['pointer']}: {found[0]['detail']}"
        raise ProblemError(400, "Bad Request", detail, found) from None


def reads(view: Callable[..., Any]) -> Callable[..., Any]:
    """Pass a view its validated ``body`` (and ``header``), according to their type hints.

    flask-openapi3 documents these arguments. Its own validation, which does not distinguish malformed JSON from an
    invalid value, is switched off with the attribute that its ``validate_request`` decorator sets.
    """
    models = get_type_hints(view)

    @wraps(view)
    def checked(**others: Any) -> Any:
        if "header" in models:
            others["header"] = read_headers(models["header"])
        return view(body=read_body(models["body"], request.max_content_length or 1 << 62), **others)

    checked.__delay_validate_request__ = True  # type: ignore[attr-defined]
    return checked
