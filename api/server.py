"""Run the application on granian, a production server (compared with others in docs/performance.md)."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from api.rsgi import RsgiApp
from api.settings import METRICS_VARIABLE, ServerSettings, read_settings

logger = logging.getLogger(__name__)
HEADER_MILLISECONDS = 10_000  # a client must have sent its request line and headers by then
STOP_SECONDS = 30
WATCH_SECONDS = 1.0


@cache
def make_app() -> RsgiApp:
    """The application of one worker; settings come through the environment."""
    from api.app import create_app  # imports prometheus-client, so only after the metrics folder is set
    from api.logs import set_up

    settings = read_settings()
    set_up(settings)
    app = create_app(settings)
    threading.Thread(target=_end_with, args=(os.getppid(),), name="server-watch", daemon=True).start()
    return RsgiApp(app, limit=settings.max_body_bytes, timeout=settings.body_timeout)


def _end_with(server: int) -> None:
    """End this worker when the server process is gone (kill -9), or it would hold the port against the next one."""
    while os.getppid() == server:
        time.sleep(WATCH_SECONDS)
    logger.error("the server process is gone: this worker ends")
    os._exit(1)


class Server(Granian):  # type: ignore[misc, valid-type]  # granian picks its class when it is imported
    """granian, except that SIGHUP reloads the model inside the workers instead of starting new workers."""

    on_hangup: Callable[[], None]

    def signal_handler_reload(self, *_: Any) -> None:
        self.on_hangup()


def serve(host: str, port: int, workers: int, settings: ServerSettings) -> None:
    """Serve until SIGINT or SIGTERM; requests in flight are answered first."""
    from api.logs import log_config

    folder = Path(tempfile.mkdtemp(prefix="clickbait-"))
    os.environ.update({"CLICKBAIT_RUN_FOLDER": str(folder), METRICS_VARIABLE: str(folder)})
    try:
        server = Server(
            "api.server:make_app", address=host, port=port, workers=workers, interface=Interfaces.RSGI, factory=True,
            websockets=False, log_access=False, log_dictconfig=log_config(settings), respawn_failed_workers=True,
            workers_kill_timeout=STOP_SECONDS, http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        )  # fmt: skip
        server.on_hangup = (folder / "reload").touch
        server.serve()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
