// The threshold, one for both tabs. Moving it needs no request, because scores do not depend on it.
import { onLanguage, t } from "./i18n.js";
import { choose, cutOf, onSensitivity, sensitivity, useCuts } from "./sensitivity.js";
import { call } from "./server.js";

const margin = Number(document.body.dataset.margin);
const slider = document.getElementById("threshold");
const shown = document.getElementById("threshold-shown");
const reset = document.getElementById("threshold-reset");
const strip = document.getElementById("strip");
const summary = document.getElementById("summary");
const BINS = 50;
const listeners = [];
let model = Number(document.body.dataset.threshold);
let cut = model; // exact; the slider has steps of a hundredth
let scores = null; // numbers
let summaryKey = "";

export function onThreshold(listener) {
  listeners.push(listener);
}

/** {bait, uncertain} of a response at the current threshold. */
export function judge({ score, uncertain = false }) {
  const near = (value) => Math.abs(logit(score) - logit(value)) < margin;
  // Uncertain for another reason than the model's threshold (no Chinese): that does not depend on the threshold.
  return { bait: score >= cut, uncertain: near(cut) || (uncertain && !near(model)) };
}

/** The server may have loaded a new model since the page was opened: its response says so. */
export function followModel(answer) {
  const version = document.getElementById("version");
  const other = version.textContent !== answer.model.version;
  version.textContent = answer.model.version;
  if (cut === model) cut = answer.threshold;
  model = answer.threshold;
  apply();
  if (other) followCuts(answer.model.version);
}

/** The cuts are not in its answers. Without them the slider stays where it is. */
async function followCuts(version) {
  const cuts = await call("v1/model").then((answer) => answer.cuts, () => ({}));
  if (document.getElementById("version").textContent !== version) return; // another model has answered meanwhile
  useCuts(cuts);
  const name = sensitivity();
  if (name && name !== "balanced" && cutOf(name) !== undefined) cut = cutOf(name);
  apply();
}

function logit(probability) {
  return Math.log(probability) - Math.log1p(-probability);
}

/** Summarize other scores (null: none yet). `key` is the text with their counts. */
export function summarise(newScores, key) {
  scores = newScores;
  summaryKey = key;
  renderSummary();
}

function renderSummary() {
  const bait = (scores ?? []).filter((score) => score >= cut).length;
  summary.textContent = scores ? t(summaryKey, { count: scores.length, bait }) : t("summaryNone");
  renderStrip();
}

/** A histogram of the scores, with those from the threshold up in the other colour. */
function renderStrip() {
  const bins = Array.from({ length: BINS }, () => [0, 0]);
  for (const score of scores ?? []) bins[Math.min(BINS - 1, Math.floor(score * BINS))][score >= cut ? 1 : 0] += 1;
  const tallest = Math.max(1, ...bins.map(([plain, bait]) => plain + bait));
  strip.replaceChildren(
    ...bins.flatMap(([plain, bait], i) => [column(i, 0, plain, tallest, "plain"), column(i, plain, bait, tallest, "bait")]),
  );
}

function column(bin, below, count, tallest, className) {
  if (!count) return "";
  const made = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const height = (value) => (20 * Math.sqrt(value)) / Math.sqrt(tallest); // a single headline stays visible among 1000
  const top = height(below + count);
  const values = { x: (bin * 100) / BINS + 0.2, width: 100 / BINS - 0.4, y: 20 - top, height: top - height(below), class: className };
  for (const [name, value] of Object.entries(values)) made.setAttribute(name, String(value));
  return made;
}

function apply() {
  slider.value = String(cut);
  shown.textContent = cut.toFixed(sensitivity() ? 3 : 2);
  slider.setAttribute("aria-valuetext", shown.textContent);
  reset.disabled = cut === model;
  document.documentElement.style.setProperty("--cut", String(cut));
  renderSummary();
  for (const listener of listeners) listener();
}

slider.addEventListener("input", () => {
  cut = Number(slider.value);
  choose(null);
  apply();
});
onSensitivity((threshold) => {
  cut = threshold;
  apply();
});
reset.addEventListener("click", () => {
  cut = model;
  choose("balanced");
  slider.focus(); // the button is disabled now, which loses the focus
  apply();
});
onLanguage(apply);
