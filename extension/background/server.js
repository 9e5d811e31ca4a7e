// The only module that touches the network, and only for a reader who set a server and let the browser grant it. Headlines
// travel in bodies, never in addresses.
import { isExplained, isModel, isPredictions } from "./answers.js";
import { extension } from "./platform.js";
import { readSettings, serverPattern } from "./settings.js";

export const PAGE_TIMEOUT = 800; // ms: a reader must not wait for scores
const PATIENT_TIMEOUT = 5000; // ms: the reader asked, and waits

/**
 * `reason` is "gone" (no answer), "slow", "access" (not granted), "key" (401), "limit" (429), "refused" (other 4xx), "failed", or
 * "foreign": an answer that is not the API's.
 */
export class ServerError extends Error {
  constructor(reason, { status = 0, detail = "", retryAfter = null } = {}) {
    super(`${reason} ${status}`);
    Object.assign(this, { reason, status, detail, retryAfter });
  }
}

/** {address, access} of the server that is set, access being whether the browser granted it; null where none is set. */
export async function serverSet() {
  const { address } = await readSettings();
  if (!address) return null;
  return { address, access: await extension.permissions.contains({ origins: [serverPattern(address)] }) };
}

/** Scores of at most 500 headlines, in their order: the API's document. Throws ServerError. */
export async function predict(headlines) {
  const answer = await call("/v1/predict", { body: { headlines } }, PAGE_TIMEOUT);
  return checked(answer, isPredictions(answer, headlines));
}

/** One prediction with its signals, and the model that made it. Throws ServerError. */
export async function explain(headline) {
  const answer = await call("/v1/predict", { body: { headlines: [headline], explain: true } });
  const { model, threshold, predictions } = checked(answer, isExplained(answer, [headline]));
  return { ...predictions[0], version: model.version, modelThreshold: threshold };
}

/** Store a vote; the same key again stores it once. Throws ServerError. */
export function sendFeedback(key, body) {
  return call("/v1/feedback", { body, headers: { "Idempotency-Key": key } });
}

/** The model in service at an address. Throws ServerError. */
export async function model(connection, timeout = PATIENT_TIMEOUT) {
  const answer = await call("/v1/model", {}, timeout, connection);
  return checked(answer, isModel(answer));
}

function checked(answer, good) {
  if (!good) throw new ServerError("foreign");
  return answer;
}

async function call(path, { body, headers = {} }, timeout = PATIENT_TIMEOUT, connection = null) {
  const { address, key } = connection ?? (await readSettings());
  // Looked for at each request: the reader may have taken the access back a moment ago.
  if (!(await extension.permissions.contains({ origins: [serverPattern(address)] }))) throw new ServerError("access");
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
  if (!response.ok) throw refusal(response, parsed);
  const isJson = /^application\/([\w.-]+\+)?json\b/i.test(response.headers.get("Content-Type") ?? "");
  return checked(parsed, isJson && parsed !== null);
}

function refusal({ status, headers }, problem) {
  const seconds = Number(headers.get("Retry-After"));
  const retryAfter = seconds > 0 ? seconds * 1000 : null;
  const reason = status === 401 ? "key" : status === 429 ? "limit" : status >= 500 ? "failed" : "refused";
  return new ServerError(reason, { status, detail: problem?.detail ?? "", retryAfter });
}
