// The place where the page shows errors. Each tab has its own, so that an answer that comes after the reader has
// changed the tab is told where it belongs.
import { element } from "./element.js";
import { onLanguage, t } from "./i18n.js";
import { Problem } from "./server.js";
import { onTab, openTab } from "./tabs.js";

const place = document.getElementById("problem");
const SHOWN = 5;
const problems = new Map(); // by tab

/** Remove the message of a tab. */
export function clearProblem(tab) {
  problems.get(tab)?.field?.removeAttribute("aria-invalid");
  problems.delete(tab);
  render();
}

/**
 * Show a problem of a tab. `field` is the invalid input, which gets the focus unless `focus` is false; `lines` are the
 * lines at fault: {line, reason(), select()}. `note` returns an additional text, in the language of the moment.
 */
export function showProblem(problem, { tab = openTab(), field = null, focus = true, lines = [], note = () => "" } = {}) {
  if (!(problem instanceof Problem)) throw problem; // a bug of this page: leave it to the console
  clearProblem(tab);
  problems.set(tab, { problem, field, lines, note });
  field?.setAttribute("aria-invalid", "true");
  if (tab !== openTab()) return;
  render();
  if (problem.status === 401) {
    document.getElementById("settings").open = true;
    document.getElementById("key").focus();
  } else if (field && focus) {
    field.focus();
    lines[0]?.select();
  }
}

function render() {
  const shown = problems.get(openTab());
  if (!shown) return place.replaceChildren();
  const { problem, lines, note } = shown;
  const parts = [element("p", "problem-title", problem.title())];
  if (problem.remedy()) parts.push(element("p", "", problem.remedy()));
  if (problem.detail) parts.push(english(element("p", "", problem.detail)));
  if (lines.length) parts.push(pointers(lines));
  if (note()) parts.push(element("p", "", note()));
  place.replaceChildren(...parts);
}

function pointers(lines) {
  const list = element("ul");
  for (const { line, reason, select } of lines.slice(0, SHOWN)) {
    const item = element("li");
    item.append(lineButton(line, select), " ", reason());
    list.append(item);
  }
  if (lines.length > SHOWN) list.append(element("li", "", `+ ${lines.length - SHOWN}`));
  return list;
}

/** A button with the number of a line, which selects it. */
export function lineButton(line, select) {
  const button = element("button", "quiet small", t("line", { line }));
  button.type = "button";
  button.addEventListener("click", select);
  return button;
}

/** The server writes English. */
export function english(node) {
  node.lang = "en";
  return node;
}

onLanguage(render);
onTab(render);
