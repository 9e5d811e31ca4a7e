// The model's own cuts beside the slider: choosing one moves the slider, moving the slider by hand chooses none.
import { onLanguage, t } from "./i18n.js";

const field = document.getElementById("sensitivity");
const radios = [...field.querySelectorAll("input")];
const custom = document.getElementById("sensitivity-custom");
let cuts = JSON.parse(document.body.dataset.cuts);
let chosen = "balanced";

/** The chosen name; null for a threshold set by hand. */
export function sensitivity() {
  return chosen;
}

/** The threshold of a sensitivity; undefined where the model has none. */
export function cutOf(name) {
  return cuts[name]?.threshold;
}

/** Another model's cuts. */
export function useCuts(newCuts) {
  cuts = newCuts ?? {};
  render();
}

export function choose(name) {
  chosen = name;
  render();
}

export function onSensitivity(listener) {
  for (const radio of radios) {
    radio.addEventListener("change", () => {
      choose(radio.value);
      listener(cutOf(radio.value));
    });
  }
}

function render() {
  field.hidden = !Object.keys(cuts).length;
  for (const radio of radios) {
    const cut = cuts[radio.value];
    radio.parentElement.hidden = !cut;
    radio.checked = radio.value === chosen;
    const measured = cut && t("measured", { precision: percent(cut.precision), recall: percent(cut.recall) });
    radio.parentElement.querySelector(".measured").textContent = measured ?? "";
  }
  custom.hidden = chosen !== null;
}

function percent(share) {
  return String(Math.round(share * 100));
}

onLanguage(render);
