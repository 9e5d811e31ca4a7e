// Votes wait five seconds before they are sent, so that undo is one: a vote taken back never left this machine.
// They lie in storage.local meanwhile, because the service worker may be stopped and the browser closed.
import { extension } from "./platform.js";
import { sendFeedback, ServerError } from "./server.js";
import { clientId } from "./settings.js";

export const UNDO_TIME = 5000; // ms
const FIRST_WAIT = 15_000; // ms after a failure; doubles up to
const LONGEST_WAIT = 30 * 60 * 1000;
const MOST = 200; // votes kept while the server is away
const STORED = "votes";
let wait = 0;
let timer = null;
let turn = Promise.resolve();

/** Changes of the list take turns: each reads what the one before has written. */
function change(work) {
  const next = turn.then(async () => {
    const { [STORED]: votes } = await extension.storage.local.get({ [STORED]: [] });
    const { votes: kept, result } = work(votes);
    await extension.storage.local.set({ [STORED]: kept.slice(-MOST) });
    return result;
  });
  turn = next.catch(() => {});
  return next;
}

/** Take a vote; answers its id. A second vote on the same headline that is still waiting replaces the first. */
export async function vote({ headline, label, pageHost, version }) {
  const id = crypto.randomUUID();
  const body = { headline, label, page_host: pageHost, model_version: version, client_id: await clientId() };
  const added = { id, body, due: Date.now() + UNDO_TIME, sending: false };
  await change((votes) => ({
    votes: [...votes.filter((other) => other.body.headline !== headline || other.sending), added],
  }));
  await plan();
  return id;
}

/** Take a vote back; answers whether it was still here. */
export function undo(id) {
  return change((votes) => {
    const kept = votes.filter((other) => other.id !== id || other.sending);
    return { votes: kept, result: kept.length < votes.length };
  });
}

/** Send what is due. The id is the idempotency key: a vote that is sent twice counts once. */
export async function sendVotes() {
  let next;
  while ((next = await takeDue())) {
    try {
      await sendFeedback(next.id, next.body);
      wait = 0;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      if (error.reason !== "refused") {
        wait = Math.min(LONGEST_WAIT, wait ? wait * 2 : FIRST_WAIT);
        await postpone(next.id, Math.max(wait, error.retryAfter ?? 0));
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
    const result = votes.find((vote) => vote.due <= Date.now());
    return { votes: votes.map((vote) => (vote === result ? { ...vote, sending: true } : vote)), result };
  });
}

function postpone(id, delay) {
  return change((votes) => ({
    votes: votes.map((vote) => (vote.id === id ? { ...vote, due: Date.now() + delay } : vote)),
  }));
}

async function plan() {
  const { [STORED]: votes } = await extension.storage.local.get({ [STORED]: [] });
  clearTimeout(timer);
  if (votes.length) timer = setTimeout(sendVotes, Math.max(0, Math.min(...votes.map(({ due }) => due)) - Date.now()));
}
