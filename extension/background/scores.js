// Scores for pages: what is known already, then one call at a time for what is not.
import { Lru } from "./lru.js";
import { extension } from "./platform.js";
import { model, PAGE_TIMEOUT, predict, ServerError } from "./server.js";
import { leading } from "./wording.js";

export const BATCH = 500; // headlines a call
export const LIMIT = 4000; // headlines remembered
const LIFETIME = 60 * 60 * 1000; // ms: by then the server may have another model
const FIRST_WAIT = 5000; // ms after a failure; doubles up to
const LONGEST_WAIT = 5 * 60 * 1000;
const STORED = "scores";

let memory = null; // {cache, model}; a service worker is stopped when idle and begins anew
let saving = null;
let wait = 0;
let closedUntil = 0;
const lines = new Map(); // tab → the end of its queue: one request in flight per page

/**
 * {version, threshold, cuts, scores} for these texts, scores being [score, uncertain, {leading kind, topic and what else the
 * model answers}]. Throws ServerError.
 */
export function scoresFor(tab, texts) {
  const turn = (lines.get(tab) ?? Promise.resolve()).then(() => answered(texts));
  const end = turn.catch(() => {});
  lines.set(tab, end);
  end.then(() => lines.get(tab) === end && lines.delete(tab));
  return turn;
}

/** Ask the server again, although it failed a moment ago: the reader wants it. */
export function openAgain() {
  wait = 0;
  closedUntil = 0;
}

/** Forget every score: another server may answer otherwise. */
export async function forgetScores() {
  memory = { cache: new Lru(LIMIT), model: null };
  openAgain();
  await extension.storage.session.remove(STORED);
}

/** How long pages shall wait before they ask again, in ms. */
export function waitingTime() {
  return Math.max(0, closedUntil - Date.now());
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
  if (Date.now() < closedUntil) throw new ServerError("gone");
  let answer;
  try {
    answer = await predict(texts);
  } catch (error) {
    wait = Math.min(LONGEST_WAIT, wait ? wait * 2 : FIRST_WAIT);
    closedUntil = Date.now() + Math.max(wait, error.retryAfter ?? 0);
    throw error;
  }
  openAgain();
  const { version } = answer.model;
  const known = memory.model?.version === version && memory.model.cuts;
  memory.model = { version, threshold: answer.threshold, cuts: known || (await cutsNow()) };
  const until = Date.now() + LIFETIME;
  answer.predictions.forEach(({ headline, label, score, uncertain, ...answers }, i) => {
    const entry = [score, uncertain, { ...answers, leading: leading(answers.kinds) }];
    found.set(texts[i], entry);
    memory.cache.set(keyOf(texts[i]), { score: entry, until });
  });
  save();
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
