"""An adapter from WSGI to granian's RSGI that receives the whole body before it occupies the request thread.

Under plain WSGI a client that sends its body a byte per minute occupies a thread, so as many such clients as there are
threads block the service. Here the event loop waits for the body, with limits in time and size, and the application
runs once the body is complete. docs/performance.md compares it with granian's threads, gunicorn and waitress.
"""

from __future__ import annotations

import asyncio
import io
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, RequestTimeout

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

WITHOUT_BODY = frozenset(("GET", "HEAD", "OPTIONS"))
_PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class FailedBody(io.RawIOBase):
    """Replaces a body that was too late or too long: reading it raises the error in the application."""

    def __init__(self, error: HTTPException) -> None:
        self._error = error

    def read(self, size: int = -1) -> bytes:
        raise self._error

    def readinto(self, buffer: Any) -> int:
        self.read()
        return 0

    def readable(self) -> bool:
        return True


class RsgiApp:
    """Serves a WSGI application. ``limit`` (bytes) and ``timeout`` (seconds) apply to each body."""

    def __init__(self, app: WSGIApplication, *, limit: int, timeout: float) -> None:
        self._app, self._limit, self._timeout = app, limit, timeout

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        body: io.IOBase = io.BytesIO()
        length = self._content_length(scope)
        if scope.method not in WITHOUT_BODY and (length is None or length <= self._limit):
            try:
                async with asyncio.timeout(self._timeout):
                    body = await self._read(protocol) if length is None else io.BytesIO(await protocol())
            except TimeoutError:
                body = FailedBody(RequestTimeout("The body did not arrive in time: send it faster, or in parts."))
        status, headers, data = self._run(self._environ(scope, body))
        protocol.response_bytes(status, headers, data)

    def _content_length(self, scope: Any) -> int | None:
        """The Content-Length, beyond which HTTP reads nothing, or None when the client sends none."""
        length = scope.headers.get("content-length")
        return int(length) if length and length.isdecimal() else None

    async def _read(self, protocol: Any) -> io.IOBase:
        """A body of unknown length, up to the limit."""
        body = io.BytesIO()
        async for chunk in protocol:
            if body.tell() + len(chunk) > self._limit:
                return FailedBody(RequestEntityTooLarge())
            body.write(chunk)
        body.seek(0)
        return body

    def _environ(self, scope: Any, body: io.IOBase) -> dict[str, Any]:
        """The PEP 3333 environment of the request."""
        host, _, port = scope.server.rpartition(":")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": scope.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(scope.path).decode("latin-1"),
            "QUERY_STRING": scope.query_string,
            "SERVER_NAME": host.strip("[]") or "localhost",
            "SERVER_PORT": port,
            "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
            "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": scope.scheme,
            "wsgi.input": body,
            "wsgi.input_terminated": True,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        for name, value in scope.headers.items():
            key = _PLAIN.get(name) or "HTTP_" + name.upper().replace("-", "_")
            environ[key] = f"{environ[key]},{value}" if key in environ else value
        return environ

    def _run(self, environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
        started: list[tuple[int, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            started.append((int(status[:3]), [(name.lower(), value) for name, value in headers]))
            return lambda data: None

        parts = self._app(environ, start_response)
        try:
            data = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        return *started[-1], data
