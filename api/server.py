"""Run the application on granian (docs/performance.md compares it with other servers)."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from api.cells import SIZE
from api.dispatch import Dispatcher
from api.logs import log_config, set_up
from api.settings import ServerSettings, read_settings
from api.shared_memory import SharedMemory

logger = logging.getLogger(__name__)
HEADER_MILLISECONDS = 10_000  # within which a client must send its request line and headers
STOP_SECONDS = 30
WATCH_SECONDS = 1.0
SWITCH_SECONDS = 0.0005  # after which a thread lets another one run: at Python's 5 ms the event loop waits for its turn


@cache
def make_app() -> Dispatcher:
    """The application of one worker, with settings from the environment."""
    from api.app import create_app  # the server process, from which workers are forked, does without it

    settings = read_settings()
    sys.setswitchinterval(SWITCH_SECONDS)
    set_up(settings)
    app = create_app(settings)
    threading.Thread(target=_exit_with, args=(os.getppid(),), name="server-watch", daemon=True).start()
    return Dispatcher(app, settings)


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


def serve(address: str, settings: ServerSettings) -> None:
    """Serve on an IP address (or the Unix socket of the settings) until SIGINT or SIGTERM, then finish what is in
    progress.
    """
    shared: SharedMemory | None = None
    try:
        shared = SharedMemory.create(settings.workers, SIZE)
    except OSError as error:
        logger.error("no shared memory (%s): metrics are those of one worker, and SIGHUP reloads no model", error)
    where: dict[str, Any] = {"uds": settings.unix_socket} if settings.unix_socket else {"address": address}
    server = Server(
        "api.server:make_app", **where, port=settings.port, workers=settings.workers, interface=Interfaces.RSGI,
        factory=True, websockets=False, log_access=False, log_dictconfig=log_config(settings),
        respawn_failed_workers=True, workers_kill_timeout=STOP_SECONDS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
    )  # fmt: skip
    server.on_hangup = shared.request_reload if shared else lambda: None
    server.serve()
