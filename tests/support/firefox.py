"""A real Firefox without a window, for pages; ``extension_firefox`` is for the extension."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Firefox
from selenium.webdriver.firefox.options import Options
from selenium.webdriver.firefox.service import Service

from tests.support.extension_firefox import geckodriver
from tests.support.programs import program

PATIENCE = 60  # seconds that a script may take


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """One Firefox a module."""
    options = Options()
    options.binary_location = str(program("firefox-esr"))
    options.add_argument("-headless")
    log: Path = tmp_path_factory.mktemp("firefox") / "geckodriver.log"
    driver = Firefox(options, Service(str(geckodriver()), log_output=str(log)))
    driver.set_script_timeout(PATIENCE)
    yield driver
    driver.quit()
