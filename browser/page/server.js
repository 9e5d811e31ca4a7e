/** In the place of the playground's server.js: the calls to the API, answered in this page by the model beside it. */

import { Classifier, HeadlineError } from "../classifier.js";
import { t } from "../../api/static/i18n.js";

let loading = null;

/** What is wrong and how to fix it: `title()` and `remedy()` return text in the language of the moment. */
export class Problem extends Error {
  constructor(title, remedy, { detail = "", errors = [], status = 0, limit = null } = {}) {
    super(title());
    Object.assign(this, { title, remedy, detail, errors, status, limit });
  }
}

/** The answer of POST v1/predict or GET v1/model. Throws Problem, also when `signal` ends the call. */
export async function call(path, document_ = undefined, { signal = undefined } = {}) {
  const classifier = await loaded();
  await painted(); // between the parts of a long list the page lives on
  if (signal?.aborted) throw new Problem(() => t("gone"), () => "");
  if (path === "v1/model") return classifier.info;
  if (path !== "v1/predict") throw new Problem(() => t("needsServer"), () => t("needsServerMend"));
  return predict(classifier, document_);
}

function predict(classifier, { headlines, explain = false, ...options }) {
  const { name, version } = classifier.info;
  try {
    let predictions = classifier.predict(headlines, options); // names all headlines at fault
    if (explain) predictions = headlines.map((headline) => classifier.explain(headline, options));
    return { model: { name, version }, threshold: classifier.cutFor(options), predictions };
  } catch (error) {
    if (!(error instanceof HeadlineError)) throw error;
    throw new Problem(() => t("refused", { status: 422 }), () => "", { status: 422, errors: error.errors });
  }
}

/** The classifier, once the scripts that hold its files are there. */
function loaded() {
  loading ??= ready().then(() => Classifier.load(read));
  return loading.catch((error) => {
    loading = null;
    throw new Problem(() => t("noModel"), () => t("noModelMend"), { detail: error.message });
  });
}

function ready() {
  if (document.readyState === "complete") return Promise.resolve();
  return new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
}

function painted() {
  return new Promise((resolve) => setTimeout(resolve));
}

async function read(name) {
  const text = globalThis.clickbaitModel?.[name];
  if (text === undefined) throw new Error(`model/${name}.js is missing`);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
