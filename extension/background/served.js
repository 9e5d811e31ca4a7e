// Scores of a server: what is known already, then one call at a time for what is not.
import { entryOf } from "./answers.js";
import { Backoff } from "./backoff.js";
import { Lru } from "./lru.js";
import { extension } from "./platform.js";
import { model, PAGE_TIMEOUT, predict, ServerError } from "./server.js";

export const BATCH = 500; // headlines a call: a page's first ones do not wait for all the others
export const LIMIT = 4000; // headlines remembered
const LIFETIME = 60 * 60 * 1000; // ms: by then the server may have another model
const STORED = "scores";

let memory = null; // {cache, model}; a service worker is stopped when idle and begins anew
let saving = null;
let probe = null; // the first call after a failure
let last = new ServerError("gone"); // what it was that failed
const backoff = new Backoff({ first: 5000, longest: 5 * 60 * 1000 });
const lines = new Map(); // tab → the end of its queue: one request in flight per page

/** As scores.js describes it. Throws ServerError. */
export function scoresFor(tab, texts) {
  const turn = (lines.get(tab) ?? Promise.resolve()).then(() => answered(texts));
  const end = turn.catch(() => {});
  lines.set(tab, end);
  end.then(() => lines.get(tab) === end && lines.delete(tab));
  return turn;
}

/** Ask the server again, although it failed a moment ago: the reader wants it. */
export function openAgain() {
  backoff.reset();
}

/** Forget every score: another server may answer otherwise. */
export async function forgetScores() {
  memory = { cache: new Lru(LIMIT), model: null };
  openAgain();
  await extension.storage.session.remove(STORED);
}

/** How long pages shall wait before they ask again, in ms. */
export function waitingTime() {
  return backoff.left;
}

async function answered(texts) {
  const { cache } = await remembered();
  const wanted = [...new Set(texts)];
  const found = new Map();
  const missing = [];
  const now = Date.now();
  for (const text of wanted) {
    const entry = memory.model && cache.get(keyOf(text));
    if (entry && entry.until > now) found.set(text, entry.score);
    else missing.push(text);
  }
  for (let i = 0; i < missing.length; i += BATCH) await ask(missing.slice(i, i + BATCH), found);
  const { version, threshold, cuts } = memory.model;
  return { version, threshold, cuts, scores: texts.map((text) => found.get(text)) };
}

function keyOf(text) {
  return `${memory.model.version} ${text}`;
}

async function ask(texts, found) {
  if (probe) await probe; // one call finds out whether the server is back, and the others wait for what it finds
  if (backoff.left) throw last;
  const call = asked(texts);
  if (backoff.failing) {
    const ended = call.catch(() => {}).then(() => probe === ended && (probe = null));
    probe = ended;
  }
  const answer = await call;
  const { version } = answer.model;
  const known = memory.model?.version === version && memory.model.cuts;
  memory.model = { version, threshold: answer.threshold, cuts: known || (await cutsNow()) };
  const until = Date.now() + LIFETIME;
  answer.predictions.forEach((prediction, i) => {
    const entry = entryOf(prediction);
    found.set(texts[i], entry);
    memory.cache.set(keyOf(texts[i]), { score: entry, until });
  });
  save();
}

async function asked(texts) {
  try {
    const answer = await predict(texts);
    backoff.reset();
    return answer;
  } catch (error) {
    last = error;
    backoff.failed(error.retryAfter ?? 0);
    throw error;
  }
}

/** The thresholds of the sensitivities, asked once a model; null, and asked again, where the server does not say. */
async function cutsNow() {
  try {
    return (await model(null, PAGE_TIMEOUT)).cuts ?? {};
  } catch {
    return null;
  }
}

/** The memory outlives the service worker in storage.session, which is never on disk and ends with the browser. */
async function remembered() {
  if (!memory) {
    const { [STORED]: stored } = await extension.storage.session.get(STORED);
    memory ??= { cache: new Lru(LIMIT, stored?.entries), model: stored?.model ?? null };
  }
  return memory;
}

function save() {
  saving ??= setTimeout(async () => {
    saving = null;
    await extension.storage.session.set({ [STORED]: { model: memory.model, entries: memory.cache.entries() } });
  }, 500);
}
