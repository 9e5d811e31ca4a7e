// The only module that touches the network. Headlines travel in bodies, never in addresses.
import { extension } from "./platform.js";
import { readSettings } from "./settings.js";

export const PAGE_TIMEOUT = 800; // ms: a reader must not wait for scores
const PATIENT_TIMEOUT = 5000; // ms: the reader asked, and waits

/** `reason` is "gone" (no answer), "slow", "key" (401), "limit" (429), "refused" (other 4xx) or "failed". */
export class ServerError extends Error {
  constructor(reason, { status = 0, detail = "", retryAfter = null } = {}) {
    super(`${reason} ${status}`);
    Object.assign(this, { reason, status, detail, retryAfter });
  }
}

/** Scores of at most 500 headlines, in their order: the API's document. Throws ServerError. */
export function predict(headlines) {
  return call("/v1/predict", { body: { headlines } }, PAGE_TIMEOUT);
}

/** One prediction with its signals, and the model that made it. Throws ServerError. */
export async function explain(headline) {
  const { model, threshold, predictions } = await call("/v1/predict", { body: { headlines: [headline], explain: true } });
  return { ...predictions[0], version: model.version, modelThreshold: threshold };
}

/** Store a vote; the same key again stores it once. Throws ServerError. */
export function sendFeedback(key, body) {
  return call("/v1/feedback", { body, headers: { "Idempotency-Key": key } });
}

/** The model in service at an address. Throws ServerError. */
export function model(connection, timeout = PATIENT_TIMEOUT) {
  return call("/v1/model", {}, timeout, connection);
}

/** The words for style features: a file of ours, from no server. */
export async function wording() {
  return (await fetch(extension.runtime.getURL("background/wording.json"))).json();
}

async function call(path, { body, headers = {} }, timeout = PATIENT_TIMEOUT, connection = null) {
  const { address, key } = connection ?? (await readSettings());
  const request = {
    method: body ? "POST" : "GET",
    headers: { ...headers, ...(key && { Authorization: `Bearer ${key}` }) },
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    redirect: "error", // headlines go to the address that the reader named, and no other
    signal: AbortSignal.timeout(timeout),
  };
  if (body) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  let response, answer;
  try {
    response = await fetch(address + path, request);
    answer = await response.text();
  } catch (error) {
    throw new ServerError(error.name === "TimeoutError" ? "slow" : "gone");
  }
  let parsed = null;
  try {
    parsed = JSON.parse(answer);
  } catch {
    // a proxy in between answers in its own way
  }
  if (!response.ok || parsed === null) throw refusal(response, parsed);
  return parsed;
}

function refusal({ status, ok, headers }, problem) {
  const seconds = Number(headers.get("Retry-After"));
  const retryAfter = seconds > 0 ? seconds * 1000 : null;
  const reason = status === 401 ? "key" : status === 429 ? "limit" : status >= 500 || ok ? "failed" : "refused";
  return new ServerError(reason, { status, detail: problem?.detail ?? "", retryAfter });
}
