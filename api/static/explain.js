// The exact explanation: signals and intercept add up to the logit.
import { element } from "./element.js";
import { language, t } from "./i18n.js";
import { describe } from "./wording.js";

const STRONGEST = 10;
const wording = JSON.parse(document.body.dataset.wording);

/** The headline in runs of equal evidence. It is split by code points, because spans count code points. */
export function markedHeadline({ headline, signals }) {
  const characters = Array.from(headline);
  const weights = characterWeights(characters, signals);
  const limit = Math.max(0, ...weights.map(Math.abs)) / 3;
  const runs = [];
  characters.forEach((character, i) => {
    const side = Math.abs(weights[i]) <= limit ? "" : weights[i] > 0 ? "for" : "against";
    if (runs.length && runs.at(-1).side === side) runs.at(-1).text += character;
    else runs.push({ side, text: character });
  });
  return runs.map(({ side, text }) => (side ? element("mark", side, text) : text));
}

function characterWeights(characters, signals) {
  const weights = new Array(characters.length).fill(0);
  for (const { start, end, weight } of signals) {
    if (end - start === characters.length) continue; // a signal of the whole headline has no place in it
    for (let i = start; i < end; i++) weights[i] += weight / (end - start);
  }
  return weights;
}

/**
 * A folded explanation. `explained` gives the prediction with its signals, or a promise of it, when first opened;
 * `fail` is called with the error.
 */
export function explanation(explained, fail) {
  const details = element("details", "why");
  details.append(element("summary", "", t("why")));
  details.addEventListener("toggle", async () => {
    if (!details.open || details.childElementCount > 1) return;
    try {
      const prediction = await explained();
      if (details.childElementCount === 1) details.append(table(prediction));
    } catch (problem) {
      if (!details.isConnected) return; // results of an earlier text
      details.open = false;
      fail(problem);
    }
  });
  return details;
}

function table(prediction) {
  const { signals, intercept, logit, score } = prediction;
  const made = element("table");
  const strongest = Math.max(0, ...signals.map((s) => Math.abs(s.weight)));
  const head = element("tr");
  for (const key of ["weight", "span", "name"]) {
    const cell = element("th", "", t(key));
    cell.scope = "col";
    head.append(cell);
  }
  const body = element("tbody");
  body.append(...signals.slice(0, STRONGEST).map((s) => signalRow(s, strongest)));
  const rest = signals.slice(STRONGEST);
  if (rest.length) body.append(restRow(rest, strongest));
  const foot = element("tfoot");
  foot.append(
    totalRow("intercept", intercept, signed(intercept)),
    totalRow("sum", logit, signed(logit)),
    totalRow("calibrated", score, score.toFixed(3)),
  );
  made.createTHead().append(head);
  made.append(body, foot);
  return made;
}

function signalRow({ weight, text, group, name }, strongest) {
  const row = element("tr", weight > 0 ? "for" : "against");
  const cell = element("td", "weight");
  const bar = element("span", "weight-bar");
  bar.style.setProperty("--share", String(Math.abs(weight) / strongest));
  cell.append(exact(weight, signed(weight)), bar);
  const span = element("td", "span", text);
  span.lang = "zh-TW";
  const feature = element("td", "feature");
  const groups = { word: "groupWord", char: "groupChar", style: "groupStyle" };
  feature.append(element("span", "group", groups[group] ? t(groups[group]) : group), " ", nameOf(group, name));
  row.append(cell, span, feature);
  return row;
}

/** A style feature in words, its own name in the title; terms are their own name. */
function nameOf(group, name) {
  const words = group === "style" ? describe(name, wording, language()) : null;
  if (!words) return element("code", "", name);
  const made = element("span", "words", words);
  made.title = name;
  return made;
}

function restRow(rest, strongest) {
  const row = element("tr", "rest");
  const sum = rest.reduce((total, s) => total + s.weight, 0);
  const cell = element("td", "weight");
  cell.append(exact(sum, signed(sum)));
  const more = element("td");
  more.colSpan = 2;
  const button = element("button", "quiet small", t("showRest", { count: rest.length }));
  button.type = "button";
  button.addEventListener("click", () => row.replaceWith(...rest.map((s) => signalRow(s, strongest))));
  more.append(button);
  row.append(cell, more);
  return row;
}

function totalRow(key, value, shown) {
  const row = element("tr", key);
  const cell = element("td", "weight");
  cell.append(exact(value, shown));
  const name = element("th", "", t(key));
  name.scope = "row";
  name.colSpan = 2;
  row.append(cell, name);
  return row;
}

/** Shown with three decimals, stored exactly. */
function exact(value, shown) {
  const made = element("data", "number", shown);
  made.value = String(value);
  return made;
}

function signed(value) {
  return (value < 0 ? "−" : "+") + Math.abs(value).toFixed(3);
}
