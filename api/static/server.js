// Calls to the API. Every failure becomes a Problem that the page can show.
import { t } from "./i18n.js";
import { recall, remember } from "./storage.js";

const KEY = "api-key";
const keyField = document.getElementById("key");
const maxBytes = Number(document.body.dataset.maxBytes) || Infinity;

keyField.value = recall("sessionStorage", KEY) ?? "";
keyField.addEventListener("input", () => remember("sessionStorage", KEY, keyField.value || null));
document.getElementById("key-form").addEventListener("submit", (event) => event.preventDefault());

/** What is wrong and how to fix it: `title()` and `remedy()` return text in the language of the moment. */
export class Problem extends Error {
  constructor(title, remedy, { detail = "", errors = [], status = 0, limit = null } = {}) {
    super(title());
    Object.assign(this, { title, remedy, detail, errors, status, limit });
  }
}

/**
 * POST a document as JSON, or GET without one, and return the parsed response. Throws Problem, also when `signal` ends the
 * call: who aborted it knows. `key` is the Idempotency-Key.
 */
export async function call(path, document_ = undefined, { signal = undefined, key = "" } = {}) {
  const body = document_ && new TextEncoder().encode(JSON.stringify(document_));
  if (body?.length > maxBytes) throw tooLarge(body.length);
  const head = { ...headers(), ...(key && { "Idempotency-Key": key }) };
  // A request with a key must not make the browser ask for another one.
  const credentials = head.Authorization ? "omit" : "same-origin";
  const request = { method: body ? "POST" : "GET", headers: head, body, credentials, signal };
  let response, answer;
  try {
    // From the script's own address: a proxy may offer the service under a path prefix.
    response = await fetch(new URL(`../${path}`, import.meta.url), request);
    answer = await response.text();
  } catch {
    throw new Problem(() => t("gone"), () => t("goneMend"));
  }
  let parsed = null;
  try {
    parsed = JSON.parse(answer);
  } catch {
    // the response of a proxy
  }
  if (!response.ok || parsed === null) throw refusal(response, parsed ?? {});
  return parsed;
}

function headers() {
  const key = keyField.value.trim();
  if (!/^[\x21-\x7e]*$/.test(key)) throw new Problem(() => t("badKey"), () => t("badKeyMend"), { status: 401 });
  return { "Content-Type": "application/json", ...(key && { Authorization: `Bearer ${key}` }) };
}

function tooLarge(bytes) {
  const size = (bytes / 2 ** 20).toFixed(1);
  const limit = (maxBytes / 2 ** 20).toFixed(1);
  return new Problem(() => t("tooLarge"), () => t("tooLargeMend", { size, limit }), { status: 413 });
}

function refusal(response, { title = "", detail = "", errors = [], limit = null }) {
  const status = response.status;
  const found = { status, detail: detail || title, errors, limit };
  if (status === 401) return new Problem(() => t("unauthorized"), () => t("unauthorizedMend"), found);
  if (status === 429) {
    const seconds = retrySeconds(response.headers.get("Retry-After"));
    const remedy = () => (seconds === null ? t("limitedMendSoon") : t("limitedMend", { seconds }));
    return new Problem(() => t("limited"), remedy, found);
  }
  const key = status >= 500 || response.ok ? "failed" : "refused";
  return new Problem(() => t(key, { status }), () => "", found);
}

/** Retry-After is a number of seconds or a date (RFC 9110, 10.2.3). */
function retrySeconds(value) {
  if (!value) return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? null : Math.max(1, seconds);
}
