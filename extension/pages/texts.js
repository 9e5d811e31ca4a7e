// Fills a page of ours with texts in the reader's language.
import { extension } from "../background/platform.js";

export function t(key, ...values) {
  return extension.i18n.getMessage(key, values.map(String));
}

/** The text of an answer that failed. */
export function problemOf({ failed, detail = "" }) {
  return [t(`problem_${failed}`), failed === "refused" ? detail : ""].filter(Boolean).join(" ");
}

document.documentElement.lang = extension.i18n.getUILanguage();
for (const node of document.querySelectorAll("[data-text]")) node.textContent = t(node.dataset.text);
for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
