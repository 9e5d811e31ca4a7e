"""The shipped package in a real Firefox ESR: switched on by the browser's own question, badges on the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.support.extension_browser import HOST, Service
from tests.support.extension_firefox import ExtendedFirefox, firefox

BADGES = """return [...document.querySelectorAll("clickbait-zh-mark")]
  .filter(mark => mark.shadowRoot.querySelector("[part~=badge]:not([part~=away])")).length"""


@pytest.fixture(scope="module")
def extended(packages: dict[str, Path]) -> Iterator[ExtendedFirefox]:
    with firefox(packages["firefox"], HOST) as running:
        yield running


def switch_on(extended: ExtendedFirefox, address: str, *, allow: bool = True) -> None:
    extended.own("options.html")
    extended.call("browser.storage.local.set({address: args[0]})", address)
    extended.driver.find_element(By.ID, "new-site").send_keys(HOST)
    whole = extended.driver.find_element(By.ID, "whole")
    if whole.is_selected():
        whole.click()
    extended.driver.find_element(By.ID, "add").click()
    extended.answer(allow=allow)


@pytest.mark.slow
def test_a_site_is_switched_on_and_marked(extended: ExtendedFirefox, service: Service, site: str) -> None:
    switch_on(extended, service.address)
    assert extended.call("browser.permissions.contains({origins: [`*://${args[0]}/*`]})", HOST)
    extended.driver.get(site)
    WebDriverWait(extended.driver, 10).until(lambda driver: (driver.execute_script(BADGES) or 0) > 3)
