// The list of a page's marked headlines in the popup. A click brings the page to the headline.
import { askPage } from "./messages.js";
import { $, make } from "./nodes.js";
import { t } from "./texts.js";

let shown = ""; // what the list says: drawn anew only when that changes, or the focus would be lost

/** Show the items of content scripts: those that the reader can see on the page come first. */
export function showMarked(tab, items) {
  const sorted = [...items].sort((a, b) => Number(b.visible) - Number(a.visible));
  const said = JSON.stringify(sorted.map(({ id, frame, text, kinds, visible, uncertain }) => [id, frame, text, leadingOf(kinds), visible, uncertain]));
  if (said === shown) return;
  shown = said;
  const held = document.activeElement?.dataset?.item;
  $("headlines").replaceChildren(...sorted.map((item) => entryOf(tab, item)));
  $("headlines").hidden = !sorted.length;
  if (held) [...$("headlines").querySelectorAll("button")].find(({ dataset }) => dataset.item === held)?.focus();
}

/** The name of the strongest kind, from {withheld: 0.9, …}, ["withheld"] or "withheld". */
function leadingOf(kinds) {
  if (!kinds || typeof kinds === "string") return kinds || null;
  if (Array.isArray(kinds)) return kinds[0] ?? null;
  return Object.entries(kinds).sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

function entryOf(tab, { id, frame = 0, text, kinds, visible, uncertain }) {
  const kind = leadingOf(kinds);
  const name = kind ? t(`kind_${kind}`) : t("clickbait");
  const tag = make("span", { className: uncertain ? "tag doubt" : "tag" }, uncertain ? `${name}?` : name);
  const words = make("span", { lang: "zh-TW" }, text);
  const away = make("span", { className: "visually-hidden" }, visible ? "" : t("notVisible"));
  const button = make("button", { type: "button", data: { item: `${frame} ${id}` } }, tag, words, away);
  if (!visible) Object.assign(button, { className: "away", title: t("notVisible") });
  button.addEventListener("click", () => reveal(tab, id, frame));
  return make("li", {}, button);
}

async function reveal(tab, id, frame) {
  await askPage(tab, "reveal", { id }, frame);
  if (document.documentElement.classList.contains("full")) window.close(); // it covers the page
}
