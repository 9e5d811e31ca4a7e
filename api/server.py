"""Run the application on a production server: granian (measured in docs/performance.md)."""

from __future__ import annotations

import os
from functools import cache

from flask import Flask
from granian import Granian
from granian.constants import Interfaces

from api.app import create_app

MODEL_VARIABLE = "CLICKBAIT_MODEL"


@cache
def make_app() -> Flask:
    """The application of one worker; the model folder comes through the environment."""
    return create_app({"MODEL_PATH": os.environ.get(MODEL_VARIABLE)})


def serve(host: str, port: int, workers: int) -> None:
    """Serve until SIGINT or SIGTERM; requests in flight are answered first."""
    Granian(
        "api.server:make_app", address=host, port=port, workers=workers, interface=Interfaces.WSGI, factory=True,
        blocking_threads=1, log_access=False,
    ).serve()  # fmt: skip
