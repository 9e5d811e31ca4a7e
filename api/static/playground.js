"use strict";

const form = document.getElementById("form");
const box = document.getElementById("headlines");
const slider = document.getElementById("threshold");
const shown = document.getElementById("shown-threshold");
const list = document.getElementById("results");
const summary = document.getElementById("summary");
const problem = document.getElementById("error");
const button = form.querySelector("button");
const STRONGEST = 10;
let predictions = [];

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// Signal spans count code points, so the headline is cut by code points too.
function characterWeights(characters, signals) {
  const weights = new Array(characters.length).fill(0);
  for (const { start, end, weight } of signals) {
    if (end - start === characters.length) continue; // a whole-headline signal points nowhere
    for (let i = start; i < end; i++) weights[i] += weight / (end - start);
  }
  return weights;
}

function markedHeadline(prediction) {
  const characters = Array.from(prediction.headline);
  const weights = characterWeights(characters, prediction.signals);
  const limit = Math.max(0, ...weights.map(Math.abs)) / 3;
  const line = element("div", "headline");
  characters.forEach((character, i) => {
    if (Math.abs(weights[i]) <= limit) line.append(character);
    else line.append(element("mark", weights[i] > 0 ? "for" : "against", character));
  });
  return line;
}

function explanation(prediction) {
  const details = element("details");
  details.append(element("summary", "", "為什麼 Why"));
  const table = element("table");
  const rows = prediction.signals.slice(0, STRONGEST).map((s) => [s.weight, s.group === "style" ? `${s.text} (${s.name})` : s.text]);
  const rest = prediction.signals.slice(STRONGEST).reduce((sum, s) => sum + s.weight, 0);
  rows.push([rest, "其餘 the others"], [prediction.intercept, "截距 intercept"], [prediction.logit, "合計 logit"]);
  for (const [weight, text] of rows) {
    const row = element("tr");
    row.append(element("td", "", (weight < 0 ? "" : "+") + weight.toFixed(2)), element("td", "", text));
    table.append(row);
  }
  details.append(table);
  return details;
}

function render() {
  const threshold = Number(slider.value);
  shown.textContent = threshold.toFixed(2);
  const bait = predictions.filter((p) => p.score >= threshold).length;
  summary.textContent = predictions.length ? `${predictions.length} 則中 ${bait} 則釣魚 — ${bait} of ${predictions.length} are clickbait` : "";
  const open = new Set([...list.children].flatMap((item, i) => (item.querySelector("details").open ? [i] : [])));
  list.replaceChildren(
    ...predictions.map((prediction, i) => {
      const isBait = prediction.score >= threshold;
      const item = element("li", isBait ? "bait" : "");
      const verdict = element("div", "verdict");
      const meter = element("meter");
      meter.value = prediction.score;
      meter.textContent = prediction.score.toFixed(2);
      meter.setAttribute("aria-label", `score ${prediction.score.toFixed(2)}`);
      verdict.append(element("strong", "", isBait ? "clickbait" : "substantive"), meter, element("span", "", prediction.score.toFixed(3)), element("span", "", prediction.topic));
      if (prediction.uncertain) verdict.append(element("span", "", "不確定 uncertain"));
      item.append(markedHeadline(prediction), verdict, explanation(prediction));
      item.querySelector("details").open = open.has(i);
      return item;
    }),
  );
}

function fail(message) {
  problem.textContent = message;
  problem.hidden = false;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.hidden = true;
  const headlines = box.value.split("\n").map((line) => line.trim()).filter(Boolean);
  if (!headlines.length) return fail("沒有標題。No headline.");
  button.disabled = true;
  try {
    const response = await fetch("v1/predict", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ headlines, explain: true }),
    });
    const body = await response.json();
    if (!response.ok) return fail(`${body.title}: ${body.detail}`);
    predictions = body.predictions;
    list.replaceChildren();
    render();
  } catch {
    fail("伺服器沒有回應。The server does not answer.");
  } finally {
    button.disabled = false;
  }
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
slider.addEventListener("input", render);
