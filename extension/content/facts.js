// What the card of one headline says: score, kinds of bait, topic, and the reasons, first in words.
(() => {
  const { answerName, ask, baitName, element, kindName, points, t, topicName } = globalThis.clickbaitZh.texts;
  const { onClick } = globalThis.clickbaitZh.controls;
  const STRONGEST = 4;
  const KINDS = ["withheld", "sensational", "push"];
  const SHOWN = new Set(["topic", "topic_score", "grade", "kind", "kinds", "leading", "label", "headline"]); // by themselves, or not at all

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
      one.append(element("span", "kind-name", kindName(kind)), track, element("span", "kind-number", String(points(kinds[kind]))));
      list.append(one);
    }
    return list;
  }

  /** Two digits, without a claim of certainty. */
  function shown(score) {
    return score > 0.99 ? ">0.99" : score < 0.01 ? "<0.01" : score.toFixed(2);
  }

  /** Fill in the reasons of an item beneath its headline; `done` is called when the card has grown. */
  async function explain(item, isBait, headline, done) {
    const list = element("ul", "reasons");
    item.explained ??= await ask({ type: "explain", text: item.text });
    if (item.explained.failed) {
      list.replaceChildren(element("li", "note", t(`problem_${item.explained.failed}`)));
      item.explained = null; // asked again when the card opens again
    } else {
      const words = runsOf(item.explained).map(({ side, text }) => (side ? element("mark", `mark ${side}`, text) : text));
      const spans = strongest(item.explained);
      headline.replaceChildren(...words);
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
    const title = element("summary", "weights-title", t("weights"));
    onClick(title, () => {
      details.open = !details.open;
      done(); // it is taller now
    });
    details.append(title, list);
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

  globalThis.clickbaitZh.facts = Object.freeze({ explain, factsOf, kindBars });
})();
