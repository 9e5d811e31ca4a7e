"""A screen without a monitor: what a browser itself asks can be answered there by keys and clicks, and pictured."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import mss
import mss.tools
import numpy as np

from tests.support.programs import program

PATIENCE = 20  # seconds
DIMMED = 0.9  # a browser darkens the page behind its question; the share of the brightness that is then left, at most


@dataclass(frozen=True)
class Screen:
    """A running Xvfb, by its name for the environment variable ``DISPLAY``."""

    name: str

    def press(self, *keys: str) -> None:
        self._xdotool("key", "--delay", "120", *keys)

    def move(self, x: float, y: float) -> None:
        """The pointer, there in two moves: a page learns of a pointer when it moves."""
        self._xdotool("mousemove", str(round(x) - 2), str(round(y)), "sleep", "0.1")
        self._xdotool("mousemove", str(round(x)), str(round(y)), "sleep", "0.1")

    def click(self) -> None:
        """Where the pointer is."""
        self.press_button(1)

    def press_button(self, number: int) -> None:
        """A button of the mouse, 3 being the one of menus."""
        self._xdotool("click", str(number))

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(
            [program("xdotool"), *arguments], env={**os.environ, "DISPLAY": self.name}, check=True, timeout=PATIENCE
        )

    def picture(self, path: Path | None = None) -> np.ndarray:
        """What is on the screen, height × width × 3 (RGB); with a path it is written there as PNG, too."""
        with mss.MSS(display=self.name) as shots:
            shot = shots.grab(shots.monitors[0])
        if path is not None:
            mss.tools.to_png(shot.rgb, shot.size, output=str(path))
        return np.frombuffer(shot.rgb, dtype=np.uint8).reshape(shot.height, shot.width, 3)

    def wait_for_question(self, ask: Callable[[], object]) -> None:
        """Do what makes the browser ask, and return when its question stands on the darkened page."""
        before = float(self.picture().mean())
        ask()
        end = time.monotonic() + PATIENCE
        while float(self.picture().mean()) > DIMMED * before:
            if time.monotonic() > end:
                raise TimeoutError("the browser asked nothing")
            time.sleep(0.1)
        time.sleep(0.5)  # a question takes no answer in its first moments, lest a click meant for the page give it


@contextmanager
def screen(width: int = 1280, height: int = 1000) -> Iterator[Screen]:
    """A screen of its own until the block ends."""
    read, write = os.pipe()
    process = subprocess.Popen(
        [program("Xvfb"), "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    try:
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield Screen(f":{number}")
    finally:
        process.terminate()
        process.wait(PATIENCE)
