"""Where badges stand on a page, in numbers: measured by the page itself, with no help of the extension's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

LAYOUT = """() => {
  const trees = [document];
  for (const tree of trees) {
    for (const element of tree.querySelectorAll(":not(clickbait-zh-mark, clickbait-zh-stub)")) {
      if (element.shadowRoot) trees.push(element.shadowRoot);
    }
  }
  const all = (selector) => trees.flatMap((tree) => [...tree.querySelectorAll(selector)]);
  const words = [];
  for (const tree of trees) {
    const walker = document.createTreeWalker(tree, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement ?? node.getRootNode().host;
      const seen = parent.checkVisibility({visibilityProperty: true, opacityProperty: true});
      if (!node.data.trim() || /^(?:script|style)$/.test(parent.localName) || !seen) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const {left, top, right, bottom} of range.getClientRects()) {
        const box = {left, top, right, bottom};
        for (let at = parent; at; at = at.parentElement ?? at.getRootNode().host) {
          if (getComputedStyle(at).overflow === "visible" || /^(?:html|body)$/.test(at.localName)) continue;
          const clip = at.getBoundingClientRect(); // what it cuts off nobody sees
          Object.assign(box, {left: Math.max(box.left, clip.left), right: Math.min(box.right, clip.right)});
          Object.assign(box, {top: Math.max(box.top, clip.top), bottom: Math.min(box.bottom, clip.bottom)});
        }
        if (box.left < box.right && box.top < box.bottom) words.push({text: node.data.trim(), box});
      }
    }
  }
  const meets = (a, b) => a.left < b.right - 1.5 && b.left < a.right - 1.5 && a.top < b.bottom - 1.5 && b.top < a.bottom - 1.5;
  const found = [];
  for (const mark of all("clickbait-zh-mark")) {
    const badge = mark.shadowRoot.querySelector("[part~=badge]:not([part~=away])");
    const at = badge?.getBoundingClientRect();
    if (!at?.width || !mark.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const name = badge.getAttribute("aria-label");
    const own = words.filter(({text, box}) => name.endsWith(text.slice(-6)) && Math.abs((box.top + box.bottom - at.top - at.bottom) / 2) < 8);
    const gap = Math.min(...own.map(({box}) => at.left - box.right).filter((gap) => gap > -2));
    const picture = badge.matches("[part~=corner]");
    const covered = words.filter(({box}) => meets(at, box)).map(({text}) => text);
    found.push({name, gap: picture ? 5 : gap, covered, left: at.left, right: at.right, top: at.top, bottom: at.bottom});
  }
  const root = document.documentElement;
  return {
    badges: found, underlined: all("[data-clickbait-zh-line]").length, width: root.clientWidth, shift: window.shift ?? 0,
    scroll: all("*").filter((element) => element.scrollWidth > element.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(element).overflow))
      .map((element) => [element.scrollWidth, element.scrollHeight]).concat([[root.scrollWidth, root.scrollHeight]]),
  };
}"""  # noqa: E501


@dataclass(frozen=True)
class Layout:
    """The badges that can be seen, and what of the page they could have changed."""

    badges: list[dict[str, Any]]
    underlined: int
    width: float
    shift: float
    scroll: list[list[float]]

    @property
    def headlines(self) -> list[str]:
        """The headlines that the badges name, each behind its colon."""
        return [badge["name"].split(": ", 1)[1] for badge in self.badges]


def layout(page: Page) -> Layout:
    return Layout(**page.evaluate(LAYOUT))
