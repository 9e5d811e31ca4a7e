// Results as a CSV file that spreadsheets open as it is: UTF-8 with a byte-order mark, no cell that is a formula.
import { KINDS, leading } from "./wording.js";

const MARK = "\ufeff";
// What OWASP names (CSV injection), and the full-width signs that East Asian spreadsheets take for the same.
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const COLUMNS = ["line", "headline", "label", "score", "uncertain", "kind", ...KINDS, "topic"];

/** The file's text. `judge` gives label and doubt at the threshold that the reader has chosen. */
export function csv(results, judge) {
  const rows = results.map(({ line, prediction }) => row(line, prediction, judge(prediction)));
  return MARK + [COLUMNS, ...rows].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

function row(line, { headline, score, kinds, topic }, { bait, uncertain }) {
  const kind = bait ? leading(kinds) : null;
  const label = bait ? "clickbait" : "substantive";
  return [line, headline, label, score, uncertain, kind, ...KINDS.map((name) => kinds?.[name]), topic];
}

/** Only text can be a formula: a number below 0 stays a number. */
function cell(value) {
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Let the browser save a text. */
export function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // by then the browser has read it
}
