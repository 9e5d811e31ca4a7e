// What happens to a bait headline besides its badge: nothing, dimmed, blurred, or collapsed with a way back.
(() => {
  const { baitName, element, points, t } = globalThis.clickbaitZh.texts;
  const { controls, styles } = globalThis.clickbaitZh;
  const ATTRIBUTE = "data-clickbait-zh"; // page.css gives it its meaning
  const OVER = "data-clickbait-zh-over";
  const LIST_PARTS = new Set(["li", "td", "dd", "dt"]); // stay in their lists; what is in them goes
  const applied = new Map(); // item → {mode, targets, stub, over, opened}

  /** Bring an item to this mode: "dim", "blur", "collapse", or null for the page's own look. */
  function apply(item, mode) {
    const before = applied.get(item);
    if ((before?.mode ?? null) === mode) return;
    if (before) undo(item, before);
    if (!mode) return;
    styles.intoTree(item.teaser.getRootNode());
    const kept = mode === "collapse" && keepsItsRoom(item.teaser);
    const entry = { mode, targets: kept ? contentOf(item.teaser) : targetsOf(item), stub: null, over: kept ? item.teaser : null, opened: false };
    applied.set(item, entry);
    if (mode === "collapse") collapse(item, entry);
    else for (const target of entry.targets) styles.set(target, ATTRIBUTE, mode);
  }

  /**
   * A teaser that stands beside others (in a carousel, a grid, a table) keeps its room: without it the others would grow,
   * move up, or be another page of the carousel.
   */
  function keepsItsRoom(teaser) {
    const { position, float, display } = getComputedStyle(teaser);
    if (/^(?:absolute|fixed|sticky)$/.test(position) || float !== "none" || /^(?:inline|table-)/.test(display)) return teaser.children.length > 0;
    const outer = getComputedStyle(teaser.parentElement ?? teaser);
    const beside = /grid$/.test(outer.display) || (/flex$/.test(outer.display) && outer.flexDirection.startsWith("row"));
    return beside && teaser.children.length > 0 && teaser.offsetHeight >= 26;
  }

  function contentOf(teaser) {
    return [...teaser.children].filter(({ localName }) => !localName.startsWith("clickbait-zh-"));
  }

  function targetsOf({ teaser }) {
    const inside = LIST_PARTS.has(teaser.localName) ? contentOf(teaser) : [];
    return inside.length ? inside : [teaser];
  }

  function undo(item, { targets, stub, over }) {
    stub?.remove();
    over?.removeAttribute(OVER);
    for (const target of targets) target.removeAttribute(ATTRIBUTE);
    applied.delete(item);
  }

  function collapse(item, entry) {
    const button = element("button", "stub");
    button.type = "button";
    const stub = styles.made("clickbait-zh-stub", "stub", button);
    const render = () => {
      button.textContent = t(entry.opened ? "collapseAgain" : "collapsed", baitName(item.leading), points(item.score));
      button.part.toggle("opened", entry.opened);
      button.setAttribute("aria-expanded", String(entry.opened));
      const hidden = entry.over ? "covered" : "collapsed";
      for (const target of entry.targets) styles.set(target, ATTRIBUTE, entry.opened ? "opened" : hidden);
      stub.toggleAttribute("opened", entry.opened);
    };
    controls.onClick(button, () => {
      entry.opened = !entry.opened;
      render();
      globalThis.clickbaitZh.badges.place([item]);
    });
    entry.stub = stub;
    if (entry.over) {
      stub.setAttribute("over", "");
      if (getComputedStyle(entry.over).position === "static") styles.set(entry.over, OVER, "");
      entry.over.prepend(stub);
    } else entry.targets[0].before(stub);
    render();
  }

  /** Give every item that is not among these its own look back. */
  function keepOnly(items) {
    for (const [item, entry] of [...applied]) if (!items.has(item)) undo(item, entry);
  }

  globalThis.clickbaitZh.effects = Object.freeze({ apply, keepOnly });
})();
