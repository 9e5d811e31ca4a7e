// The tab for headlines: one per line, any number of them, sent in requests within the server's limit.
import { element } from "./element.js";
import { explanation } from "./explain.js";
import { onLanguage, t } from "./i18n.js";
import { onFilter } from "./kinds.js";
import { clearProblem, showProblem } from "./problem.js";
import { call, Problem } from "./server.js";
import { followModel, onThreshold } from "./threshold.js";
import { verdictOf } from "./verdict.js";

const box = document.getElementById("headlines");
const form = document.getElementById("headlines-form");
const progress = document.getElementById("headlines-progress");
const sort = document.getElementById("sort");
const output = document.getElementById("output-headlines");
const limit = Number(document.body.dataset.maxHeadlines);
let predictions = null;
let verdicts = [];
let busy = false;
let changed = () => {};

/** The answers shown, or null before the first response. */
export function headlineAnswers() {
  return predictions;
}

export function onHeadlines(listener) {
  changed = listener;
}

function readLines() {
  const found = [];
  let start = 0;
  box.value.split("\n").forEach((text, i) => {
    if (text.trim()) found.push({ text: text.trim(), line: i + 1, start, end: start + text.length });
    start += text.length + 1;
  });
  return found;
}

function selectLine({ line, start, end }) {
  box.focus();
  box.setSelectionRange(start, end);
  const lines = box.value.split("\n").length;
  box.scrollTop = ((line - 0.5) / lines) * box.scrollHeight - box.clientHeight / 2;
}

/** The lines that the server's pointers (/headlines/3) refer to, counted from the first line of the request. */
function pointedLines(problem, part) {
  return problem.errors.flatMap(({ pointer, detail }) => {
    const line = part[Number(/^\/headlines\/(\d+)/.exec(pointer)?.[1])];
    return line ? [{ line: line.line, detail, select: () => selectLine(line) }] : [];
  });
}

async function send() {
  if (busy) return;
  clearProblem();
  const lines = readLines();
  if (!lines.length) {
    return showProblem(new Problem(() => t("emptyHeadlines"), () => t("emptyHeadlinesMend")), { field: box });
  }
  setBusy(true, lines.length);
  const answers = [];
  for (let first = 0; first < lines.length; first += limit) {
    const part = lines.slice(first, first + limit);
    try {
      const answer = await call("v1/predict", { headlines: part.map((line) => line.text), explain: true });
      followModel(answer);
      answers.push(...answer.predictions);
    } catch (problem) {
      const note = () => (answers.length ? t("partial", { done: answers.length }) : "");
      showProblem(problem, { field: problem.errors?.length ? box : null, lines: pointedLines(problem, part), note });
      break;
    }
    progress.value = answers.length / lines.length;
    progress.textContent = t("sending", { done: answers.length, count: lines.length });
  }
  setBusy(false, lines.length);
  if (answers.length) show(answers);
}

function setBusy(state, count) {
  busy = state;
  form.setAttribute("aria-busy", String(state));
  progress.hidden = !state || count <= limit;
  progress.value = 0;
}

function show(answers) {
  predictions = answers;
  render();
  changed();
}

function render() {
  if (!predictions) {
    verdicts = [];
    return output.replaceChildren();
  }
  verdicts = predictions.map((prediction) => {
    const verdict = verdictOf(prediction, prediction.headline);
    verdict.mark(prediction);
    verdict.node.append(explanation(() => prediction, showProblem));
    return verdict;
  });
  output.replaceChildren(element("ol", "verdicts"));
  arrange();
}

/** The headlines in the order of the input, or by score. Open explanations stay open. */
function arrange() {
  const order = verdicts.map((_, i) => i);
  if (sort.checked) order.sort((a, b) => predictions[b].score - predictions[a].score);
  output.firstChild?.append(...order.map((i) => verdicts[i].node));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
document.getElementById("headlines-clear").addEventListener("click", () => {
  box.value = "";
  predictions = null;
  clearProblem();
  render();
  changed();
  box.focus();
});
sort.addEventListener("change", arrange);
onFilter(() => verdicts.forEach((verdict) => verdict.update()));
onThreshold(() => verdicts.forEach((verdict) => verdict.update()));
onLanguage(render);
