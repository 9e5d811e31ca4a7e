// The place where the page shows errors.
import { element } from "./element.js";
import { onLanguage, t } from "./i18n.js";
import { onTab } from "./tabs.js";
import { Problem } from "./server.js";

const place = document.getElementById("problem");
const SHOWN = 5;
let shown = null;

/** Remove the message. */
export function clearProblem() {
  shown?.field?.removeAttribute("aria-invalid");
  shown = null;
  place.replaceChildren();
}

/**
 * Show a problem. `field` is the invalid input; `lines` are the lines that the server points to:
 * {line, detail, select()}, of which the first one is selected. `note` returns an additional text, in the language of
 * the moment.
 */
export function showProblem(problem, { field = null, lines = [], note = () => "" } = {}) {
  if (!(problem instanceof Problem)) throw problem; // a bug of this page: leave it to the console
  clearProblem();
  shown = { problem, field, lines, note };
  render();
  if (problem.status === 401) {
    document.getElementById("settings").open = true;
    document.getElementById("key").focus();
  } else if (field) {
    field.setAttribute("aria-invalid", "true");
    field.focus();
    lines[0]?.select();
  }
}

function render() {
  if (!shown) return;
  const { problem, lines, note } = shown;
  const parts = [element("p", "problem-title", lines.length ? t("badLines") : problem.title())];
  if (problem.remedy()) parts.push(element("p", "", problem.remedy()));
  if (problem.detail && !lines.length) parts.push(english(element("p", "", problem.detail)));
  if (lines.length) parts.push(pointers(lines));
  if (note()) parts.push(element("p", "", note()));
  place.replaceChildren(...parts);
}

function pointers(lines) {
  const list = element("ul");
  for (const { line, detail, select } of lines.slice(0, SHOWN)) {
    const button = element("button", "quiet small", t("line", { line }));
    button.type = "button";
    button.addEventListener("click", select);
    const item = element("li");
    item.append(button, " ", english(element("span", "", detail)));
    list.append(item);
  }
  if (lines.length > SHOWN) list.append(element("li", "", `+ ${lines.length - SHOWN}`));
  return list;
}

/** The server writes English. */
function english(node) {
  node.lang = "en";
  return node;
}

onLanguage(render);
onTab(clearProblem);
