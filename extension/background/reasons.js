// A prediction with its reasons in words.
import { extension } from "./platform.js";
import { explain } from "./scores.js";
import { languageOf, leading, reasonsOf } from "./wording.js";

let wording = null; // the promise of it

/** For bait and against it: the threshold may move while a card is open. Throws ServerError and DeviceError. */
export async function explained(from, text) {
  const prediction = await explain(from, text);
  wording ??= fetch(extension.runtime.getURL("background/wording.json")).then((file) => file.json());
  const language = languageOf(extension.i18n.getUILanguage());
  const choice = { kind: leading(prediction.kinds), wording: await wording, language };
  return { ...prediction, for: reasonsOf(prediction, { ...choice, bait: true }), against: reasonsOf(prediction, { ...choice, bait: false }) };
}
