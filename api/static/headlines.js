// The tab for headlines: one per line, any number of them. Lines that cannot be scored stand among the results.
import { csv, save } from "./csv.js";
import { element } from "./element.js";
import { explanation } from "./explain.js";
import { Freshness } from "./freshness.js";
import { onLanguage, t } from "./i18n.js";
import { onFilter, showsAll } from "./kinds.js";
import { readLines } from "./lines.js";
import { clearPasted } from "./paste.js";
import { clearProblem, lineButton, showProblem } from "./problem.js";
import { scoreLines } from "./scorer.js";
import { Problem } from "./server.js";
import { followModel, judge, onThreshold } from "./threshold.js";
import { verdictOf } from "./verdict.js";
import { voting } from "./votes.js";

const box = document.getElementById("headlines");
const form = document.getElementById("headlines-form");
const progress = document.getElementById("headlines-progress");
const sort = document.getElementById("sort");
const download = document.getElementById("download");
const output = document.getElementById("output-headlines");
const freshness = new Freshness("headlines", form, () => box.value);
let results = null; // {line, prediction} or {line, reason()}
let rows = []; // what stands for each result: {node, update()}
let changed = () => {};

/** The answers shown, or null before the first response. */
export function headlineAnswers() {
  return results && scored().map(({ prediction }) => prediction);
}

export function onHeadlines(listener) {
  changed = listener;
}

function scored() {
  return results.filter(({ prediction }) => prediction);
}

/** Select a line; where it is now, if the text was edited since. */
function select({ line, text }) {
  const lines = readLines(box.value).filter((other) => other.text === text);
  const found = lines.find((other) => other.line === line) ?? lines[0];
  box.focus();
  if (!found) return;
  box.setSelectionRange(found.start, found.end);
  box.scrollTop = ((found.line - 0.5) / box.value.split("\n").length) * box.scrollHeight - box.clientHeight / 2;
}

async function send() {
  const lines = readLines(box.value);
  if (!lines.length) {
    return showProblem(new Problem(() => t("emptyHeadlines"), () => t("emptyHeadlinesMend")), { tab: "headlines", field: box });
  }
  const signal = freshness.start();
  if (!signal) return;
  clearProblem("headlines");
  progress.hidden = true;
  const answered = (answer, done) => {
    followModel(answer);
    progress.hidden = done === lines.length;
    progress.value = done / lines.length;
    progress.textContent = t("sending", { done, count: lines.length });
  };
  const found = await scoreLines(lines, { signal, answered });
  if (signal.aborted) return; // the answer to an earlier text
  progress.hidden = true;
  freshness.answered(found.results.length > 0);
  tell(found);
  if (found.results.length) show(found.results);
}

/** What went wrong: some lines, or the call. */
function tell({ results: found, problem }) {
  const done = found.filter(({ prediction }) => prediction).length;
  const lines = found.filter(({ reason }) => reason).map((line) => ({ ...line, select: () => select(line) }));
  if (!problem && !lines.length) return;
  const title = () => t(done ? "badLinesOnly" : "badLines", { count: lines.length });
  const shown = problem ?? new Problem(title, () => "");
  const note = () => (problem && done ? t("partial", { done }) : "");
  showProblem(shown, { tab: "headlines", field: lines.length ? box : null, focus: !done, lines, note });
}

function show(found) {
  results = found;
  render();
  changed();
}

function render() {
  rows = (results ?? []).map((result) => (result.prediction ? verdictRow(result) : refusedRow(result)));
  output.replaceChildren(...(results ? [element("ol", "verdicts")] : []));
  download.disabled = !results || !scored().length;
  arrange();
}

function verdictRow({ text, prediction, version }) {
  const extras = text.isWellFormed?.() === false ? [element("span", "half", t("halfEmoji"))] : [];
  const [button, ...panel] = voting(prediction.headline, { version });
  if (button) extras.push(button);
  const verdict = verdictOf(prediction, prediction.headline, { extras });
  verdict.mark(prediction);
  verdict.node.append(...panel, explanation(() => prediction, showProblem));
  return verdict;
}

function refusedRow(result) {
  const node = element("li", "refused");
  const place = element("div", "place");
  place.append(lineButton(result.line, () => select(result)));
  const text = element("p", "headline", result.text);
  text.lang = "zh-TW";
  const why = element("p", "reason");
  why.append(result.reason());
  const visible = /[^\p{C}\p{Z}]/u.test(result.text);
  node.append(place, ...(visible ? [text] : []), why);
  const update = () => (node.hidden = !showsAll());
  update();
  return { node, update };
}

/** The headlines in the order of the input, or by score with those without one last. Open explanations stay open. */
function arrange() {
  const order = rows.map((_, i) => i);
  const score = (i) => results[i].prediction?.score ?? -1;
  if (sort.checked) order.sort((a, b) => score(b) - score(a));
  output.firstChild?.append(...order.map((i) => rows[i].node));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
form.addEventListener("input", () => {
  if (!freshness.running) progress.hidden = true;
});
document.getElementById("headlines-clear").addEventListener("click", () => {
  box.value = "";
  results = null;
  freshness.reset();
  clearPasted();
  clearProblem("headlines");
  progress.hidden = true;
  render();
  changed();
  box.focus();
});
sort.addEventListener("change", arrange);
download.addEventListener("click", () => save(csv(scored(), judge), "clickbait-headlines.csv"));
onFilter(() => rows.forEach((row) => row.update()));
onThreshold(() => rows.forEach((row) => row.update()));
onLanguage(render);
