// What happens to a bait headline besides its badge: nothing, dimmed, blurred, or collapsed with a way back.
(() => {
  const { baitName, element, t } = globalThis.clickbaitZh.texts;
  const ATTRIBUTE = "data-clickbait-zh"; // page.css gives it its meaning
  const LIST_PARTS = new Set(["li", "td", "dd", "dt"]); // stay in their lists; what is in them goes
  const applied = new Map(); // item → {mode, targets, stub, opened}

  /** Bring an item to this mode: "dim", "blur", "collapse", or null for the page's own look. */
  function apply(item, mode) {
    const before = applied.get(item);
    if ((before?.mode ?? null) === mode) return;
    if (before) undo(item, before);
    if (!mode) return;
    const targets = targetsOf(item);
    const entry = { mode, targets, stub: null, opened: false };
    applied.set(item, entry);
    if (mode === "collapse") collapse(item, entry);
    else for (const target of targets) target.setAttribute(ATTRIBUTE, mode);
  }

  function targetsOf({ teaser }) {
    const inside = LIST_PARTS.has(teaser.localName) ? [...teaser.children] : [];
    return inside.length ? inside.filter(({ localName }) => localName !== "clickbait-zh-stub") : [teaser];
  }

  function undo(item, { targets, stub }) {
    stub?.remove();
    for (const target of targets) target.removeAttribute(ATTRIBUTE);
    applied.delete(item);
  }

  function collapse(item, entry) {
    const stub = document.createElement("clickbait-zh-stub");
    const button = element("button", "stub");
    button.type = "button";
    const render = () => {
      button.textContent = t(entry.opened ? "collapseAgain" : "collapsed", baitName(item.leading), Math.min(99, Math.round(item.score * 100)));
      button.part.toggle("opened", entry.opened);
      button.setAttribute("aria-expanded", String(entry.opened));
      for (const target of entry.targets) target.setAttribute(ATTRIBUTE, entry.opened ? "opened" : "collapsed");
    };
    button.addEventListener("click", () => {
      entry.opened = !entry.opened;
      render();
      globalThis.clickbaitZh.badges.update();
    });
    entry.stub = stub;
    stub.attachShadow({ mode: "open" }).append(button);
    entry.targets[0].before(stub);
    render();
  }

  /** Give every item that is not among these its own look back. */
  function keepOnly(items) {
    for (const [item, entry] of [...applied]) if (!items.has(item)) undo(item, entry);
  }

  globalThis.clickbaitZh.effects = Object.freeze({ apply, keepOnly });
})();
