// The scores of a page's headlines: one call for what is new, nothing for what was said before, and patience with a failure.
(() => {
  const { ask } = globalThis.clickbaitZh.texts;
  const { verdict } = globalThis.clickbaitZh;
  const FIRST_WAIT = 5000; // ms before a failed call is tried again; doubles up to
  const LONGEST_WAIT = 5 * 60 * 1000;

  const said = new Map(); // text → {score, uncertain, topic, leading, answers, version, vote}
  let wait = 0;
  let next = 0;

  function clear() {
    said.clear();
    wait = next = 0;
  }

  /** What was said of a text on this page, or undefined: a page that draws its headlines anew asks for none of them. */
  function known(text) {
    return said.get(text);
  }

  function keepVote({ text, vote }) {
    if (said.has(text)) said.get(text).vote = vote;
  }

  /** ms until the background may be asked again. */
  function untilNext() {
    return Math.max(0, next - performance.now());
  }

  /** Ask for the scores of these items and put them in. Answers null, or why there are none. */
  async function score(items) {
    const answer = await ask({ type: "score", texts: items.map(({ text }) => text) });
    const failed = answer.failed ?? (isComplete(answer, items.length) ? null : "failed");
    if (failed) {
      // Longer each time, so that a server that fails is not pressed; no shorter than the background says.
      wait = Math.min(LONGEST_WAIT, wait ? wait * 2 : FIRST_WAIT);
      next = performance.now() + Math.max(wait, answer.retryIn ?? 0);
      return failed;
    }
    wait = next = 0;
    verdict.cutBy(answer.threshold, answer.cuts);
    items.forEach((item, i) => {
      const [number, uncertain, answers = {}] = answer.scores[i];
      const { topic, leading } = answers;
      const one = { score: number, uncertain, topic, leading, answers, version: answer.version, vote: item.vote };
      said.set(item.text, one);
      Object.assign(item, one);
    });
    return null;
  }

  function isComplete({ scores, threshold }, length) {
    return typeof threshold === "number" && Array.isArray(scores) && scores.length === length && scores.every((one) => typeof one?.[0] === "number");
  }

  globalThis.clickbaitZh.scoring = Object.freeze({ clear, keepVote, known, score, untilNext });
})();
