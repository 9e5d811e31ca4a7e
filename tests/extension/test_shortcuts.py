"""The menu of selected words and the keyboard, by a real mouse and real keys on a screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.support.display import Screen, screen
from tests.support.extension_browser import Extended, Installed, launched, worker_of
from tests.support.extension_marks import badges, card, wait_for
from tests.support.extension_messages import say, switch_on
from tests.support.extension_site import BAIT

TOGGLE, NEXT = "alt+shift+l", "alt+shift+j"
PLACE = """node => (({x, y, height}) => [
  x + 30 + screenX, y + height / 2 + screenY + outerHeight - innerHeight])(node.getBoundingClientRect())"""


@pytest.fixture
def seen(site: str, installed: Installed, tmp_path: Path) -> Iterator[tuple[Extended, Screen]]:
    shutil.copytree(installed.profile, tmp_path / "profile", ignore=shutil.ignore_patterns("Singleton*"))
    with screen(1280, 900) as shown, sync_playwright() as playwright:
        context = launched(
            playwright, installed.folder, tmp_path / "profile", "--window-size=1280,900", "--window-position=0,0",
            shown=shown, no_viewport=True,
        )  # fmt: skip
        extended = Extended(context, worker_of(context), site)
        extended.watch_worker()
        switch_on(extended)
        yield extended, shown
        assert extended.complaints == []
        context.close()


def open_page(extended: Extended) -> Page:
    page = extended.watch(extended.context.new_page())
    page.goto(extended.site + "city/2026030001")
    page.bring_to_front()
    return page


def choose(page: Page, shown: Screen) -> None:
    """Select a headline's words, and click the extension's entry of the menu, which is the last but one."""
    link = page.get_by_text(BAIT[0][1]).first
    link.evaluate("node => getSelection().selectAllChildren(node)")
    shown.move(*link.evaluate(PLACE))
    shown.press_button(3)
    page.wait_for_timeout(700)
    shown.press("Up", "Up", "Return")


@pytest.mark.slow
def test_selected_words_are_scored_where_the_site_is_on_and_where_it_is_off(seen: tuple[Extended, Screen]) -> None:
    extended, shown = seen
    page = open_page(extended)
    expect(badges(page).first).to_be_visible()
    choose(page, shown)
    expect(card(page)).to_contain_text(BAIT[0][1])
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    say(extended, "saveSites", allowed=[], blocked=[])
    page = open_page(extended)
    choose(page, shown)
    expect(card(page)).to_contain_text(BAIT[0][1])
    expect(card(page).locator("[part~=number]")).to_have_count(1)
    assert badges(page).count() == 0


@pytest.mark.slow
def test_keys_switch_the_site_and_go_to_the_next_headline(seen: tuple[Extended, Screen]) -> None:
    extended, shown = seen
    page = open_page(extended)
    expect(badges(page).first).to_be_visible()
    shown.press(NEXT)
    expect(card(page)).to_have_count(1)
    first = card(page).locator("[part=headline]").inner_text()
    shown.press(NEXT)
    expect(card(page).locator("[part=headline]")).not_to_have_text(first)
    shown.press(TOGGLE)
    expect(badges(page)).to_have_count(0)
    wait_for(lambda: extended.icon(page) == "")
