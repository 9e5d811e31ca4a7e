// A worker with the model: it stays warm here, and scoring holds up nobody else. It reads the package's own files only.
import { Classifier } from "../browser/classifier.js";

const FOLDER = new URL("../browser/model/", import.meta.url);
let classifier = null; // the promise of it

async function read(name) {
  const response = await fetch(new URL(name, FOLDER));
  if (!response.ok) throw new Error(`${name} cannot be read`);
  return new Uint8Array(await response.arrayBuffer());
}

const CALLS = {
  predict: (found, headlines) => ({ ...told(found), predictions: found.predict(headlines) }),
  explain: (found, headline) => ({ ...told(found), prediction: found.explain(headline) }),
  info: (found) => found.info,
};

function told({ info }) {
  const { version, threshold, cuts = {} } = info;
  return { version, threshold, cuts };
}

addEventListener("message", async ({ data: { id, call, value } }) => {
  try {
    classifier ??= Classifier.load(read);
    postMessage({ id, answer: CALLS[call](await classifier, value) });
  } catch (error) {
    classifier = null; // read again at the next call
    postMessage({ id, error: String(error?.message ?? error) });
  }
});
