// The badges: each hangs from a mark that stands in the text of its headline, so that it goes wherever the headline goes.
(() => {
  const { card, controls } = globalThis.clickbaitZh;
  const { baitName, element, points, t } = globalThis.clickbaitZh.texts;
  const { boxesOf, plan, roomAt, sameBoxes, spotOf } = globalThis.clickbaitZh.places;
  const { intoTree, made, set } = globalThis.clickbaitZh.styles;
  const LINE = "data-clickbait-zh-line"; // page.css underlines it: no room is needed for a line
  const MOST_TRIES = 8; // times that a page may throw a mark away

  const shown = new Map(); // item → {kind, mark, badge, tries}
  const byHolder = new WeakMap();
  const inView = new Set();
  const queue = new Set(); // items to be placed at the next frame
  const unseen = new Set(); // marks that are partly below the window
  let settings = null; // {cut, look, spent, settled}
  let frame = 0;
  const watcher = new IntersectionObserver(watch, { threshold: [0, 0.5, 1] });
  const sizes = new ResizeObserver(() => place(inView));

  /** Show these and no others: [{item, kind}], kind being "bait", "doubt", "plain" or "voted". */
  function show(judged, newSettings) {
    settings = newSettings;
    const wanted = new Map(judged.map(({ item, kind }) => [item, kind]));
    for (const item of [...shown.keys()]) if (!wanted.has(item)) remove(item);
    for (const [item, kind] of wanted) {
      const entry = shown.get(item);
      if (!entry) {
        shown.set(item, { kind, mark: null, badge: null, tries: 0 });
        byHolder.set(item.holder, item);
        watcher.observe(item.holder);
      } else if (entry.kind !== kind) {
        entry.kind = kind;
        if (entry.badge) dress(item, entry);
        if (item.holder.hasAttribute(LINE)) underline(item, entry);
      }
    }
    if (shown.size) sizes.observe(document.documentElement);
    else sizes.disconnect();
  }

  function remove(item) {
    const entry = shown.get(item);
    takeOff(item, entry);
    shown.delete(item);
    for (const set of [inView, queue, unseen]) set.delete(item);
    if (byHolder.get(item.holder) !== item) return;
    byHolder.delete(item.holder);
    watcher.unobserve(item.holder);
  }

  function takeOff(item, entry) {
    if (card.item() === item) card.close();
    entry.mark?.remove();
    entry.mark = entry.badge = null;
    if (item.holder.hasAttribute(LINE)) item.holder.removeAttribute(LINE);
  }

  function watch(entries) {
    for (const { target, isIntersecting, boundingClientRect: box } of entries) {
      const item = byHolder.get(target);
      if (!shown.has(item)) continue;
      if (isIntersecting) inView.add(item);
      else inView.delete(item);
      if (isIntersecting) place([item]);
      // In a ticker, say, of which nothing else tells: it came, or is cut off. What the reader scrolled away is no change.
      if (isIntersecting ? !item.visible : item.visible && box.bottom > 0 && box.top < innerHeight) settings.look(item);
    }
  }

  /** Find places for these at the next frame; those that have one are looked at again. */
  function place(items) {
    for (const item of items) if (inView.has(item)) queue.add(item);
    if (queue.size) frame ||= requestAnimationFrame(settle);
  }

  /** A page that draws its headlines anew throws our marks away with the old ones. */
  function restore() {
    place([...shown].filter(([, { mark }]) => mark && !mark.isConnected).map(([item]) => item));
  }

  /** First all reading, then all writing: the page is laid out twice, however many marks there are. */
  function settle() {
    frame = 0;
    const began = performance.now();
    const items = [...queue].filter((item) => shown.has(item) && item.holder.isConnected);
    queue.clear();
    const fresh = [];
    const lost = [];
    for (const item of items) {
      const entry = shown.get(item);
      unseen.delete(item);
      const room = entry.mark?.isConnected ? roomAt(entry, item) : null;
      if (room === "free") continue;
      const found = entry.tries < MOST_TRIES ? plan(item) : null;
      if (room) lost.push([item, entry]);
      fresh.push({ item, entry, found, spot: found?.shapes.length ? spotOf(item) : null });
    }
    for (const [item, entry] of lost) takeOff(item, entry);
    for (const { item, entry, found } of fresh) if (found) underline(item, entry); // until there is a badge
    const hopeful = fresh.filter(({ found }) => found?.shapes.length);
    for (const one of hopeful) one.before = boxesOf(one.item);
    for (const { item, entry, found, spot } of hopeful) {
      entry.tries += 1;
      hang(item, entry, found.shapes[0]);
      spot.after(entry.mark);
    }
    choose(hopeful);
    settings?.spent(performance.now() - began);
  }

  /** Give each mark the widest badge that has room, and take the mark away where none has. */
  function choose(fresh) {
    for (const one of fresh) one.room = judge(one);
    for (let narrower = 1; narrower < 3; narrower++) {
      const next = fresh.filter(({ room, found }) => room === "taken" && found.shapes[narrower] !== undefined);
      for (const { item, entry, found } of next) dress(item, entry, found.shapes[narrower]);
      for (const one of next) one.room = judge(one);
    }
    for (const { item, entry, room } of fresh) {
      if (room === "free") entry.badge.part.remove("away");
      else if (room === "unseen") unseen.add(item);
      else {
        entry.mark.remove();
        entry.mark = entry.badge = null;
      }
      if (room === "free") item.holder.removeAttribute(LINE);
    }
    const covered = fresh.filter(({ item, entry, room }) => room === "free" && isCovered(item, entry));
    for (const { entry } of covered) entry.mark.setAttribute("raised", "");
  }

  function judge({ item, entry, found, before }) {
    if (!sameBoxes(before, boxesOf(item))) return "moved";
    if (found.corner && entry.badge.style.getPropertyValue("--x") === "") hangInCorner(entry, found.corner);
    return roomAt(entry, item);
  }

  /** On a picture: in its corner, wherever the mark itself came to stand. */
  function hangInCorner({ mark, badge }, corner) {
    const at = mark.getBoundingClientRect();
    badge.style.setProperty("--x", `${corner.left - at.left + 5}px`);
    badge.style.setProperty("--y", `${corner.top - at.top + 5}px`);
  }

  /** A link stretched over its card lies on the badge, too. */
  function isCovered({ link, teaser }, { mark, badge }) {
    const box = badge.getBoundingClientRect();
    const hit = mark.getRootNode().elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    return hit && hit !== mark && (hit === link || teaser.contains(hit));
  }

  function underline(item, { kind }) {
    if (!item.last || !["bait", "doubt"].includes(kind)) return;
    intoTree(item.holder.getRootNode());
    set(item.holder, LINE, kind);
  }

  function hang(item, entry, shape) {
    const badge = element("button", "badge");
    const mark = made("clickbait-zh-mark", "mark", badge);
    badge.type = "button";
    entry.mark = mark;
    entry.badge = badge;
    dress(item, entry, shape);
    badge.part.add("away");
    card.attach(badge, item, mark, () => ({ cut: settings.cut, kind: entry.kind, settled: (label) => settings.settled(item, label) }));
  }

  function dress(item, { badge, kind, mark }, shape = mark.dataset.shape) {
    const away = badge.part.contains("away");
    mark.dataset.shape = shape ?? "";
    badge.setAttribute("part", ["badge", kind, shape, item.last ? "" : "corner", away ? "away" : ""].filter(Boolean).join(" "));
    const sign = { bait: hook(), doubt: "?", plain: "", voted: "✓" }[kind];
    const number = kind === "voted" || shape === "small" ? "" : String(points(item.score));
    badge.replaceChildren(sign === "" || typeof sign !== "string" ? sign : element("span", "sign", sign), number);
    badge.setAttribute("aria-label", nameOf(item, kind));
    badge.setAttribute("aria-haspopup", "dialog");
  }

  /** What a screen reader says: the judgement with its headline, or all badges would have one name. */
  function nameOf({ text, score, leading, vote }, kind) {
    if (vote) return t("markVoted", t(vote.label === "clickbait" ? "saidBait" : "saidNotBait"), text);
    if (kind === "plain") return t("markPlain", points(score), text);
    return t(kind === "doubt" ? "markDoubt" : "markBait", baitName(leading), points(score), text);
  }

  function hook() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("part", "hook");
    svg.setAttribute("viewBox", "0 0 10 13");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", "M7.5 1v7.2a3.1 3.1 0 0 1-6.2 0V6.4l2.1 1.9");
    path.setAttribute("part", "hook-line");
    svg.append(path);
    return svg;
  }

  /** Take an item's mark off at once: its words are no longer those that were judged. */
  function forget(item) {
    if (shown.has(item)) remove(item);
  }

  /** The badge of an item, or null where there was no room for one. */
  function badgeOf(item) {
    return shown.get(item)?.badge ?? null;
  }

  addEventListener("scroll", () => unseen.size && place([...unseen]), { capture: true, passive: true });

  globalThis.clickbaitZh.badges = Object.freeze({ badgeOf, forget, place, restore, show });
})();
