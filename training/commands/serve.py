"""``clickbait serve``: run the prediction service."""

from __future__ import annotations

import argparse
import os
import socket

from classifier import load
from training.cli import UsageError


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default 1)")
    parser.add_argument("--model", metavar="DIR", help="model folder (default: CLICKBAIT_MODEL, else ./model)")


def run(args: argparse.Namespace) -> int:
    if args.workers < 1:
        raise UsageError("--workers must be at least 1")
    load(args.model)  # fails here with one line, not in every worker
    _check_address(args.host, args.port)
    if args.model:
        os.environ["CLICKBAIT_MODEL"] = str(args.model)
    from api.server import serve

    print(f"serving on http://{args.host}:{args.port} (Ctrl-C stops)", flush=True)
    serve(args.host, args.port, args.workers)
    return 0


def _check_address(host: str, port: int) -> None:
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
