// The place where the page tells what went wrong.
import { element } from "./element.js";
import { onLanguage, t } from "./i18n.js";
import { onTab } from "./tabs.js";
import { Problem } from "./server.js";

const place = document.getElementById("problem");
const SHOWN = 5;
let shown = null;

/** Take the message away. */
export function clearProblem() {
  shown?.field?.removeAttribute("aria-invalid");
  shown = null;
  place.replaceChildren();
}

/**
 * Show a problem. `field` is the input at fault; `lines` are the lines that the server points at:
 * {line, detail, select()}; the first one is selected at once. `note` is a text of its own, asked at every showing.
 */
export function showProblem(problem, { field = null, lines = [], note = () => "" } = {}) {
  if (!(problem instanceof Problem)) throw problem; // an error of this page: let the console tell
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
  if (problem.mend()) parts.push(element("p", "", problem.mend()));
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
