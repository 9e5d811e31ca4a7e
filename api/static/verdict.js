// One scored headline: score, bar, text, label, leading kind, kinds, topic, uncertainty, and further nodes.
import { element } from "./element.js";
import { markedHeadline } from "./explain.js";
import { answerName, t, topicName } from "./i18n.js";
import { kindBars, kindName, passes } from "./kinds.js";
import { judge } from "./threshold.js";
import { leading } from "./wording.js";

/** {node, update(), mark(prediction)}: update applies the threshold, mark shows the signals in the headline. */
export function verdictOf(answer, headline, { tag = "li", extras = [] } = {}) {
  const node = element(tag, "verdict");
  const label = element("strong", "label");
  const kind = element("span", "kind");
  const uncertain = element("span", "uncertain", t("uncertain"));
  uncertain.title = t("uncertainWhy");
  const text = element("p", "headline", headline);
  text.lang = "zh-TW";
  const facts = element("p", "facts");
  facts.append(label, kind, uncertain);
  if (answer.topic) facts.append(element("span", "topic", topicName(answer.topic)));
  if (answer.grade !== undefined && answer.grade !== null) facts.append(element("span", "grade", t("grade", { grade: answer.grade.toFixed(1) })));
  facts.append(...otherAnswers(answer), ...extras);
  node.append(scoreOf(answer.score), text, facts, kindBars(answer));

  const update = () => {
    const { bait, uncertain: unsure } = judge(answer);
    node.classList.toggle("bait", bait);
    label.textContent = t(bait ? "clickbait" : "substantive");
    uncertain.hidden = !unsure;
    const first = bait ? leading(answer.kinds) : null; // not the answer's: the threshold may have moved
    kind.hidden = first === null;
    kind.textContent = first ? kindName(first) : "";
    node.hidden = tag === "li" && !passes(answer); // an article stays
  };
  const mark = (prediction) => text.replaceChildren(...markedHeadline(prediction));
  update();
  return { node, update, mark };
}

// Members of an answer that are shown by themselves, or not at all.
const KNOWN = new Set("headline label score uncertain topic topic_score grade kind kinds logit intercept signals".split(" "));
const KNOWN_OF_PAGES = new Set("role role_score text href path count byline published".split(" "));

/** What else the model answers, whatever its heads are: a probability with its name, or the name of a class. */
function otherAnswers(answer) {
  return Object.entries(answer)
    .filter(([name, value]) => !KNOWN.has(name) && !KNOWN_OF_PAGES.has(name) && value !== null)
    .filter(([name]) => !(name.endsWith("_score") && name.slice(0, -"_score".length) in answer))
    .map(([name, value]) =>
      element("span", "answer", typeof value === "number" ? `${answerName(name)} ${value.toFixed(2)}` : `${answerName(name)}: ${value}`),
    );
}

function scoreOf(score) {
  const place = element("div", "score");
  const number = score.toFixed(3);
  const shown = element("data", "number", number);
  shown.value = String(score);
  const bar = element("div", "bar");
  bar.style.setProperty("--score", String(score));
  const meter = { role: "meter", "aria-label": t("scoreName"), "aria-valuemin": 0, "aria-valuemax": 1, "aria-valuenow": number };
  for (const [name, value] of Object.entries(meter)) bar.setAttribute(name, String(value));
  place.append(shown, bar);
  return place;
}
