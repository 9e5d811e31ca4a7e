// Scores and reasons for headlines: from the model on this device, or from the reader's server where one is set and granted.
import { entryOf } from "./answers.js";
import * as device from "./device.js";
import * as served from "./served.js";
import { explain as explainServed, serverSet } from "./server.js";

/** Whether the server scores. Headlines of private windows never leave this device. */
async function isServed(incognito) {
  return !incognito && Boolean((await serverSet())?.access);
}

/** Load the model on this device while a page is still being read: its first headlines then find it warm. */
export async function prepare({ incognito }) {
  if (!(await isServed(incognito))) await device.info().catch(() => {}); // a failure is told by the call for scores
}

/**
 * {version, threshold, cuts, scores} for these texts, scores being [score, uncertain, {leading kind, topic and what else the
 * model answers}]. Throws ServerError and DeviceError.
 */
export async function scoresFor({ tab, incognito }, texts) {
  if (await isServed(incognito)) return served.scoresFor(tab, texts);
  let model = {};
  const scores = [];
  for (let i = 0; i < texts.length; i += served.BATCH) {
    const { predictions, ...answer } = await device.predict(texts.slice(i, i + served.BATCH));
    model = answer;
    scores.push(...predictions.map(entryOf));
  }
  return { ...model, scores };
}

/** One prediction with its signals, and the model that made it. Throws ServerError and DeviceError. */
export async function explain({ incognito }, text) {
  return (await isServed(incognito)) ? explainServed(text) : device.explain(text);
}
