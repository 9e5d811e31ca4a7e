// The kinds of bait: three bars, the name of the leading one, and a filter for the results of both tabs.
import { element } from "./element.js";
import { onLanguage, t } from "./i18n.js";
import { judge, onThreshold } from "./threshold.js";
import { KINDS, leading } from "./wording.js";

const NAMES = { withheld: "kindWithheld", sensational: "kindSensational", push: "kindPush" };
const filter = document.getElementById("kind-filter");
const choices = [...filter.querySelectorAll("input")];
const listeners = [];
let answers = null;

export function kindName(kind) {
  return t(NAMES[kind]);
}

/** A bar for each kind; "" for an answer without kinds. */
export function kindBars({ kinds }) {
  if (!kinds) return "";
  const list = element("ul", "kinds");
  for (const kind of KINDS) {
    const one = element("li", kind === leading(kinds) ? "leading" : "");
    const track = element("span", "kind-bar");
    track.style.setProperty("--share", String(kinds[kind]));
    one.append(element("span", "kind-name", kindName(kind)), track, element("span", "number", kinds[kind].toFixed(2)));
    list.append(one);
  }
  return list;
}

function chosen() {
  return choices.find((choice) => choice.checked).value;
}

/** Whether the filter lets everything through. */
export function showsAll() {
  return chosen() === "all";
}

/** Whether the filter lets a result through. */
export function passes(answer) {
  return showsAll() || (judge(answer).bait && leading(answer.kinds) === chosen());
}

export function onFilter(listener) {
  listeners.push(listener);
}

/** Count these answers in the filter; null, or answers without kinds: no filter. */
export function countKinds(newAnswers) {
  answers = newAnswers;
  const known = Boolean(answers?.some(({ kinds }) => kinds));
  filter.hidden = !known;
  if (!known && !choices[0].checked) {
    choices[0].checked = true;
    for (const listener of listeners) listener();
  }
  recount();
}

function recount() {
  const bait = (answers ?? []).filter((answer) => judge(answer).bait);
  for (const choice of choices) {
    const count = choice.value === "all" ? (answers ?? []).length : bait.filter(({ kinds }) => leading(kinds) === choice.value).length;
    choice.parentElement.querySelector("b").textContent = String(count);
  }
}

for (const choice of choices) choice.addEventListener("change", () => listeners.forEach((listener) => listener()));
onThreshold(recount);
onLanguage(recount);
