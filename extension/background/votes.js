// Votes stay on this device, in storage.local, until the reader takes them back, deletes or exports them. Where a server is set
// they are sent to it: five seconds later, so that a vote that is taken back in time never left this machine.
import { Backoff } from "./backoff.js";
import { extension } from "./platform.js";
import { sendFeedback, serverSet, ServerError } from "./server.js";
import { clientId } from "./settings.js";

export const UNDO_TIME = 5000; // ms
const MOST = 5000; // votes kept; the oldest go first
const STORED = "votes";
const FIELDS = ["headline", "label", "kind", "page_host", "model_version", "client_id"];
const backoff = new Backoff({ first: 15_000, longest: 30 * 60 * 1000 });
let timer = null;
let turn = Promise.resolve();

/** The browser has no room left for a vote. */
export class FullError extends Error {
  reason = "full";
}

/** Changes of the list take turns: each reads what the one before has written. */
function change(work) {
  const next = turn.then(async () => {
    const { votes: kept, result } = work(await allVotes());
    try {
      await extension.storage.local.set({ [STORED]: kept.slice(-MOST) });
    } catch (error) {
      throw new FullError(String(error));
    }
    return result;
  });
  turn = next.catch(() => {});
  return next;
}

async function allVotes() {
  const { [STORED]: votes } = await extension.storage.local.get({ [STORED]: [] });
  return votes;
}

/** Whether a vote waits for the server; else it is due nowhere. */
function isWaiting({ due }) {
  return typeof due === "number";
}

/**
 * Take a vote; answers {id, kept}: kept where it stays on this device. A second vote on the same headline replaces the first,
 * unless that one is already on its way. Throws FullError.
 */
export async function vote({ headline, label, kind, pageHost, version }) {
  const id = crypto.randomUUID();
  const kept = !(await serverSet())?.access;
  const named = { ...(kind && { kind }), ...(pageHost && { page_host: pageHost }), ...(version && { model_version: version }) };
  const body = { headline, label, ...named, client_id: await clientId() };
  const at = Date.now();
  const added = { id, body, at, due: kept ? null : at + UNDO_TIME, sending: false };
  await change((votes) => ({
    votes: [...votes.filter((other) => other.body.headline !== headline || other.sending), added],
  }));
  await plan();
  return { id, kept };
}

/** Take a vote back; answers whether it was still here. */
export function undo(id) {
  return change((votes) => {
    const kept = votes.filter((other) => other.id !== id || other.sending);
    return { votes: kept, result: kept.length < votes.length };
  });
}

/** What the reader is shown of the votes on this device, the newest first. */
export async function listVotes() {
  const shown = ({ id, body, at, ...vote }) => ({
    id, headline: body.headline, label: body.label, kind: body.kind ?? null, host: body.page_host ?? null, at: at ?? null,
    waiting: isWaiting(vote),
  });
  return (await allVotes()).map(shown).reverse();
}

/** Delete these votes, or all (null); answers how many are left. */
export function deleteVotes(ids) {
  return change((votes) => {
    const kept = ids === null ? [] : votes.filter(({ id }) => !ids.includes(id));
    return { votes: kept, result: kept.length };
  });
}

/** {name, text, count}: a JSON document a line, the oldest first, for `clickbait feedback import`. */
export async function exportVotes() {
  const votes = await allVotes();
  return { name: "clickbait-zh-votes.jsonl", text: votes.map(lineOf).join(""), count: votes.length };
}

function lineOf({ id, body, at }) {
  const given = FIELDS.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]);
  const time = at ? { voted_at: new Date(at).toISOString() } : {};
  return JSON.stringify({ id, ...Object.fromEntries(given), ...time }) + "\n";
}

/** Send what is due. The id is the idempotency key: a vote that is sent twice counts once. */
export async function sendVotes() {
  let next;
  while ((await serverSet())?.access && (next = await takeDue())) {
    try {
      await sendFeedback(next.id, next.body);
      backoff.reset();
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      if (error.reason !== "refused") {
        backoff.failed(error.retryAfter ?? 0);
        await postpone(next.id, backoff.left);
        break;
      } // what is refused once is refused again
    }
    await change((votes) => ({ votes: votes.filter((other) => other.id !== next.id) }));
  }
  await plan();
}

/** The next vote that is due, marked: from now on it cannot be taken back. */
function takeDue() {
  return change((votes) => {
    const result = votes.find((vote) => isWaiting(vote) && vote.due <= Date.now());
    return { votes: votes.map((vote) => (vote === result ? { ...vote, sending: true } : vote)), result };
  });
}

function postpone(id, delay) {
  return change((votes) => ({
    votes: votes.map((vote) => (vote.id === id ? { ...vote, due: Date.now() + delay } : vote)),
  }));
}

async function plan() {
  clearTimeout(timer);
  if (!(await serverSet())?.access) return;
  const due = (await allVotes()).filter(isWaiting).map((vote) => vote.due);
  if (due.length) timer = setTimeout(sendVotes, Math.max(0, Math.min(...due) - Date.now()));
}
