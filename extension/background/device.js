// The model on this device. A service worker may not start workers: in Chromium an offscreen document holds the one with the
// model, and keeps it while the service worker comes and goes. In Firefox the event page holds it itself.
import { Calls } from "./calls.js";
import { extension } from "./platform.js";

const PAGE = "offscreen/offscreen.html";
const PAUSE = 200; // ms before the second try: a document that is closing is still counted
const own = typeof Worker === "function" ? new Calls(startWorker) : null;
let opening = null;

/** The model cannot be read: the package is damaged, or the device has no memory left. */
export class DeviceError extends Error {
  reason = "model";
}

/** The worker, for contexts that may have one. */
export function startWorker() {
  return new Worker(extension.runtime.getURL("background/worker.js"), { type: "module", name: "model" });
}

/** {version, threshold, cuts, predictions} of headlines, in their order, as the API's. Throws DeviceError. */
export function predict(headlines) {
  return ask("predict", headlines);
}

/** One prediction with its signals, and the model that made it. Throws DeviceError. */
export async function explain(headline) {
  const { prediction, version, threshold } = await ask("explain", headline);
  return { ...prediction, version, modelThreshold: threshold };
}

/** The model, as /v1/model describes it. Throws DeviceError. */
export function info() {
  return ask("info");
}

async function ask(call, value) {
  try {
    return await (own ? own.ask(call, value) : askOffscreen(call, value));
  } catch (error) {
    throw new DeviceError(error.message);
  }
}

/** Asked again once where nobody answered: the browser may close the document between two calls, or in the middle of one. */
async function askOffscreen(call, value, again = true) {
  let answer;
  try {
    await open();
    answer = await extension.runtime.sendMessage({ to: "offscreen", call, value });
  } catch (error) {
    if (!again) throw error;
  }
  if (answer) {
    if ("error" in answer) throw new Error(answer.error);
    return answer.found;
  }
  if (!again) throw new Error("the model's document does not answer");
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  return askOffscreen(call, value, false);
}

/** The document, once: two calls at the same time wait for the same one. */
async function open() {
  const [there] = await extension.runtime.getContexts({ contextTypes: ["OFFSCREEN_DOCUMENT"] });
  if (there) return opening;
  opening ??= extension.offscreen
    .createDocument({ url: PAGE, reasons: ["WORKERS"], justification: "Scores headlines on this device, in a worker that keeps the model in memory." })
    .finally(() => (opening = null));
  return opening;
}
