// The language of the interface: the chosen one, else the browser's. Modules that render text register with onLanguage.
import { recall, remember } from "./storage.js";
import { STRINGS } from "./strings.js";

const listeners = [];
let current = initialLanguage();

function initialLanguage() {
  const stored = recall("localStorage", "language");
  if (stored !== null && Object.hasOwn(STRINGS, stored)) return stored;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh-TW" : "en";
}

/** "zh-TW" or "en". */
export function language() {
  return current;
}

/** The text of `key` with its {values} filled in. */
export function t(key, values = {}) {
  return STRINGS[current][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** The name of a topic. A topic without translation keeps the server's name. */
export function topicName(topic) {
  return `topic_${topic}` in STRINGS[current] ? t(`topic_${topic}`) : topic;
}

/** The name of another answer of the model; one that this page does not know yet stays as the server names it. */
export function answerName(name) {
  return `answer_${name}` in STRINGS[current] ? t(`answer_${name}`) : name;
}

export function onLanguage(listener) {
  listeners.push(listener);
}

function apply() {
  document.documentElement.lang = current;
  for (const node of document.querySelectorAll("[data-i18n]")) node.textContent = t(node.dataset.i18n);
  for (const node of document.querySelectorAll("[data-i18n-label]")) node.setAttribute("aria-label", t(node.dataset.i18nLabel));
  for (const node of document.querySelectorAll("[data-i18n-title]")) node.title = t(node.dataset.i18nTitle);
  const toggle = document.getElementById("language");
  toggle.textContent = t("otherLanguage");
  toggle.lang = current === "en" ? "zh-TW" : "en";
  for (const listener of listeners) listener();
}

/** Render all texts and activate the toggle. Call it once, after all modules have registered. */
export function startLanguage() {
  document.getElementById("language").addEventListener("click", () => {
    current = current === "en" ? "zh-TW" : "en";
    remember("localStorage", "language", current);
    apply();
  });
  apply();
}
