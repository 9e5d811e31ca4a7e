// The tab for a whole page: its article, then its recommendations by score, then the rest of the layout.
import { element } from "./element.js";
import { explanation } from "./explain.js";
import { Freshness } from "./freshness.js";
import { onLanguage, t } from "./i18n.js";
import { onFilter } from "./kinds.js";
import { clearProblem, showProblem } from "./problem.js";
import { call, Problem } from "./server.js";
import { kind } from "./source.js";
import { followModel, onThreshold } from "./threshold.js";
import { verdictOf } from "./verdict.js";
import { voting } from "./votes.js";

const box = document.getElementById("page");
const address = document.getElementById("page-url");
const form = document.getElementById("page-form");
const output = document.getElementById("output-page");
const freshness = new Freshness("page", form, () => JSON.stringify([kind(), box.value, address.value.trim()]));
let answer = null;
let host = null; // of the page that the answer is about
let verdicts = [];
let changed = () => {};

/** The recommendations, or null before the first response. */
export function pageAnswers() {
  return answer && recommendations();
}

export function onPage(listener) {
  changed = listener;
}

function recommendations() {
  const found = answer.blocks.filter((block) => block.role === "recommendation" && block.score !== null);
  return found.sort((a, b) => b.score - a.score);
}

async function send() {
  if (!box.value.trim()) {
    return showProblem(new Problem(() => t("emptyPage"), () => t("emptyPageMend")), { tab: "page", field: box });
  }
  const signal = freshness.start();
  if (!signal) return;
  clearProblem("page");
  const url = address.value.trim();
  let found;
  try {
    found = await call("v1/page", { [kind()]: box.value, ...(url && { url }) }, { signal });
  } catch (problem) {
    if (signal.aborted) return;
    freshness.answered(false);
    return showProblem(problem, { tab: "page", field: fieldOf(problem) });
  }
  if (signal.aborted) return; // the answer about an earlier text
  freshness.answered(true);
  answer = found;
  host = URL.canParse(url) ? new URL(url).host : null;
  followModel(answer);
  render();
  changed();
}

function fieldOf(problem) {
  const pointer = problem.errors?.[0]?.pointer;
  if (pointer === "/url") return address;
  return pointer === undefined ? null : box;
}

function render() {
  if (!answer) return;
  verdicts = [];
  output.replaceChildren(article(answer.article), recommendationList(), boilerplate());
}

function article({ headline, text, byline, published, score, label, ...answers }) {
  const part = element("section", "article");
  part.append(element("h3", "", t("article")));
  if (headline === null) part.append(element("p", "none", t("noHeadline")));
  else if (score === null) part.append(element("p", "headline", headline));
  else part.append(scored({ score, headline, ...answers }, "div"));
  const source = [byline, published && shownDate(published)].filter(Boolean).join(" · ");
  if (source) part.append(element("p", "source", source));
  if (!text) part.append(element("p", "none", t("noArticle")));
  else part.append(folded(t("articleText", { count: Array.from(text).length }), [element("p", "text", text)]));
  return part;
}

/** A date in the reader's format. Anything but an ISO date stays as it is on the page. */
function shownDate(published) {
  const day = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d))?/.exec(published);
  return day ? [`${day[1]}-${day[2]}-${day[3]}`, day[4]].filter(Boolean).join(" ") : published;
}

function recommendationList() {
  const part = element("section");
  part.append(element("h3", "", t("recommendations")));
  const found = recommendations();
  const list = element("ol", "verdicts");
  list.append(...found.map((block) => scored({ ...block, headline: block.text }, "li", extras(block))));
  part.append(found.length ? list : element("p", "none", t("noRecommendations")));
  return part;
}

function extras({ count, href }) {
  const found = [];
  if (count > 1) found.push(element("span", "times", t("times", { count })));
  const target = href && URL.canParse(href) ? new URL(href) : null;
  if (target && /^https?:$/.test(target.protocol)) {
    const link = element("a", "href", target.host);
    link.href = target.href;
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
    found.push(link);
  }
  return found;
}

/** A verdict whose explanation is requested when it is opened: the response for a page has none. */
function scored(block, tag, more = []) {
  const [button, ...panel] = voting(block.headline, { version: answer.model.version, host });
  const verdict = verdictOf(block, block.headline, { tag, extras: button ? [...more, button] : more });
  const explained = async () => {
    const [prediction] = (await call("v1/predict", { headlines: [block.headline], explain: true })).predictions;
    verdict.mark(prediction);
    return prediction;
  };
  verdict.node.append(...panel, explanation(explained, showProblem));
  verdicts.push(verdict);
  return verdict.node;
}

function boilerplate() {
  const found = answer.blocks.filter((block) => block.role === "boilerplate");
  const list = element("ul", "boilerplate");
  list.append(...found.map((block) => element("li", "", block.text)));
  return found.length ? folded(t("boilerplate", { count: found.length }), [list]) : "";
}

function folded(title, content) {
  const details = element("details", "folded");
  details.append(element("summary", "", title), ...content);
  return details;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
onFilter(() => verdicts.forEach((verdict) => verdict.update()));
onThreshold(() => verdicts.forEach((verdict) => verdict.update()));
onLanguage(render);
