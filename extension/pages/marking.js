// Options: how bait is shown, which kinds, how readily, and the threshold itself.
import { writeSettings } from "../background/settings.js";
import { makeChoices, showChoices } from "./choices.js";
import { $, tellIn } from "./nodes.js";
import { t } from "./texts.js";

/** `model` is the background's answer to "model", or {}: its cuts, its own threshold, whether it tells kinds. */
export function makeMarking(settings, { cuts = null, threshold = null, kinds = true }) {
  function show() {
    showChoices(settings, { cuts, hasKinds: kinds });
    const cut = settings.threshold ?? cuts?.[settings.sensitivity]?.threshold ?? threshold;
    $("threshold").disabled = cut === null;
    $("threshold").value = String(cut ?? 0.5);
    $("threshold-shown").textContent = cut === null ? "–" : cut.toFixed(2);
    $("threshold").setAttribute("aria-valuetext", $("threshold-shown").textContent);
    $("reset").style.visibility = settings.threshold === null && settings.sensitivity === "balanced" ? "hidden" : "";
    $("show-all").checked = settings.showAll;
  }

  async function change(changes) {
    Object.assign(settings, changes);
    show();
    await writeSettings(changes);
    tellIn("marking-told", t("saved"));
  }

  makeChoices(change);
  show();
  $("threshold").addEventListener("input", () => {
    settings.threshold = Number($("threshold").value);
    show();
  });
  $("threshold").addEventListener("change", () => change({ threshold: Number($("threshold").value) }));
  $("reset").addEventListener("click", async () => {
    $("threshold").focus(); // the button goes and would lose the focus
    await change({ threshold: null, sensitivity: "balanced" });
  });
  $("show-all").addEventListener("change", () => change({ showAll: $("show-all").checked }));
}
