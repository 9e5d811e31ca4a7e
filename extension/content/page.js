// One page: find headlines, ask for their scores, draw, and go on when the page changes.
(() => {
  const { badges, effects, reader } = globalThis.clickbaitZh;
  const { ask } = globalThis.clickbaitZh.texts;
  const extension = globalThis.browser ?? globalThis.chrome;
  const THROTTLE = 400; // ms between looks at a page that changes
  const LEAST_WAIT = 5000; // ms before a failed call is tried again; the background says how much longer

  const items = new Map(); // link → {text, link, holder, teaser, score, uncertain, topic, leading, version, vote}
  const signatures = new WeakMap(); // link → what it was when it was read
  const observer = new MutationObserver(changed);
  let on = false;
  let display = null;
  let originals = false;
  let failed = null; // why there are no scores, from the background
  let modelThreshold = null;
  let cuts = null; // by sensitivity; null where the model has none
  let running = false;
  let again = false;
  let timer = null;
  let lastState = "";
  let time = emptyTime();

  function emptyTime() {
    return { links: 0, total: 0, longest: 0 };
  }

  /** Main-thread time of ours, told with the summary: tests measure with it. */
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
    const answer = await ask({ type: "start" });
    if (!answer?.on) return;
    on = true;
    display = answer.display;
    time = emptyTime();
    observer.observe(document.documentElement, { childList: true, subtree: true });
    run();
  }

  /** The page as it was: no observer, no marks, no requests. */
  function stop() {
    on = false;
    observer.disconnect();
    clearTimeout(timer);
    timer = null;
    for (const link of items.keys()) signatures.delete(link);
    items.clear();
    failed = null;
    lastState = "";
    draw();
  }

  function changed(records) {
    const own = (node) => node.localName?.startsWith("clickbait-zh-");
    if (records.every(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes].every(own))) return;
    badges.update();
    schedule(THROTTLE);
  }

  function schedule(delay) {
    timer ??= setTimeout(() => {
      timer = null;
      run();
    }, delay);
  }

  /** Look for new headlines and get their scores: one look, and so one request, at a time. */
  async function run() {
    if (running) return (again = true);
    // A server that failed is not pressed by pages that nobody looks at.
    if (failed && document.hidden) return document.addEventListener("visibilitychange", run, { once: true });
    running = true;
    do {
      again = false;
      await look();
      if (on) await score();
    } while (on && again);
    running = false;
  }

  function signatureOf(link) {
    return `${link.href} ${link.textContent}`;
  }

  async function look() {
    const fresh = [];
    measured(() => {
      for (const link of [...items.keys()]) if (!link.isConnected) items.delete(link);
      for (const link of document.links) {
        const signature = signatureOf(link);
        if (signatures.get(link) === signature) continue;
        signatures.set(link, signature);
        items.delete(link);
        fresh.push(link);
      }
    });
    time.links += fresh.length;
    const pause = () => globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
    const found = fresh.length ? await reader.read(fresh, { pause, spent }) : [];
    if (!on) return;
    for (const item of found) items.set(item.link, { ...item, score: null, vote: null });
  }

  async function score() {
    const unscored = [...items.values()].filter((item) => item.score === null);
    if (unscored.length) {
      const answer = await ask({ type: "score", texts: unscored.map(({ text }) => text) });
      if (!on) return;
      if (answer.failed === "off" || answer.failed === "orphaned") return stop();
      failed = answer.failed ?? null;
      if (failed) schedule(Math.max(LEAST_WAIT, answer.retryIn ?? 0));
      else take(unscored, answer);
    }
    measured(draw);
  }

  function take(unscored, { version, threshold, cuts: newCuts, scores }) {
    modelThreshold = threshold;
    cuts = newCuts;
    unscored.forEach((item, i) => {
      const [score, uncertain, answers] = scores[i];
      Object.assign(item, { score, uncertain, topic: answers.topic, leading: answers.leading, answers, version });
    });
  }

  function cutNow() {
    return display.threshold ?? cuts?.[display.sensitivity]?.threshold ?? modelThreshold;
  }

  /** Whether the reader wants it marked: a model without kinds marks all bait. */
  function isWanted({ leading }) {
    return !leading || display.kinds.includes(leading);
  }

  /** Bait for the page: score and kind, unless the reader said otherwise. */
  function isBait(item) {
    return item.vote ? item.vote.label === "clickbait" : item.score >= cutNow() && isWanted(item);
  }

  function isPlain({ score }) {
    return score < cutNow();
  }

  function draw() {
    const scored = on && !originals ? [...items.values()].filter((item) => item.score !== null) : [];
    const bait = scored.filter(isBait);
    effects.keepOnly(new Set(bait));
    for (const item of bait) effects.apply(item, display.mode === "mark" ? null : display.mode);
    const marked = scored.filter((item) => isBait(item) || item.vote || (display.showAll && isPlain(item)));
    const kindOf = (item) => (item.vote ? "voted" : !isBait(item) ? "plain" : item.uncertain ? "doubt" : "bait");
    badges.show(
      marked.map((item) => ({ item, kind: kindOf(item) })),
      { cut: on ? cutNow() : 0, spent, settled: draw },
    );
    tellState();
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
    const scored = [...items.values()].filter((item) => item.score !== null);
    const topics = {};
    const kinds = {};
    const bait = scored.filter(isBait);
    for (const { topic, leading } of bait) {
      topics[topic] = (topics[topic] ?? 0) + 1;
      if (leading) kinds[leading] = (kinds[leading] ?? 0) + 1;
    }
    return { on, failed, originals, found: scored.length, bait: bait.length, topics, kinds, modelThreshold, time };
  }

  const answers = {
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
  };

  extension.runtime.onMessage.addListener((message, sender, respond) => {
    if (sender.id !== extension.runtime.id || !answers[message.type]) return false;
    answers[message.type](message);
    respond(summary());
    return false;
  });

  start();
})();
