// A paste from a spreadsheet into the headlines' box: the column with the headlines, one a line, and a word about it.
import { headlinesOf } from "./cells.js";
import { onLanguage, t } from "./i18n.js";

const box = document.getElementById("headlines");
const told = document.getElementById("pasted");
let last = null;

box.addEventListener("paste", (event) => {
  last = headlinesOf(event.clipboardData.getData("text/plain"));
  if (last) {
    event.preventDefault();
    insert(last.headlines.join("\n"));
  }
  render();
});
box.addEventListener("input", () => {
  if (last && !box.value.includes(last.headlines.join("\n"))) clearPasted(); // edited or replaced
});

/** In place of the selection, on lines of their own. */
function insert(text) {
  const { value, selectionStart: start, selectionEnd: end } = box;
  const before = start && value[start - 1] !== "\n" ? "\n" : "";
  const after = end < value.length && value[end] !== "\n" ? "\n" : "";
  const whole = before + text + after;
  // Deprecated, but the only way that leaves undo to the reader.
  if (whole && document.execCommand("insertText", false, whole)) return;
  box.setRangeText(whole, start, end, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function render() {
  told.textContent = last ? words(last) : "";
}

function words({ headlines, column, columns, name }) {
  const values = { count: headlines.length, column, columns, name };
  if (columns === 1) return t("pastedCells", values);
  return t(name === null ? "pastedLongest" : "pastedNamed", values);
}

/** Say no more about the last paste. */
export function clearPasted() {
  last = null;
  render();
}

onLanguage(render);
