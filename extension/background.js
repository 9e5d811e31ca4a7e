// The messages are listed in background/messages.js.
// Answers the pages, the popup and the options. All requests to the server start here; pages have no network of ours.
import { extension } from "./background/platform.js";
import { forgetScores, openAgain, scoresFor, waitingTime } from "./background/scores.js";
import { checkedAddress, displayOf, readSettings } from "./background/settings.js";
import { explain, model, ServerError, wording } from "./background/server.js";
import { accessGranted, isSiteOn, registerScripts, switchSite, tell, tellAll } from "./background/sites.js";
import { sendVotes, undo, vote } from "./background/votes.js";
import { KINDS, leading, reasonsOf } from "./background/wording.js";

const DISPLAYED = ["mode", "threshold", "sensitivity", "kinds", "showAll"];
const BADGE = { bait: "#b3261a", problem: "#735200" };

/** What content scripts may ask; `host` is the page's, from the browser and not from the page. */
const FROM_PAGES = {
  start: async (_, { host }) => ({ on: await isSiteOn(host), display: displayOf(await readSettings()) }),
  score: async ({ texts }, { host, tab }) => {
    if (!(await isSiteOn(host))) return { failed: "off" };
    return scoresFor(tab, texts);
  },
  explain: async ({ text }, { host }) => ((await isSiteOn(host)) ? explained(text) : { failed: "off" }),
  vote: async ({ text, label, version }, { host }) => ({ id: await vote({ headline: text, label, pageHost: host, version }) }),
  undo: async ({ id }) => ({ undone: await undo(id) }),
  state: async (state, { tab }) => showState(tab, state),
};

/** What our own pages may ask. */
const FROM_EXTENSION = {
  site: async ({ host, on, tab }) => {
    openAgain();
    await switchSite(host, on, tab);
    if (!on) await showState(tab, { off: true });
  },
  retry: async ({ tab }) => {
    openAgain();
    return tell(tab, { type: "restart" });
  },
  model: async ({ address, key }) => {
    const settings = await readSettings();
    const connection = address === undefined ? settings : { address: checkedAddress(address), key: key.trim() };
    const began = performance.now();
    const { name, version, threshold, cuts = {}, heads = [] } = await model(connection);
    const kinds = heads.some((head) => KINDS.includes(head.name));
    return { name, version, threshold, cuts, kinds, milliseconds: performance.now() - began };
  },
  lists: () => registerScripts(),
};

extension.runtime.onMessage.addListener((message, sender, respond) => {
  if (sender.id !== extension.runtime.id) return false;
  const own = sender.url?.startsWith(extension.runtime.getURL(""));
  const answer = (own ? FROM_EXTENSION : FROM_PAGES)[message.type];
  if (!answer || (!own && sender.frameId !== 0)) return false;
  const from = own ? {} : { tab: sender.tab.id, host: new URL(sender.url).hostname };
  Promise.resolve(answer(message, from)).then((found) => respond(found ?? {}), (error) => respond(failure(error)));
  return true; // the answer comes later
});

/** A prediction with its reasons in words, for bait and against it: the threshold may move while a card is open. */
async function explained(text) {
  const prediction = await explain(text);
  const language = extension.i18n.getUILanguage().startsWith("zh") ? "zh-TW" : "en";
  const choice = { kind: leading(prediction.kinds), wording: await wording(), language };
  return { ...prediction, for: reasonsOf(prediction, { ...choice, bait: true }), against: reasonsOf(prediction, { ...choice, bait: false }) };
}

function failure(error) {
  if (error instanceof ServerError) {
    return { failed: error.reason, status: error.status, detail: error.detail, retryIn: waitingTime() };
  }
  if (error instanceof TypeError) return { failed: "address" };
  console.error(error);
  return { failed: "failed", status: 0, detail: String(error), retryIn: 0 };
}

/** The icon tells how many are bait, or that the server does not answer. */
async function showState(tab, { off = false, failed = null, bait = 0, found = 0 }) {
  const { action, i18n } = extension;
  const name = i18n.getMessage("name");
  const told = off ? "" : failed ? i18n.getMessage(`problem_${failed}`) : i18n.getMessage("pageSummary", [`${bait}`, `${found}`]);
  const text = off ? "" : failed ? "!" : found ? `${bait}` : "";
  await Promise.all([
    action.setBadgeText({ tabId: tab, text }),
    action.setBadgeBackgroundColor({ tabId: tab, color: failed ? BADGE.problem : BADGE.bait }),
    action.setTitle({ tabId: tab, title: told ? `${name}\n${told}` : name }),
  ]).catch(() => {}); // the tab is closed
}

extension.storage.onChanged.addListener(async (changes, area) => {
  if (area !== "local") return;
  if (changes.address || changes.key) {
    await forgetScores();
    await tellAll({ type: "restart" });
  }
  if (DISPLAYED.some((name) => changes[name])) {
    await tellAll({ type: "display", display: displayOf(await readSettings()) });
  }
});

extension.permissions.onAdded.addListener(accessGranted);
extension.permissions.onRemoved.addListener(registerScripts);
extension.runtime.onInstalled.addListener(registerScripts);
extension.runtime.onStartup.addListener(sendVotes);
// Content scripts need no settings but those they are sent: the key stays with us. Not known to every Firefox.
extension.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
extension.action.setBadgeTextColor?.({ color: "#ffffff" });
sendVotes();
