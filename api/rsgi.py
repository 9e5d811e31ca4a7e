"""Between granian's RSGI and WSGI: whole bodies, received on the event loop, and the environment of a request.

Under plain WSGI a client that sends its body a byte per minute occupies a thread, so as many such clients as there are
threads block the service. Here the event loop waits for the body, with limits in time and size, and the application
runs once the body is complete. docs/performance.md compares it with granian's threads, gunicorn and waitress.
"""

from __future__ import annotations

import asyncio
import io
import sys
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote_to_bytes

from api.errors import ProblemError, too_large

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

WITHOUT_BODY = frozenset(("GET", "HEAD", "OPTIONS"))
_PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class Answer(NamedTuple):
    """What goes back to the client."""

    status: int
    headers: list[tuple[str, str]]
    data: bytes


async def receive(scope: Any, protocol: Any, *, limit: int, timeout: float) -> bytes:
    """The body of a request. Raises ProblemError (408, 413) for one that is above ``limit`` bytes or ``timeout`` s."""
    if scope.method in WITHOUT_BODY:
        return b""
    length = scope.headers.get("content-length")
    known = length is not None and length.isdecimal()  # beyond it HTTP reads nothing
    if known and int(length) > limit:
        raise too_large(limit)
    if known and int(length) == 0:
        return b""
    try:
        async with asyncio.timeout(timeout):
            return bytes(await protocol()) if known else await _chunks(protocol, limit)
    except TimeoutError:
        detail = f"The body did not arrive in time ({timeout:g} s): send it faster, or in parts."
        raise ProblemError(408, "Request Timeout", detail) from None


async def _chunks(protocol: Any, limit: int) -> bytes:
    """A body of unknown length, up to the limit."""
    body = bytearray()
    async for chunk in protocol:
        if len(body) + len(chunk) > limit:
            raise too_large(limit)
        body += chunk
    return bytes(body)


def environ(scope: Any, body: bytes) -> dict[str, Any]:
    """The PEP 3333 environment of the request."""
    host, _, port = scope.server.rpartition(":")
    found: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path_info(scope),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host.strip("[]") or "localhost",
        "SERVER_PORT": port if port.isdecimal() else "80",  # a Unix socket has none
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = _PLAIN.get(name) or "HTTP_" + name.upper().replace("-", "_")
        found[key] = f"{found[key]},{value}" if key in found else value
    return found


def path_info(scope: Any) -> str:
    """The path as WSGI has it: decoded, a character per byte."""
    path: str = scope.path
    return unquote_to_bytes(path).decode("latin-1") if "%" in path or not path.isascii() else path


def run(app: WSGIApplication, environment: dict[str, Any]) -> Answer:
    """The answer of a WSGI application."""
    started: list[tuple[int, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        started.append((int(status[:3]), [(name.lower(), value) for name, value in headers]))
        return lambda data: None

    parts = app(environment, start_response)
    try:
        data = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return Answer(*started[-1], data)
