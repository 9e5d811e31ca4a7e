"""Run the application on granian (docs/performance.md compares it with other servers)."""

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
HEADER_MILLISECONDS = 10_000  # within which a client must send its request line and headers
STOP_SECONDS = 30
WATCH_SECONDS = 1.0


@cache
def make_app() -> RsgiApp:
    """The application of one worker, with settings from the environment."""
    from api.app import create_app  # imports prometheus-client, so only after the metrics folder is set
    from api.logs import set_up

    settings = read_settings()
    set_up(settings)
    app = create_app(settings)
    threading.Thread(target=_exit_with, args=(os.getppid(),), name="server-watch", daemon=True).start()
    return RsgiApp(app, limit=settings.max_body_bytes, timeout=settings.body_timeout)


def _exit_with(server: int) -> None:
    """Exit when the server process is gone (kill -9): an orphaned worker would keep the port in use."""
    while os.getppid() == server:
        time.sleep(WATCH_SECONDS)
    logger.error("the server process is gone: this worker exits")
    os._exit(1)


class Server(Granian):  # type: ignore[misc, valid-type]  # granian chooses its class at import
    """granian, except that SIGHUP reloads the model in the workers instead of restarting them."""

    on_hangup: Callable[[], None]

    def signal_handler_reload(self, *_: Any) -> None:
        self.on_hangup()


def serve(host: str, port: int, workers: int, settings: ServerSettings) -> None:
    """Serve until SIGINT or SIGTERM, then finish the requests in progress."""
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
