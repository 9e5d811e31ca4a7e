"""The model in service: loaded in the background, probed, and replaced when its folder changes."""

from __future__ import annotations

import gc
import logging
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from classifier import Classifier, ModelError, load
from classifier.artifact import MANIFEST, REMEDY, default_model_path

logger = logging.getLogger(__name__)
PROBE = "立院三讀修正社會住宅條例"
Stamp = tuple[tuple[str, int, int, int], ...]


def probed(classifier: Classifier) -> Classifier:
    """The same classifier, after it scored a probe headline. Raises ModelError when it cannot."""
    score = float(classifier.scores([PROBE])[0])
    if not 0 <= score <= 1:
        raise ModelError(f"the model scores a probe headline as {score}: {REMEDY}")
    return classifier


def _settle() -> None:
    """Have the collector of garbage pass over what stays: its walk over a model stops all threads for 50 ms."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _stamp(folder: Path) -> Stamp:
    """Name, time of the last change, inode and size of each file; empty where there is no folder."""
    try:
        with os.scandir(folder) as entries:
            found = [(entry.name, entry.stat()) for entry in entries]
    except OSError:
        return ()
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_ino, stat.st_size) for name, stat in found))


class ServedModel:
    """Holds the classifier that requests use.

    It watches ``folder``: when a file changes or the number that ``requested`` gives, the new model is loaded and
    probed, and replaces the old one only if it works. A folder that is copied in file by file is refused until it is
    whole. Requests in progress keep the model they started with.
    """

    def __init__(self, folder: Path | None = None, interval: float = 1.0, requested: Callable[[], int] = int) -> None:
        self.folder = folder or default_model_path()
        self.problem: str | None = None  # why the newest artefact is not in service
        self.trained_at: datetime | None = None  # the artefact has no time stamp, its file does
        self.reloads = 0
        self._interval = interval
        self._requested = requested
        self._current: Classifier | None = None
        self._seen: tuple[Stamp, int] | None = None
        self._stopped = threading.Event()
        self._pid: int | None = None

    @property
    def current(self) -> Classifier | None:
        """The classifier to use now, or None until the first one has scored its probe."""
        return self._current

    def use(self, classifier: Classifier) -> None:
        """Serve this classifier, without watching the folder."""
        self._current = probed(classifier)

    def start(self) -> None:
        """Load the model in the background and watch the folder from then on. Has no effect when called again."""
        if self._pid != os.getpid():
            self._pid = os.getpid()
            threading.Thread(target=self._watch, name="served-model", daemon=True).start()

    def stop(self) -> None:
        """Stop watching."""
        self._stopped.set()

    def check(self) -> bool:
        """Load the artefact if it changed. Returns whether a new one is in service."""
        seen = (_stamp(self.folder), self._requested())
        if seen == self._seen:
            return False
        self._seen = seen
        try:
            new = probed(load(self.folder))
        except ModelError as error:
            self._refuse(str(error))
            return False
        except Exception as error:  # no broken model may end the watching
            self._refuse(f"the model at {self.folder} does not work ({type(error).__name__})")
            return False
        written = next((time for name, time, *_ in seen[0] if name == MANIFEST), None)
        if written:
            self.trained_at = datetime.fromtimestamp(written / 1e9, UTC)
        _settle()
        old, self._current, self.problem = self._current, new, None
        if old is not None:
            self.reloads += 1
            logger.info("model %s replaces %s", new.version, old.version)
        else:
            logger.info("model %s is ready", new.version)
        return True

    def _refuse(self, problem: str) -> None:
        if problem == self.problem:  # told already; a folder that is being copied changes often
            return
        self.problem = problem
        kept = f"; model {self._current.version} stays in service" if self._current else ""
        logger.error("%s%s", problem, kept)

    def _watch(self) -> None:
        while not self._stopped.is_set():
            self.check()
            self._stopped.wait(self._interval)
