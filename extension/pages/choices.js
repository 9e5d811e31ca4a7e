// Which kinds of bait are marked, and how readily: the same choices in the popup and in the options.
import { SENSITIVITIES } from "../background/settings.js";
import { KINDS } from "../background/wording.js";
import { t } from "./texts.js";

const HINTS = { strict: "strictHint", balanced: "balancedHint", sensitive: "sensitiveHint" };
const $ = (id) => document.getElementById(id);

function choice(type, name, value, text) {
  const label = document.createElement("label");
  label.className = "choice";
  const input = Object.assign(document.createElement("input"), { type, name, value });
  const words = document.createElement("span");
  words.textContent = text;
  label.append(input, words);
  return { label, input };
}

/** Fill in both; `change` is told what the reader chose. */
export function makeChoices(change) {
  const kinds = KINDS.map((kind) => choice("checkbox", "kinds", kind, t(`kind_${kind}`)));
  const chosen = () => kinds.filter(({ input }) => input.checked).map(({ input }) => input.value);
  for (const { input } of kinds) input.addEventListener("change", () => change({ kinds: chosen() }));
  $("kind-choices").append(...kinds.map(({ label }) => label));
  const sensitivities = SENSITIVITIES.map((name) => choice("radio", "sensitivity", name, t(name)));
  for (const { input } of sensitivities) {
    input.addEventListener("change", () => change({ sensitivity: input.value, threshold: null }));
  }
  $("sensitivity-choices").append(...sensitivities.map(({ label }) => label));
}

/**
 * Show what is set. `cuts` are the model's, with what was measured; null where the server was not asked. A model without
 * kinds or cuts has no such choice.
 */
export function showChoices(settings, { cuts = null, hasKinds = true } = {}) {
  $("kinds").hidden = !hasKinds;
  $("sensitivity").hidden = cuts !== null && !cuts[settings.sensitivity];
  for (const input of document.querySelectorAll("[name=kinds]")) input.checked = settings.kinds.includes(input.value);
  const custom = settings.threshold !== null;
  for (const input of document.querySelectorAll("[name=sensitivity]")) input.checked = !custom && input.value === settings.sensitivity;
  const cut = cuts?.[settings.sensitivity];
  const percent = (share) => Math.round(share * 100);
  const measured = cut ? ` · ${t("measured", percent(cut.precision), percent(cut.recall))}` : "";
  $("sensitivity-hint").textContent = custom ? t("custom") : t(HINTS[settings.sensitivity]) + measured;
}
