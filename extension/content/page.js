// One page or frame: find headlines, ask for their scores, draw, and go on when the page changes.
// What the background and the popup may ask (all but `start` are answered with the summary):
//   restart, stop, summary, display {display}, originals {on}, report (tell the state again)
//   list → {items: [{id, text, score, label, uncertain, kinds, leading, visible, frame}], found, bait}: what is marked here
//   reveal {id} → {revealed}: scrolls to it, flashes it and opens its card; next {} → the same for the next one
//   card {text, prediction}: the card of selected words, `prediction` being what `explain` answers, or {failed}
(() => {
  globalThis.clickbaitZh.page?.die();
  const { badges, card, controls, effects, reader, reveal, scoring, styles, verdict, watch } = globalThis.clickbaitZh;
  const { course, hydration, life, timing } = globalThis.clickbaitZh;
  const { measured, spent } = timing;
  const { ask } = globalThis.clickbaitZh.texts;
  const { isSeen, refresh } = globalThis.clickbaitZh.places;
  const extension = globalThis.browser ?? globalThis.chrome;

  const items = new Map(); // link → {id, text, link, holder, last, teaser, visible, score, uncertain, leading, answers, version, vote}
  const changed = new Set(); // links to read
  const shows = new Set(); // elements below which something may be seen now
  let count = 0;
  let on = false;
  let originals = false;
  let failed = null; // why there are no scores, from the background
  let lastState = "";
  let starts = 0;
  let lost = false; // something was taken out of the page
  let stale = false; // what is drawn is not what is known

  async function start() {
    stop();
    // A page that is drawn beforehand is no page that anybody reads yet.
    if (document.prerendering) return document.addEventListener("prerenderingchange", start, { once: true });
    const mine = starts;
    const answer = await ask({ type: "start" });
    if (mine !== starts) return; // stopped or started again meanwhile
    if (!answer?.on) return answer?.failed === "orphaned" ? die() : undefined;
    on = true;
    verdict.show(answer.display);
    timing.reset();
    course.start(go);
    hydration.start(() => on && draw());
    measured(() => watch.start({ links: take, shows: look, marks: badges.restore }));
  }

  /** The page as it was: no observer, no marks, no requests. */
  function stop() {
    starts += 1;
    on = false;
    watch.stop();
    course.stop();
    hydration.stop();
    for (const set of [items, changed, shows, scoring]) set.clear();
    failed = null;
    lastState = "";
    draw();
    card.close();
  }

  /** This script outlived its extension: another one takes over, or none. */
  function die() {
    stop();
    controls.stop();
    life.stop();
    removeEventListener("pageshow", shownAgain);
    try {
      extension.runtime.onMessage.removeListener(answer);
    } catch {
      // it went with the extension
    }
  }

  /** Links changed. What was judged and is no more loses its mark now, and not after the page was drawn. */
  function take(links, gone) {
    measured(() => {
      for (const link of links) {
        const item = items.get(link);
        if (item && isSame(item)) continue;
        drop(item);
        changed.add(link);
      }
    });
    lost ||= gone;
    course.soon();
  }

  function isSame({ link, last, holder, signature }) {
    return holder.isConnected && (!last || last.isConnected) && reader.signatureOf(link) === signature;
  }

  function drop(item) {
    if (!item) return;
    items.delete(item.link);
    badges.forget(item);
    stale = true;
  }

  function look(element) {
    shows.add(element);
    course.soon();
  }

  /** Look for new headlines and get their scores. */
  async function go() {
    if (!life.isOn()) return die();
    // A server that failed is not pressed by pages that nobody looks at.
    if (failed && document.hidden) return document.addEventListener("visibilitychange", course.now, { once: true });
    await read();
    if (on) await score();
  }

  async function read() {
    const links = [...changed].filter((link) => link.isConnected);
    changed.clear();
    timing.read(links.length);
    const pause = () => globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
    const found = links.length ? await reader.read(links, { pause, spent }) : [];
    if (!on) return;
    measured(() => {
      if (lost) for (const item of items.values()) if (!item.link.isConnected) drop(item);
      lost = false;
      refresh();
      for (const item of found) if (!isKnown(item)) add(item);
      see();
    });
  }

  /** Whether the teaser has its headline already: a picture that came later, say. */
  function isKnown({ text, link, teaser }) {
    if (!scoring.known(text)) return false;
    return [...items.values()].some((item) => item.text === text && item.link !== link && (item.teaser.contains(link) || teaser.contains(item.link)));
  }

  function add(item) {
    drop(items.get(item.link));
    stale = true;
    items.set(item.link, { ...item, score: null, vote: null, ...scoring.known(item.text), id: String(++count), visible: isSeen(item.holder) });
  }

  /** Which headlines can be seen, where something may have changed that. */
  function see() {
    const looked = shows.has(document) ? [...items.values()] : [...shows].flatMap((element) => itemsIn(element));
    for (const item of looked) {
      const visible = isSeen(item.holder);
      if (visible === item.visible) continue;
      item.visible = visible;
      stale = true;
    }
    if (looked.length) badges.place(looked);
    shows.clear();
  }

  function itemsIn(element) {
    const links = [element.closest?.("a[href]"), ...element.querySelectorAll("a[href]")];
    return links.map((link) => items.get(link)).filter(Boolean);
  }

  async function score() {
    const unscored = [...items.values()].filter((item) => item.score === null);
    // What comes while a server is left alone takes the place of the look that was to come.
    if (unscored.length && scoring.untilNext() > 0) course.after(scoring.untilNext() + 1);
    else if (unscored.length) {
      const outcome = await scoring.score(unscored);
      if (!on) return;
      if (outcome === "orphaned") return die();
      if (outcome === "off") return stop();
      failed = outcome;
      stale = true;
      if (failed) course.after(scoring.untilNext() + 1);
    }
    if (stale) measured(draw);
  }

  function draw() {
    stale = false;
    const scored = on && !originals && hydration.isOver() ? [...items.values()].filter((item) => item.score !== null) : [];
    const bait = scored.filter(verdict.isBait);
    effects.keepOnly(new Set(bait));
    for (const item of bait) effects.apply(item, verdict.mode());
    const marked = scored.map((item) => ({ item, kind: verdict.kindOf(item) })).filter(({ kind }) => kind);
    badges.show(marked, { cut: verdict.cut(), look: (item) => look(item.link), spent, settled });
    tellState();
  }

  /** What the reader said of a headline holds wherever it stands on the page. */
  function settled(item) {
    scoring.keepVote(item);
    for (const other of items.values()) if (other.text === item.text) other.vote = item.vote;
    draw();
  }

  function tellState() {
    if (!on) return;
    const { found, bait } = summary();
    const state = { type: "state", failed, bait, found };
    if (JSON.stringify(state) === lastState) return;
    lastState = JSON.stringify(state);
    ask(state);
  }

  function summary() {
    return { on, failed, originals, ...verdict.counts(items.values()), time: timing.time() };
  }

  /** What is marked, in the order of the page. */
  function markedItems() {
    const marked = on ? [...items.values()].filter((item) => item.score !== null && (verdict.isBait(item) || item.vote)) : [];
    return marked.sort((a, b) => (a.link.compareDocumentPosition(b.link) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  }

  function report() {
    lastState = "";
    tellState();
  }

  const reply = {
    display: (message) => {
      verdict.show(message.display);
      if (on) draw();
    },
    originals: (message) => {
      originals = message.on;
      draw();
    },
    restart: start,
    stop,
    summary: () => {},
    report,
    list: () => reveal.listOf(markedItems(), summary()),
    reveal: ({ id }) => ({ revealed: reveal.show(markedItems().find((item) => item.id === id), { cut: verdict.cut(), settled }) }),
    next: () => ({ revealed: reveal.next(markedItems(), { cut: verdict.cut(), settled }) }),
    card: ({ text, prediction }) => card.showSelection(text, prediction),
  };

  function answer(message, sender, respond) {
    if (sender.id !== extension.runtime.id || !Object.hasOwn(reply, message.type)) return false;
    const found = reply[message.type](message);
    respond(/^(?:list|reveal|next)$/.test(message.type) ? found : summary());
    return false;
  }

  /** Back in a page that the browser kept: the icon has forgotten it, and settings may have changed. */
  function shownAgain({ persisted }) {
    if (persisted) start();
  }

  life.start(die);
  styles.cleanUp(document); // what an older script left and cannot take out any more
  addEventListener("pageshow", shownAgain);
  addEventListener("pagehide", () => on && ask({ type: "state", off: true })); // a frame that is taken out counts no more
  extension.runtime.onMessage.addListener(answer);
  globalThis.clickbaitZh.page = Object.freeze({ die });
  start();
})();
