"""Who asks, and under which address of ours, when proxies stand in between.

Forwarded headers are believed only from a peer in the trusted networks (or on a Unix socket), and only as many of them
as there are proxies: everything further left is the client's own invention.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, NamedTuple

from api.settings import ServerSettings

CALL = "clickbait.call"  # WSGI environment: what the adapter knows of the request (api.calls)
UNIX = "unix"  # the peer of a Unix socket
_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)+")
_WITH_PORT = re.compile(r"\[([^\]]*)\](?::\d+)?|([0-9.]+):\d+")


class Origin(NamedTuple):
    """What the proxies say of a request."""

    address: str  # without port
    scheme: str | None  # None: as the server sees it
    prefix: str | None  # None: the setting


class Proxies:
    """Reads forwarded headers according to the settings."""

    def __init__(self, settings: ServerSettings) -> None:
        self._count = settings.proxies
        self._networks = [ip_network(name) for name in settings.trusted_proxies]
        self._trusted = lru_cache(maxsize=1024)(self._is_trusted)

    def origin(self, peer: str, header: Callable[[str], str | None]) -> Origin:
        """The origin of a request that came from ``peer``; ``header`` gives a header's value by lower-case name."""
        peer = without_port(peer) or UNIX
        if not self._count or not self._trusted(peer):
            return Origin(peer, None, None)
        given = without_port(self._listed(header("x-forwarded-for")) or "")
        scheme = self._listed(header("x-forwarded-proto"))
        prefix = (self._listed(header("x-forwarded-prefix")) or "").rstrip("/")
        return Origin(
            given if _is_address(given) else peer,
            scheme if scheme in ("http", "https") else None,
            prefix if _PREFIX.fullmatch(prefix) else None,
        )

    def _listed(self, value: str | None) -> str | None:
        """The entry that the outermost trusted proxy added, or None where there are fewer entries than proxies."""
        entries = [entry.strip() for entry in value.split(",")] if value else []
        return entries[-self._count] if len(entries) >= self._count else None

    def _is_trusted(self, peer: str) -> bool:
        if peer == UNIX:
            return True
        address = _unmapped(peer)
        return address is not None and any(address in network for network in self._networks)


def without_port(text: str) -> str:
    """``1.2.3.4`` of ``1.2.3.4:5678``, ``::1`` of ``[::1]:5678``; an address without port stays."""
    found = _WITH_PORT.fullmatch(text.strip())
    return (found[1] or found[2] or "") if found else text.strip()


@lru_cache(maxsize=4096)
def counted_as(address: str) -> str:
    """What the calls of this address are counted under: IPv4 by itself, IPv6 by its /64, which one client holds."""
    found = _unmapped(address)
    if found is None:
        return address
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found)


def _unmapped(text: str) -> Any:
    """The address (IPv4 where it is written as ``::ffff:1.2.3.4``), or None for text that is none."""
    try:
        found = ip_address(text.partition("%")[0])  # a link-local address may name its interface
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _is_address(text: str) -> bool:
    return _unmapped(text) is not None


class ForwardedApp:
    """WSGI middleware that gives the application the origin of each request."""

    def __init__(self, app: Any, settings: ServerSettings) -> None:
        self._app, self._proxies, self._prefix = app, Proxies(settings), settings.path_prefix

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if CALL not in environ:  # else the adapter has done it
            origin = self._proxies.origin(
                environ.get("REMOTE_ADDR", ""), lambda name: environ.get("HTTP_" + name.upper().replace("-", "_"))
            )
            prefix = origin.prefix or self._prefix
            environ["REMOTE_ADDR"] = origin.address
            environ["wsgi.url_scheme"] = origin.scheme or environ["wsgi.url_scheme"]
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
            environ["PATH_INFO"] = stripped(environ["PATH_INFO"], prefix)
        answer: Iterable[bytes] = self._app(environ, start_response)
        return answer


def stripped(path: str, prefix: str) -> str:
    """The path without the prefix; a proxy may have removed it already."""
    if prefix and (path == prefix or path.startswith(prefix + "/")):
        return path[len(prefix) :] or "/"
    return path
