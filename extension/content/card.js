// The card of one headline: score, kinds of bait, topic, the reasons in words, and two buttons to correct it.
(() => {
  const { answerName, ask, baitName, element, kindName, t, topicName } = globalThis.clickbaitZh.texts;
  const MARGIN = 8;
  const UNDO_TIME = 5000; // ms, as in background/votes.js
  const STRONGEST = 4;
  const KINDS = ["withheld", "sensational", "push"];
  const SHOWN = new Set(["topic", "topic_score", "grade", "kind", "kinds", "leading"]); // by themselves, or not at all

  let open = null; // {item, node}
  let clock = null;

  /** Headline characters in runs of equal evidence; spans count code points, so it is cut by code points. */
  function runsOf({ headline, signals }) {
    const characters = Array.from(headline);
    const weights = new Array(characters.length).fill(0);
    for (const { start, end, weight } of signals) {
      if (end - start === characters.length) continue; // a whole-headline signal points nowhere
      for (let i = start; i < end; i++) weights[i] += weight / (end - start);
    }
    const limit = Math.max(0, ...weights.map(Math.abs)) / 3;
    const runs = [];
    characters.forEach((character, i) => {
      const side = Math.abs(weights[i]) <= limit ? "" : weights[i] > 0 ? "for" : "against";
      if (runs.at(-1)?.side === side) runs.at(-1).text += character;
      else runs.push({ side, text: character });
    });
    return runs;
  }

  /** The strongest spans, none within another: the same characters often stand in several signals. */
  function strongest({ headline, signals }) {
    const whole = Array.from(headline).length;
    const sums = new Map();
    for (const { start, end, text, weight } of signals) {
      if (end - start < whole) sums.set(text.trim(), (sums.get(text.trim()) ?? 0) + weight);
    }
    const found = [];
    for (const [text, weight] of [...sums].sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]))) {
      const overlaps = found.some(([other]) => other.includes(text) || text.includes(other));
      if (text && !overlaps && found.push([text, weight]) === STRONGEST) break;
    }
    return found;
  }

  /**
   * Show the card of an item beneath its badge. `settled` is told "clickbait" or "substantive" when the reader votes and
   * null when that is taken back; `close` closes the card from inside.
   */
  function show(item, { badge, root, cut, isBait, settled, close }) {
    if (open?.item === item) return;
    hide();
    const node = element("div", "card");
    node.setAttribute("role", "dialog");
    node.setAttribute("aria-label", t("cardName", item.text));
    const headline = element("p", "headline", item.text);
    headline.lang = "zh-TW";
    node.append(factsOf(item, cut, isBait), kindBars(item), headline, votesOf(item, settled));
    node.addEventListener("keydown", (event) => event.key === "Escape" && close());
    root.append(node);
    open = { item, node };
    place(badge);
    explain(item, isBait, headline, () => open?.item === item && place(badge));
  }

  function hide() {
    open?.node.remove();
    open = null;
  }

  function factsOf({ score, topic, leading, uncertain, answers }, cut, isBait) {
    const facts = element("div", "facts");
    const label = element("strong", `label ${isBait ? "bait" : "plain"}`, isBait ? baitName(leading) : t("substantive"));
    const number = element("span", `number ${isBait ? "for" : "against"}`, shown(score));
    number.title = t("score");
    const bar = element("span", "bar");
    const fill = element("span", `fill ${isBait ? "bait" : "plain"}`);
    const tick = element("span", "tick");
    fill.style.setProperty("width", `${score * 100}%`);
    tick.style.setProperty("left", `${cut * 100}%`);
    bar.title = t("thresholdAt", cut.toFixed(2));
    bar.append(fill, tick);
    facts.append(label, number, bar, element("span", "topic", topicName(topic)), ...otherAnswers(answers));
    if (uncertain) {
      const doubt = element("span", "doubt", t("uncertain"));
      doubt.title = t("uncertainWhy");
      facts.append(doubt);
    }
    return facts;
  }

  /** What else the model answers, whatever its heads are: a probability with its name, or the name of a class. */
  function otherAnswers(answers) {
    return Object.entries(answers)
      .filter(([name, value]) => !SHOWN.has(name) && value !== null)
      .filter(([name]) => !(name.endsWith("_score") && name.slice(0, -"_score".length) in answers))
      .map(([name, value]) => {
        const text = typeof value === "number" ? shown(value) : value;
        return element("span", "answer", `${answerName(name)} ${text}`);
      });
  }

  /** A bar for each kind of bait, its number as on the badge; "" where the model tells none. */
  function kindBars({ leading, answers: { kinds } }) {
    if (!kinds) return "";
    const list = element("ul", "kinds");
    for (const kind of KINDS) {
      const state = kind === leading ? " leading" : "";
      const one = element("li", `kind${state}`);
      const track = element("span", "kind-track");
      const fill = element("span", `kind-fill${state}`);
      fill.style.setProperty("width", `${kinds[kind] * 100}%`);
      track.append(fill);
      one.append(element("span", "kind-name", kindName(kind)), track, element("span", "kind-number", String(Math.min(99, Math.round(kinds[kind] * 100)))));
      list.append(one);
    }
    return list;
  }

  /** Two digits, without a claim of certainty. */
  function shown(score) {
    return score > 0.99 ? ">0.99" : score < 0.01 ? "<0.01" : score.toFixed(2);
  }

  async function explain(item, isBait, headline, done) {
    const list = element("ul", "reasons");
    item.explained ??= await ask({ type: "explain", text: item.text });
    if (item.explained.failed) {
      list.replaceChildren(element("li", "note", t(`problem_${item.explained.failed}`)));
      item.explained = null; // asked again when the card opens again
    } else {
      headline.replaceChildren(...runsOf(item.explained).map(({ side, text }) => (side ? element("mark", `mark ${side}`, text) : text)));
      const spans = strongest(item.explained);
      list.setAttribute("aria-label", t("reasons"));
      list.replaceChildren(...reasonsOf(item.explained, spans, isBait));
      if (spans.length) headline.after(weightsOf(spans, done));
    }
    if (list.childElementCount) headline.after(list);
    done();
  }

  /** In words; where no style feature speaks, the strongest characters stand for themselves. */
  function reasonsOf(explained, spans, isBait) {
    const found = isBait ? explained.for : explained.against;
    const own = spans.filter(([, weight]) => weight > 0 === isBait).map(([text]) => text);
    if (!found.length && own.length) found.push({ name: "", said: t("reasonCharacters", own.join(" ")) });
    return found.map(({ name, said }) => {
      const made = element("li", "reason", said);
      if (name) made.title = name;
      return made;
    });
  }

  /** The numbers, one click further. */
  function weightsOf(spans, done) {
    const details = element("details", "weights");
    const list = element("ul", "signals");
    list.append(...spans.map(signalOf));
    details.append(element("summary", "weights-title", t("weights")), list);
    details.addEventListener("toggle", done); // it is taller now
    return details;
  }

  function signalOf([text, weight]) {
    const made = element("li", `signal ${weight > 0 ? "for" : "against"}`);
    const word = element("span", "", `「${text}」`);
    word.lang = "zh-TW";
    made.append(word, element("span", "weight", `${weight < 0 ? "−" : "+"}${Math.abs(weight).toFixed(1)}`));
    made.title = t(weight > 0 ? "speaksFor" : "speaksAgainst");
    return made;
  }

  function votesOf(item, settled) {
    const group = element("div", "votes");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", t("wrong"));
    const status = element("span", "status");
    status.setAttribute("role", "status");
    const buttons = ["substantive", "clickbait"].map((label) => {
      const button = element("button", "vote", t(label === "clickbait" ? "isBait" : "isNotBait"));
      button.type = "button";
      button.addEventListener("click", (event) => event.isTrusted && cast(label));
      return button;
    });
    const undo = element("button", "vote undo", t("undo"));
    undo.type = "button";
    undo.addEventListener("click", (event) => event.isTrusted && takeBack());
    const question = element("span", "question");

    async function cast(label) {
      const { id, failed } = await ask({ type: "vote", text: item.text, label, version: item.version });
      if (failed) {
        status.setAttribute("part", "status");
        status.textContent = t("voteFailed");
        return;
      }
      item.vote = { id, label, until: Date.now() + UNDO_TIME };
      settled(label);
      render(true);
    }

    async function takeBack() {
      const { undone } = await ask({ type: "undo", id: item.vote.id });
      if (!undone) return render();
      item.vote = null;
      settled(null);
      render(true);
    }

    /** Questions, or what was said and for how long it can be taken back. */
    function render(refocus = false) {
      clearTimeout(clock);
      const left = item.vote ? item.vote.until - Date.now() : 0;
      const said = item.vote && t(item.vote.label === "clickbait" ? "saidBait" : "saidNotBait");
      if (!item.vote) {
        question.textContent = refocus ? t("undone") : t("wrong");
        status.textContent = refocus ? t("undone") : ""; // for ears: eyes read the question
        status.setAttribute("part", "silent");
        group.replaceChildren(question, ...buttons, status);
      } else if (left > 0) {
        status.textContent = said;
        status.setAttribute("part", "status");
        group.replaceChildren(status, undo);
        clock = setTimeout(() => group.isConnected && render(group.getRootNode().activeElement === undo), left);
      } else {
        status.textContent = `${said}${t("sent")}`;
        status.setAttribute("part", "status");
        group.replaceChildren(status);
      }
      if (refocus) (group.querySelector("button") ?? open?.node.querySelector("button"))?.focus({ preventScroll: true });
    }

    render();
    return group;
  }

  /** Beneath the badge, or above it where the window ends. */
  function place(badge) {
    const { node } = open;
    const at = badge.getBoundingClientRect();
    const { width, height } = node.getBoundingClientRect();
    const origin = node.getRootNode().host.getBoundingClientRect();
    const x = Math.max(MARGIN, Math.min(at.left, document.documentElement.clientWidth - width - MARGIN));
    const below = at.bottom + MARGIN + height <= innerHeight || at.top < height + MARGIN;
    const y = below ? at.bottom + 6 : at.top - height - 6;
    node.style.setProperty("left", `${x - origin.left}px`);
    node.style.setProperty("top", `${y - origin.top}px`);
  }

  globalThis.clickbaitZh.card = Object.freeze({ hide, item: () => open?.item ?? null, node: () => open?.node ?? null, show });
})();
