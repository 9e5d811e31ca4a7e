// What is bait to this reader: the scores, where they are cut, which kinds are wanted, and what the reader said.
(() => {
  let display = null; // {mode, threshold, sensitivity, kinds, showAll}, the reader's choices
  let model = { threshold: null, cuts: null }; // cuts by sensitivity; null where the model has none

  function show(choices) {
    display = choices;
  }

  function cutBy(threshold, cuts) {
    model = { threshold, cuts };
  }

  function cut() {
    return display?.threshold ?? model.cuts?.[display?.sensitivity]?.threshold ?? model.threshold ?? 0;
  }

  /** Score and a kind that the reader wants marked, unless the reader said otherwise; a model without kinds marks all bait. */
  function isBait({ score, leading, vote }) {
    if (vote) return vote.label === "clickbait";
    return score >= cut() && (!leading || display.kinds.includes(leading));
  }

  /** How an item is marked: "bait", "doubt", "plain", "voted", or null for not at all. */
  function kindOf(item) {
    if (item.vote) return "voted";
    if (isBait(item)) return item.uncertain ? "doubt" : "bait";
    return display.showAll && item.score < cut() ? "plain" : null;
  }

  /** What is done to bait besides its badge, or null. */
  function mode() {
    return display.mode === "mark" ? null : display.mode;
  }

  /** Of what can be seen: a headline in a tab behind others is not counted until the tab is shown. */
  function counts(items) {
    const seen = [...items].filter((item) => item.score !== null && item.visible);
    const bait = seen.filter(isBait);
    const topics = {};
    const kinds = {};
    for (const { topic, leading } of bait) {
      topics[topic] = (topics[topic] ?? 0) + 1;
      if (leading) kinds[leading] = (kinds[leading] ?? 0) + 1;
    }
    return { found: seen.length, bait: bait.length, topics, kinds, modelThreshold: model.threshold };
  }

  globalThis.clickbaitZh.verdict = Object.freeze({ counts, cut, cutBy, isBait, kindOf, mode, show });
})();
