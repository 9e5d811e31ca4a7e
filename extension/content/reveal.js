// The way from a list of headlines to the page: what is marked, and where it stands.
(() => {
  const { badges, card, verdict } = globalThis.clickbaitZh;
  const { intoTree, set } = globalThis.clickbaitZh.styles;
  const FLASH = "data-clickbait-zh-flash";
  const FLASH_TIME = 1800; // ms
  const STILL = 150; // ms without scrolling: it has arrived
  let last = null; // id of what was shown last

  /** What the popup lists: plain data. `frame` is 0 in the page itself, null in a frame, whose number it does not know. */
  function listOf(items, { found, bait }) {
    const frame = window === window.top ? 0 : null;
    const list = items.map((item) => ({
      id: item.id, text: item.text, score: item.score, label: verdict.isBait(item) ? "clickbait" : "substantive", uncertain: item.uncertain,
      kinds: item.answers?.kinds ?? null, leading: item.leading ?? null, vote: item.vote?.label ?? null, visible: item.visible, frame,
    }));
    return { items: list, found, bait };
  }

  /** Scroll to an item, flash it and open its card; false where it is gone or hidden. */
  function show(item, context) {
    if (!item?.visible || !item.holder.isConnected) return false;
    last = item.id;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    item.holder.scrollIntoView({ block: "center", inline: "nearest", behavior: calm ? "auto" : "smooth" });
    intoTree(item.holder.getRootNode());
    set(item.holder, FLASH, "");
    setTimeout(() => item.holder.removeAttribute(FLASH), FLASH_TIME);
    whenStill(() => {
      const kind = verdict.kindOf(item);
      if (item.holder.isConnected) card.openAt({ item, badge: badges.badgeOf(item), kind, ...context, settled: (label) => context.settled(item, label) });
    });
    return true;
  }

  function whenStill(work) {
    let timer = setTimeout(done, STILL);
    function moved() {
      clearTimeout(timer);
      timer = setTimeout(done, STILL);
    }
    function done() {
      removeEventListener("scroll", moved, { capture: true });
      work();
    }
    addEventListener("scroll", moved, { capture: true, passive: true });
  }

  /** The item after the one that was shown last, from the beginning again at the end. */
  function next(items, context) {
    const visible = items.filter((item) => item.visible);
    const at = visible.findIndex(({ id }) => id === last);
    return show(visible[(at + 1) % (visible.length || 1)], context);
  }

  globalThis.clickbaitZh.reveal = Object.freeze({ listOf, next, show });
})();
