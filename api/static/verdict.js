// One scored headline: score, bar, text, label, topic, uncertainty, and what follows (an explanation, a link).
import { element } from "./element.js";
import { markedHeadline } from "./explain.js";
import { t, topicName } from "./i18n.js";
import { judge } from "./threshold.js";

/** {node, update(), mark(prediction)}: update follows the threshold, mark shows the signals in the headline. */
export function verdictOf(answer, headline, { tag = "li", extras = [] } = {}) {
  const node = element(tag, "verdict");
  const label = element("strong", "label");
  const uncertain = element("span", "uncertain", t("uncertain"));
  uncertain.title = t("uncertainWhy");
  const text = element("p", "headline", headline);
  text.lang = "zh-TW";
  const facts = element("p", "facts");
  facts.append(label, uncertain);
  if (answer.topic) facts.append(element("span", "topic", topicName(answer.topic)));
  facts.append(...extras);
  node.append(scoreOf(answer.score), text, facts);

  const update = () => {
    const { bait, uncertain: unsure } = judge(answer);
    node.classList.toggle("bait", bait);
    label.textContent = t(bait ? "clickbait" : "substantive");
    uncertain.hidden = !unsure;
  };
  const mark = (prediction) => text.replaceChildren(...markedHeadline(prediction));
  update();
  return { node, update, mark };
}

function scoreOf(score) {
  const place = element("div", "score");
  const number = score.toFixed(3);
  const meter = element("meter");
  meter.value = score;
  meter.setAttribute("aria-label", t("scoreOf", { score: number }));
  const bar = element("div", "bar");
  bar.append(meter);
  place.append(element("data", "number", number), bar);
  place.firstChild.value = String(score);
  return place;
}
