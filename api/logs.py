"""Logging of the service: plain text or a JSON object per line, each with the request's id and a time with its zone.

A worker writes its lines in a thread: a log whose reader stands still (a full pipe) must not stop the event loop.
"""

from __future__ import annotations

import logging.config
import queue
import sys
import threading
from datetime import datetime
from typing import Any

from pythonjsonlogger.orjson import OrjsonFormatter

from api.lanes import request_id
from api.settings import ServerSettings

LOGGERS = ("api", "_granian", "granian")
WAITING = 10_000  # lines that may wait to be written; more are dropped, and their number is logged


class WithRequest(logging.Filter):
    """Adds the id of the request that the code works for."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "request_id"):
            record.request_id = request_id.get()
        return True


class _Zoned:
    """ISO 8601 with the offset from UTC: a time without it means nothing once logs of two machines meet."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802  # logging's name
        return datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")


class TextFormatter(_Zoned, logging.Formatter):
    """One line of text."""


class JsonFormatter(_Zoned, OrjsonFormatter):
    """One JSON object."""


class Background(logging.Handler):
    """Hands records to a thread, which formats and writes them with ``target``."""

    def __init__(self, target: logging.Handler) -> None:
        super().__init__()
        self._target = target
        self._records: queue.Queue[logging.LogRecord] = queue.Queue(WAITING)
        self._dropped = 0
        threading.Thread(target=self._write, name="log", daemon=True).start()

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._records.put_nowait(record)
        except queue.Full:
            self._dropped += 1

    def _write(self) -> None:
        while True:
            self._target.handle(self._records.get())
            if self._dropped:
                dropped, self._dropped = self._dropped, 0
                text = "%d lines of the log were dropped: whoever reads it is too slow"
                self._target.handle(logging.LogRecord("api.logs", logging.WARNING, "", 0, text, (dropped,), None))


def log_config(settings: ServerSettings) -> dict[str, Any]:
    """A ``logging.config.dictConfig`` for this package and granian."""
    handler = {
        "class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": settings.log_format,
        "filters": ["request"],
    }  # fmt: skip
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": WithRequest}},
        "formatters": {
            "text": {"()": TextFormatter, "fmt": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"},
            "json": {
                "()": JsonFormatter,
                "fmt": "%(asctime)s %(levelname)s %(name)s %(process)d %(request_id)s %(message)s",
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
            },
        },
        "handlers": {"stderr": handler},
        "loggers": {name: {"handlers": ["stderr"], "level": "INFO", "propagate": False} for name in LOGGERS},
    }


def set_up(settings: ServerSettings) -> None:
    """Apply the configuration in this worker."""
    logging.config.dictConfig(log_config(settings))
    target = logging.StreamHandler(sys.stderr)
    target.setFormatter(logging.getLogger(LOGGERS[0]).handlers[0].formatter)
    target.addFilter(WithRequest())
    background = Background(target)
    background.addFilter(WithRequest())  # where the record is made: the thread that writes works for no request
    for name in LOGGERS:
        logging.getLogger(name).handlers[:] = [background]
