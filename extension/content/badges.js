// The badges: all in one layer above the page, so that marking changes nothing in it.
(() => {
  const { baitName, element, t } = globalThis.clickbaitZh.texts;
  const { card } = globalThis.clickbaitZh;
  const { placeOf } = globalThis.clickbaitZh.places;
  const OPEN_AFTER = 120; // ms of hovering
  const CLOSE_AFTER = 280; // ms: enough to reach the card

  const shown = new Map(); // item → {judgement, badge or null until it is seen}
  const byLink = new WeakMap(); // link → item
  const byHolder = new WeakMap();
  const inView = new Set();
  let host = null;
  let layer = null;
  let settings = null; // {cut, settled}
  let frame = 0;
  let timer = null;
  let pinned = false;
  const watcher = new IntersectionObserver(watch, { rootMargin: "80px" });

  /** Show these and no others: [{item, kind}], kind being "bait", "doubt", "plain" or "voted". */
  function show(judged, newSettings) {
    settings = newSettings;
    const wanted = new Map(judged.map(({ item, kind }) => [item, kind]));
    for (const item of [...shown.keys()]) if (!wanted.has(item)) remove(item);
    for (const [item, kind] of wanted) {
      const entry = shown.get(item);
      if (!entry) {
        shown.set(item, { kind, badge: null });
        byLink.set(item.link, item);
        byHolder.set(item.holder, item);
        watcher.observe(item.holder);
      } else if (entry.kind !== kind) {
        entry.kind = kind;
        if (entry.badge) dress(entry.badge, item, kind);
      }
    }
    if (!shown.size) takeAway();
    else update();
  }

  function remove(item) {
    shown.get(item).badge?.remove();
    shown.delete(item);
    byLink.delete(item.link);
    inView.delete(item);
    watcher.unobserve(item.holder);
    if (card.item() === item) close();
  }

  function takeAway() {
    close();
    host?.remove();
    host = layer = null;
  }

  function watch(entries) {
    for (const { target, isIntersecting } of entries) {
      const item = byHolder.get(target);
      if (!shown.has(item)) continue;
      if (isIntersecting) inView.add(item);
      else {
        inView.delete(item);
        shown.get(item).badge?.part.add("away");
      }
    }
    update();
  }

  /** Put the badges where their headlines are, once a frame: first all reading, then all writing. */
  function update() {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      const began = performance.now();
      if (host && !host.isConnected) document.documentElement.append(host); // the page replaced its content
      const places = [...inView].map((item) => [item, placeOf(item, host)]);
      const origin = host?.getBoundingClientRect() ?? null;
      for (const [item, place] of places) put(item, place, origin);
      settings?.spent(performance.now() - began);
    });
  }

  function put(item, place, origin) {
    const entry = shown.get(item);
    if (!place) {
      entry.badge?.part.add("away");
      return;
    }
    entry.badge ??= badgeOf(item, entry.kind);
    const { left, top } = origin ?? host.getBoundingClientRect();
    const at = `translate(${Math.round(place.x - left)}px, ${Math.round(place.y - top)}px)`;
    if (entry.badge.style.transform !== at) entry.badge.style.setProperty("transform", at);
    entry.badge.part.remove("away");
  }

  function layerOf() {
    if (!layer) {
      host = document.createElement("clickbait-zh-marks");
      layer = host.attachShadow({ mode: "open" });
      document.documentElement.append(host);
    }
    return layer;
  }

  function badgeOf(item, kind) {
    const badge = element("button", "badge");
    badge.type = "button";
    badge.tabIndex = -1; // reached from its link, see keys()
    dress(badge, item, kind);
    badge.addEventListener("pointerenter", () => later(OPEN_AFTER, () => open(item)));
    badge.addEventListener("pointerleave", leave);
    badge.addEventListener("focus", () => badge.matches(":focus-visible") && open(item));
    badge.addEventListener("blur", (event) => !card.node()?.contains(event.relatedTarget) && leave());
    badge.addEventListener("click", () => {
      pinned = !(pinned && card.item() === item);
      if (pinned) open(item);
      else close();
    });
    badge.addEventListener("keydown", (event) => keys(event, item, badge));
    layerOf().append(badge);
    return badge;
  }

  function dress(badge, { score, vote, leading }, kind) {
    badge.setAttribute("part", `badge ${kind}`);
    const sign = { bait: hook(), doubt: "?", plain: "", voted: "✓" }[kind];
    badge.replaceChildren(sign, kind === "voted" ? "" : String(Math.min(99, Math.round(score * 100))));
    const said = vote && t(vote.label === "clickbait" ? "saidBait" : "saidNotBait");
    const names = { bait: "badgeBait", doubt: "badgeDoubt", plain: "badgePlain" };
    badge.setAttribute("aria-label", said ?? t(names[kind] ?? "badgePlain", score.toFixed(2), baitName(leading)));
    badge.setAttribute("aria-haspopup", "dialog");
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

  function later(delay, work) {
    clearTimeout(timer);
    timer = setTimeout(work, delay);
  }

  function leave() {
    if (pinned) return clearTimeout(timer);
    later(CLOSE_AFTER, close);
  }

  function open(item) {
    clearTimeout(timer);
    const { badge, kind } = shown.get(item) ?? {};
    if (!badge || card.item() === item) return;
    pinned &&= card.item() === null;
    card.show(item, {
      badge, root: layer, cut: settings.cut, isBait: kind === "bait" || kind === "doubt" || item.score >= settings.cut,
      settled: (label) => settings.settled(item, label),
      close: () => back(item),
    });
    const node = card.node();
    node.addEventListener("pointerenter", () => clearTimeout(timer));
    node.addEventListener("pointerleave", () => !node.matches(":focus-within") && leave());
    node.addEventListener("focusout", (event) => {
      if (event.relatedTarget && event.relatedTarget !== badge && !node.contains(event.relatedTarget)) close();
    });
    node.addEventListener("keydown", (event) => cardKeys(event, item, node));
  }

  function close() {
    clearTimeout(timer);
    pinned = false;
    card.hide();
  }

  function back(item) {
    close();
    shown.get(item)?.badge?.focus({ preventScroll: true });
    close(); // the focus opened it again
  }

  // The layer stands at the end of the document. The keys make it as if each badge stood behind its link: Tab goes from
  // the link to its badge and on to what follows the link; Enter goes into the card.
  function keys(event, item, badge) {
    const first = card.node()?.querySelector("button");
    if (event.key === "Escape") back(item);
    else if (event.key === "Tab") leaveFor(event, item);
    else if (/^(Enter| |ArrowDown)$/.test(event.key)) {
      event.preventDefault();
      if (!first) open(item);
      pinned = true;
      (first ?? card.node()?.querySelector("button"))?.focus({ preventScroll: true });
    }
    if (event.key === "Escape") badge.focus({ preventScroll: true });
  }

  function leaveFor(event, item) {
    if (event.shiftKey) event.preventDefault();
    close();
    item.link.focus({ preventScroll: event.shiftKey }); // Tab itself then goes on from the link
  }

  function cardKeys(event, item, node) {
    if (event.key !== "Tab") return;
    const stops = [...node.querySelectorAll("summary, button")];
    const end = event.shiftKey ? stops[0] : stops.at(-1);
    if (event.target !== end) return;
    if (event.shiftKey) {
      event.preventDefault();
      shown.get(item)?.badge?.focus({ preventScroll: true });
    } else leaveFor(event, item);
  }

  function fromLink(event) {
    if (event.key !== "Tab" || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || !event.isTrusted) return;
    const item = byLink.get(event.target.closest?.("a"));
    const badge = item && shown.get(item)?.badge;
    if (!badge || badge.part.contains("away")) return;
    event.preventDefault();
    event.stopPropagation();
    badge.focus({ preventScroll: true, focusVisible: true });
    open(item);
  }

  addEventListener("keydown", fromLink, true);
  addEventListener("pointerdown", (event) => event.target !== host && card.item() && close(), true);
  addEventListener("scroll", () => shown.size && update(), { capture: true, passive: true });
  addEventListener("resize", () => shown.size && update());
  document.addEventListener("load", () => shown.size && update(), true); // pictures move what is below them
  document.addEventListener("transitionend", () => shown.size && update(), true);
  new ResizeObserver(() => shown.size && update()).observe(document.documentElement);

  globalThis.clickbaitZh.badges = Object.freeze({ show, update });
})();
