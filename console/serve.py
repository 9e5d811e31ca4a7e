"""``clickbait serve``: run the prediction service."""

from __future__ import annotations

import argparse
import ipaddress
import os
import socket
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from classifier import load
from console.cli import UsageError
from console.options import add_model


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default 1)")
    add_model(parser)
    parser.add_argument(
        "--database", metavar="URL", help="feedback and keys (default: DATABASE_URL, else a SQLite file)"
    )
    parser.add_argument(
        "--public", action="store_true", help="on another address than loopback: ask for no API key (see docs/api.md)"
    )
    parser.epilog = "More settings (limits, CORS, rate limits, logs) come from the environment: see docs/api.md."


def run(args: argparse.Namespace) -> int:
    if args.workers < 1:
        raise UsageError("--workers must be at least 1")
    for name, value in (("CLICKBAIT_MODEL", args.model), ("DATABASE_URL", args.database)):
        if value:
            os.environ[name] = str(value)
    loopback = _check_address(args.host, args.port)
    if not loopback and not args.public:
        os.environ["CLICKBAIT_REQUIRE_KEY"] = "true"
    from api.server import serve
    from api.settings import read_settings
    from api.storage import open_store

    settings = read_settings()
    # What cannot work fails here with one line, not in every worker. In a process of its own: the workers are forked
    # from this one, and would carry what a model took that was loaded before.
    with ProcessPoolExecutor(1) as pool:
        pool.submit(_check_model, settings.model).result()
    store = open_store(settings.database_url)
    keyless = not any(key.revoked_at is None for key in store.keys())
    store.close()
    if settings.require_key and keyless:
        raise UsageError("this server would ask for an API key and there is none: run 'clickbait keys add NAME'")
    print(f"serving on http://{_shown(args.host)}:{args.port} (Ctrl-C stops)", flush=True)
    serve(args.host, args.port, args.workers, settings)
    return 0


def _check_model(folder: Path | None) -> None:
    load(folder)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _check_address(host: str, port: int) -> bool:
    """Whether the address is a loopback one. Raises UsageError when it cannot be listened on."""
    if not 0 < port < 65536:
        raise UsageError(f"--port {port} is not between 1 and 65535")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}:{port} ({error.strerror}): choose another --port or --host"
        ) from None
    return ipaddress.ip_address(address[0]).is_loopback
