// The frames in which the extension works, and the icon that tells their sum. In storage.session: the service worker may be
// stopped at any time, and none of it is ever on disk.
import { extension } from "./platform.js";
import { tell } from "./tabs.js";

const STORED = "frames";
const COLOUR = { bait: "#b3261a", problem: "#735200" };
let turn = Promise.resolve();

/** Changes take turns: each reads what the one before has written. `work` changes the frames {tab: {frame: state}}. */
function change(work) {
  const next = turn.then(async () => {
    const { [STORED]: frames } = await extension.storage.session.get({ [STORED]: {} });
    const result = work(frames);
    await extension.storage.session.set({ [STORED]: frames });
    return result;
  });
  turn = next.catch(() => {});
  return next;
}

/** A frame begins: with a new page, all that was known of its tab goes. Its inner frames may have begun before it: they say
 * again what they found. */
export async function begun({ tab, frame, document, host }) {
  await change((frames) => {
    if (frame === 0) delete frames[tab];
    (frames[tab] ??= {})[frame] = { document, host, failed: null, bait: 0, found: 0 };
  });
  if (frame === 0) tell(tab, { type: "report" });
}

/** What a frame found, or that it stopped; the icon follows. */
export async function told({ tab, frame, document, host }, { off = false, failed = null, bait = 0, found = 0 }) {
  const states = await change((frames) => {
    const states = (frames[tab] ??= {});
    if (!off) states[frame] = { document, host, failed, bait, found };
    else if (states[frame]?.document === document) delete states[frame]; // not the page that has taken its place
    if (!Object.keys(states).length) delete frames[tab];
    return Object.values(states);
  });
  await showIcon(tab, states);
}

/** Forget frames that `keep` does not want, and answer them: [{tab, frame}]. */
export async function forget(keep) {
  const gone = await change((frames) => {
    const gone = [];
    for (const [tab, states] of Object.entries(frames)) {
      for (const [frame, state] of Object.entries(states)) {
        if (keep(Number(tab), state)) continue;
        gone.push({ tab: Number(tab), frame: Number(frame) });
        delete states[frame];
      }
      if (!Object.keys(states).length) delete frames[tab];
    }
    for (const found of gone) found.left = Object.values(frames[found.tab] ?? {});
    return gone;
  });
  for (const { tab, left } of gone) await showIcon(tab, left);
  return gone;
}

/** How many are bait in all frames of a tab, or that there are no scores. */
async function showIcon(tab, states) {
  const { action, i18n } = extension;
  const failed = states.find((state) => state.failed)?.failed;
  const [bait, found] = ["bait", "found"].map((name) => states.reduce((sum, state) => sum + state[name], 0));
  const problem = failed && (i18n.getMessage(`problem_${failed}`) || i18n.getMessage("problem_failed"));
  const told = problem || (states.length ? i18n.getMessage("pageSummary", [`${bait}`, `${found}`]) : "");
  const name = i18n.getMessage("name");
  const text = failed ? "!" : found ? `${bait}` : "";
  await Promise.all([
    action.setBadgeText({ tabId: tab, text }),
    action.setBadgeBackgroundColor({ tabId: tab, color: failed ? COLOUR.problem : COLOUR.bait }),
    action.setTitle({ tabId: tab, title: told ? `${name}\n${told}` : name }),
  ]).catch(() => {}); // the tab is closed
}
