// The list of a page's marked headlines in the popup. A click brings the page to the headline.
import { askPage } from "./messages.js";
import { $, make } from "./nodes.js";
import { t } from "./texts.js";

let shown = ""; // what the list says: drawn anew only when that changes, or the focus would be lost

/** Show the marked items of a page; of those that cannot be seen now, in a closed menu or another tab of it, only how many. */
export function showMarked(tab, items) {
  const seen = items.filter(({ visible }) => visible);
  const hidden = items.length - seen.length;
  const said = JSON.stringify([hidden, seen.map(({ id, frame, text, leading, uncertain }) => [id, frame, text, leading, uncertain])]);
  if (said === shown) return;
  shown = said;
  const held = document.activeElement?.dataset?.item;
  $("headlines").replaceChildren(...seen.map((item) => entryOf(tab, item)));
  $("headlines").hidden = !seen.length;
  $("hidden").textContent = hidden ? t("hiddenMore", hidden) : "";
  $("hidden").hidden = !hidden;
  if (held) [...$("headlines").querySelectorAll("button")].find(({ dataset }) => dataset.item === held)?.focus();
}

function entryOf(tab, { id, frame, text, leading, uncertain }) {
  const name = leading ? t(`kind_${leading}`) : t("clickbait");
  const tag = make("span", { className: uncertain ? "tag doubt" : "tag" }, uncertain ? `${name}?` : name);
  const button = make("button", { type: "button", data: { item: `${frame} ${id}` } }, tag, make("span", { lang: "zh-TW" }, text));
  button.addEventListener("click", () => reveal(tab, id, frame));
  return make("li", {}, button);
}

async function reveal(tab, id, frame) {
  await askPage(tab, "reveal", { id }, frame);
  if (document.documentElement.classList.contains("full")) window.close(); // it covers the page
}
