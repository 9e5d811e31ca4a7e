// One page or frame: find headlines, ask for their scores, draw, and go on when the page changes.
// What the background and the popup may ask (all but `start` are answered with the summary):
//   restart, stop, summary, display {display}, originals {on}, report (tell the state again)
//   list → {items: [{id, text, score, label, uncertain, kinds, leading, visible, frame}], found, bait}: what is marked here
//   reveal {id} → {revealed}: scrolls to it, flashes it and opens its card; next {} → the same for the next one
//   card {text, prediction}: the card of selected words, `prediction` being what `explain` answers, or {failed}
(() => {
  globalThis.clickbaitZh.page?.die();
  const { badges, card, controls, effects, reader, reveal, watch } = globalThis.clickbaitZh;
  const { ask, isAlive } = globalThis.clickbaitZh.texts;
  const { isVisible } = globalThis.clickbaitZh.places;
  const extension = globalThis.browser ?? globalThis.chrome;
  const AT_ONCE = 30; // ms: what a page does in one go is read in one go
  const THROTTLE = 400; // ms between looks at a page that changes
  const FIRST_WAIT = 5000; // ms before a failed call is tried again; doubles up to
  const LONGEST_WAIT = 5 * 60 * 1000;
  const TAKEOVER = "clickbait-zh-takeover";

  const items = new Map(); // link → {id, text, link, holder, last, teaser, visible, score, uncertain, leading, answers, version, vote}
  const known = new Map(); // text → what was said of it on this page
  const changed = new Set(); // links to read
  const shows = new Set(); // elements below which something may be seen now
  let count = 0;
  let on = false;
  let display = null;
  let originals = false;
  let failed = null; // why there are no scores, from the background
  let wait = 0;
  let askAgainAt = 0;
  let model = { modelThreshold: null, cuts: null }; // cuts by sensitivity; null where the model has none
  let running = false;
  let again = false;
  let timer = null;
  let timerAt = 0;
  let lastLook = 0;
  let lastState = "";
  let time = emptyTime();

  function emptyTime() {
    return { links: 0, total: 0, longest: 0 };
  }

  /** Main-thread time of ours, told with the summary: benchmarks/extension.py measures with it. */
  function spent(milliseconds) {
    time.total += milliseconds;
    time.longest = Math.max(time.longest, milliseconds);
  }

  function measured(work) {
    const began = performance.now();
    work();
    spent(performance.now() - began);
  }

  async function start() {
    stop();
    // A page that is drawn beforehand is no page that anybody reads yet.
    if (document.prerendering) return document.addEventListener("prerenderingchange", start, { once: true });
    const answer = await ask({ type: "start" });
    if (!answer?.on) return answer?.failed === "orphaned" ? die() : undefined;
    on = true;
    display = answer.display;
    time = emptyTime();
    measured(() => watch.start({ links: take, shows: look, marks: badges.restore }));
  }

  /** The page as it was: no observer, no marks, no requests. */
  function stop() {
    on = false;
    watch.stop();
    clearTimeout(timer);
    timer = null;
    for (const set of [items, known, changed, shows]) set.clear();
    failed = null;
    wait = askAgainAt = 0;
    lastState = "";
    draw();
    card.close();
  }

  /** This script outlived its extension: another one takes over, or none. */
  function die() {
    stop();
    controls.stop();
    clearInterval(pulse);
    document.removeEventListener(TAKEOVER, takenOver);
    removeEventListener("pageshow", shownAgain);
    try {
      extension.runtime.onMessage.removeListener(answer);
    } catch {
      // it went with the extension
    }
  }

  /** Links changed. What was judged and is no more loses its mark now, and not after the page was drawn. */
  function take(links) {
    measured(() => {
      for (const link of links) {
        const item = items.get(link);
        if (!item || !isSame(item)) {
          drop(item);
          changed.add(link);
        }
      }
      for (const item of items.values()) if (!item.link.isConnected) drop(item);
    });
    schedule(Math.max(AT_ONCE, lastLook + THROTTLE - performance.now()));
  }

  function isSame({ link, last, holder, signature }) {
    return holder.isConnected && (!last || last.isConnected) && reader.signatureOf(link) === signature;
  }

  function drop(item) {
    if (!item) return;
    items.delete(item.link);
    badges.forget(item);
  }

  function look(element) {
    shows.add(element);
    schedule(Math.max(AT_ONCE, lastLook + THROTTLE - performance.now()));
  }

  function schedule(delay) {
    const at = performance.now() + delay;
    if (timer && timerAt <= at) return;
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(() => {
      timer = null;
      run();
    }, delay);
  }

  /** Look for new headlines and get their scores: one look, and so one request, at a time. */
  async function run() {
    if (running) return (again = true);
    if (!isAlive()) return die();
    // A server that failed is not pressed by pages that nobody looks at.
    if (failed && document.hidden) return document.addEventListener("visibilitychange", run, { once: true });
    running = true;
    do {
      again = false;
      lastLook = performance.now();
      await read();
      if (on) await score();
    } while (on && again);
    running = false;
  }

  async function read() {
    const links = [...changed].filter((link) => link.isConnected);
    changed.clear();
    time.links += links.length;
    const pause = () => globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
    const found = links.length ? await reader.read(links, { pause, spent }) : [];
    if (!on) return;
    measured(() => {
      for (const item of found) if (!isKnown(item)) add(item);
      see();
    });
  }

  /** Whether the teaser has its headline already: a picture that came later, say. */
  function isKnown({ text, link, teaser }) {
    if (!known.has(text)) return false;
    return [...items.values()].some((item) => item.text === text && item.link !== link && (item.teaser.contains(link) || teaser.contains(item.link)));
  }

  function add(item) {
    drop(items.get(item.link));
    const before = known.get(item.text) ?? { score: null, vote: null };
    items.set(item.link, { ...item, ...before, id: String(++count), visible: isVisible(item.holder) });
  }

  /** Which headlines can be seen, where something may have changed that. */
  function see() {
    const all = shows.has(document);
    for (const item of shows.size ? items.values() : []) {
      if (!all && ![...shows].some((element) => element.contains(item.holder))) continue;
      const visible = isVisible(item.holder);
      if (visible !== item.visible) item.seen = item.visible = visible;
    }
    if (shows.size) badges.place();
    shows.clear();
  }

  async function score() {
    const unscored = [...items.values()].filter((item) => item.score === null);
    const left = askAgainAt - performance.now();
    if (unscored.length && left > 0) schedule(left + AT_ONCE); // what came meanwhile took the place of that look
    if (unscored.length && left <= 0) {
      const answer = await ask({ type: "score", texts: unscored.map(({ text }) => text) });
      if (!on) return;
      if (answer.failed === "orphaned") return die();
      if (answer.failed === "off") return stop();
      failed = answer.failed ?? (isComplete(answer, unscored) ? null : "failed");
      if (failed) holdOff(answer.retryIn);
      else keep(unscored, answer);
    }
    measured(draw);
  }

  function isComplete({ scores, threshold }, { length }) {
    return typeof threshold === "number" && Array.isArray(scores) && scores.length === length && scores.every((one) => typeof one?.[0] === "number");
  }

  /** Longer each time, so that a server that fails is not pressed; no shorter than the background says. */
  function holdOff(retryIn = 0) {
    wait = Math.min(LONGEST_WAIT, wait ? wait * 2 : FIRST_WAIT);
    const delay = Math.max(wait, retryIn);
    askAgainAt = performance.now() + delay;
    schedule(delay + AT_ONCE);
  }

  function keep(unscored, { version, threshold, cuts, scores }) {
    wait = askAgainAt = 0;
    model = { modelThreshold: threshold, cuts };
    unscored.forEach((item, i) => {
      const [score, uncertain, answers = {}] = scores[i];
      const said = { score, uncertain, topic: answers.topic, leading: answers.leading, answers, version, vote: item.vote };
      known.set(item.text, said);
      Object.assign(item, said);
    });
  }

  function cutNow() {
    return display.threshold ?? model.cuts?.[display.sensitivity]?.threshold ?? model.modelThreshold;
  }

  /** Bait for the page: score and a kind that the reader wants marked, unless the reader said otherwise. */
  function isBait(item) {
    if (item.vote) return item.vote.label === "clickbait";
    return item.score >= cutNow() && (!item.leading || display.kinds.includes(item.leading));
  }

  function draw() {
    const scored = on && !originals ? [...items.values()].filter((item) => item.score !== null) : [];
    const bait = scored.filter(isBait);
    effects.keepOnly(new Set(bait));
    for (const item of bait) effects.apply(item, display.mode === "mark" ? null : display.mode);
    const marked = scored.filter((item) => isBait(item) || item.vote || (display.showAll && item.score < cutNow()));
    const kindOf = (item) => (item.vote ? "voted" : !isBait(item) ? "plain" : item.uncertain ? "doubt" : "bait");
    badges.show(marked.map((item) => ({ item, kind: kindOf(item) })), { cut: on ? cutNow() : 0, spent, settled });
    tellState();
  }

  function settled(item) {
    if (known.has(item.text)) known.get(item.text).vote = item.vote;
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

  /** What can be seen of it: a headline in a tab behind others is not counted until the tab is shown. */
  function summary() {
    const scored = [...items.values()].filter((item) => item.score !== null && item.visible);
    const topics = {};
    const kinds = {};
    const bait = scored.filter(isBait);
    for (const { topic, leading } of bait) {
      topics[topic] = (topics[topic] ?? 0) + 1;
      if (leading) kinds[leading] = (kinds[leading] ?? 0) + 1;
    }
    return { on, failed, originals, found: scored.length, bait: bait.length, topics, kinds, modelThreshold: model.modelThreshold, time };
  }

  /** What is marked, in the order of the page. */
  function markedItems() {
    const marked = on ? [...items.values()].filter((item) => item.score !== null && (isBait(item) || item.vote)) : [];
    return marked.sort((a, b) => (a.link.compareDocumentPosition(b.link) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  }

  function report() {
    lastState = "";
    tellState();
  }

  const reply = {
    display: (message) => {
      display = message.display;
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
    list: () => reveal.listOf(markedItems(), isBait, summary()),
    reveal: ({ id }) => ({ revealed: reveal.show(markedItems().find((item) => item.id === id), { cut: on ? cutNow() : 0, settled }) }),
    next: () => ({ revealed: reveal.next(markedItems(), { cut: on ? cutNow() : 0, settled }) }),
    card: ({ text, prediction }) => card.showSelection(text, prediction),
  };

  function answer(message, sender, respond) {
    if (sender.id !== extension.runtime.id || !Object.hasOwn(reply, message.type)) return false;
    const found = reply[message.type](message);
    respond(/^(?:list|reveal|next)$/.test(message.type) ? found : summary());
    return false;
  }

  function takenOver() {
    if (!isAlive()) die();
  }

  /** Back in a page that the browser kept: the icon has forgotten it, and settings may have changed. */
  function shownAgain({ persisted }) {
    if (persisted) start();
  }

  document.dispatchEvent(new Event(TAKEOVER)); // a script of an older version takes its marks away
  reveal.cleanUp(document); // or it cannot any more
  document.addEventListener(TAKEOVER, takenOver);
  addEventListener("pageshow", shownAgain);
  const pulse = setInterval(() => isAlive() || die(), 5000);
  extension.runtime.onMessage.addListener(answer);
  globalThis.clickbaitZh.page = Object.freeze({ die });
  start();
})();
