"""Logging of the service: plain text, or a JSON object per line."""

from __future__ import annotations

import logging.config
from typing import Any

from api.settings import ServerSettings


def log_config(settings: ServerSettings) -> dict[str, Any]:
    """A ``logging.config.dictConfig`` for this package and granian."""
    handler = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": settings.log_format}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
            "json": {
                "()": "pythonjsonlogger.orjson.OrjsonFormatter",
                "fmt": "%(asctime)s %(levelname)s %(name)s %(process)d %(message)s",
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
            },
        },
        "handlers": {"stderr": handler},
        "loggers": {
            name: {"handlers": ["stderr"], "level": "INFO", "propagate": False}
            for name in ("api", "_granian", "granian")
        },
    }


def set_up(settings: ServerSettings) -> None:
    """Apply the configuration in this process."""
    logging.config.dictConfig(log_config(settings))
