// How bait is shown, which kinds are marked, and how readily: the same choices in the popup and in the options.
import { MODES, SENSITIVITIES } from "../background/settings.js";
import { KINDS } from "../background/wording.js";
import { $, pick } from "./nodes.js";
import { t } from "./texts.js";

const HINTS = { strict: "strictHint", balanced: "balancedHint", sensitive: "sensitiveHint" };
const numbers = new Map(); // kind → where its count stands

/** Fill in all three; `change` is told what the reader chose. */
export function makeChoices(change) {
  const modes = MODES.map((mode) => pick("radio", "mode", mode, t(`mode_${mode}`), t(`mode_${mode}Hint`)));
  for (const { input } of modes) input.addEventListener("change", () => change({ mode: input.value }));
  $("mode-choices").append(...modes.map(({ label }) => label));

  const kinds = KINDS.map((kind) => pick("checkbox", "kinds", kind, t(`kind_${kind}`), t(`kind_${kind}Hint`)));
  const chosen = () => kinds.filter(({ input }) => input.checked).map(({ input }) => input.value);
  for (const { input, number } of kinds) {
    numbers.set(input.value, number);
    input.addEventListener("change", () => change({ kinds: chosen() }));
  }
  $("kind-choices").append(...kinds.map(({ label }) => label));

  const sensitivities = SENSITIVITIES.map((name) => pick("radio", "sensitivity", name, t(name), t(HINTS[name])));
  for (const { input } of sensitivities) {
    input.addEventListener("change", () => change({ sensitivity: input.value, threshold: null }));
  }
  $("sensitivity-choices").append(...sensitivities.map(({ label }) => label));
}

/**
 * Show what is set. `cuts` are the model's, with what was measured; null where it has not answered. A model without kinds or
 * cuts has no such choice.
 */
export function showChoices(settings, { cuts = null, hasKinds = true } = {}) {
  $("kinds").hidden = !hasKinds;
  $("sensitivity").hidden = cuts !== null && !cuts[settings.sensitivity];
  const custom = settings.threshold !== null;
  const isChosen = {
    mode: (value) => value === settings.mode,
    kinds: (value) => settings.kinds.includes(value),
    sensitivity: (value) => !custom && value === settings.sensitivity,
  };
  for (const [name, chosen] of Object.entries(isChosen)) {
    for (const input of document.querySelectorAll(`[name=${name}]`)) input.checked = chosen(input.value);
  }
  const cut = cuts?.[settings.sensitivity];
  const percent = (share) => Math.round(share * 100);
  const measured = cut ? ` · ${t("measured", percent(cut.precision), percent(cut.recall))}` : "";
  $("sensitivity-hint").textContent = custom ? t("custom") : t(HINTS[settings.sensitivity]) + measured;
}

/** How many of each kind are marked on the page; null where no page is looked at. */
export function showKindCounts(counts) {
  for (const [kind, number] of numbers) {
    number.textContent = counts?.[kind] ?? "";
    number.hidden = !counts?.[kind];
  }
}
