// Answers the pages, the popup and the options: every message is described in background/messages.js.
import { commanded } from "./background/commands.js";
import { info, DeviceError } from "./background/device.js";
import { told } from "./background/frames.js";
import { hostOf, hostOfSender } from "./background/hosts.js";
import { covers } from "./background/lists.js";
import { extension } from "./background/platform.js";
import { explained } from "./background/reasons.js";
import { forgetScores, openAgain, waitingTime } from "./background/served.js";
import { prepare, scoresFor } from "./background/scores.js";
import { chosen, makeMenu, selectionFor } from "./background/selection.js";
import { model, serverSet, ServerError } from "./background/server.js";
import { checkedAddress, DISPLAYED, displayOf, readSettings, writeSettings } from "./background/settings.js";
import {
  accessGranted, applySites, isFrameOn, missingAccess, saveSites, siteState, startFrame, switchSite, unwish, wish,
} from "./background/sites.js";
import * as sync from "./background/sync.js";
import { tellAll } from "./background/tabs.js";
import { exportedSettings, importedSettings } from "./background/transfer.js";
import { deleteVotes, exportVotes, FullError, listVotes, sendVotes, undo, vote } from "./background/votes.js";
import { KINDS } from "./background/wording.js";

/** What content scripts may ask; `from` is the frame's, from the browser and not from the page. */
const FROM_PAGES = {
  start: async (_, from) => {
    if (from.prerendered) return { on: false, later: true };
    const on = await startFrame(from);
    if (on) prepare(from);
    return { on, display: displayOf(await readSettings()) };
  },
  score: async ({ texts }, from) => ((await isFrameOn(from)) ? scoresFor(from, texts) : { failed: "off" }),
  explain: async ({ text }, from) => ((await isFrameOn(from)) ? explained(from, text) : { failed: "off" }),
  vote: async ({ text, label, kind, version }, from) => {
    if (from.incognito) return { failed: "private" };
    // A selection on a page where the extension is off: the page is nobody's business.
    const pageHost = (await isFrameOn(from)) ? from.host : null;
    return vote({ headline: text, label, kind, pageHost, version });
  },
  undo: async ({ id }) => ({ undone: await undo(id) }),
  state: (state, from) => told(from, state),
};

/** What our own pages may ask. */
const FROM_EXTENSION = {
  page: ({ tab }) => pageState(tab),
  wish: async ({ entry, tab }) => {
    const { host, incognito } = await tabOf(tab);
    if (!incognito) await wish(entry, host);
  },
  site: async ({ entry, host: named, on, tab }) => {
    const { host, incognito } = await tabOf(tab);
    if (incognito) return { ...(await pageState(tab)), failed: "private" };
    openAgain();
    const done = await switchSite(entry ?? named, on, host ?? named);
    await unwish(entry ?? named);
    return { ...(await pageState(tab)), ...(!done && { failed: "access" }) };
  },
  retry: async () => {
    openAgain();
    await tellAll({ type: "restart" });
  },
  model: async ({ address, key = "" }) => modelState(address === undefined ? null : { address: checkedAddress(address), key: key.trim() }),
  explain: ({ text }) => explained({ incognito: false }, text), // the example of the first-run page
  setServer: async ({ address, key = "" }) => {
    await writeSettings({ address: checkedAddress(address), key: key.trim() });
    return { saved: true, access: (await serverSet())?.access ?? false };
  },
  saveSites: async ({ allowed, blocked }) => ({ missing: await saveSites({ allowed, blocked }) }),
  lists: () => applySites(),
  access: async () => ({ missing: await missingAccess() }),
  votes: async () => ({ votes: await listVotes() }),
  deleteVotes: async ({ ids = null }) => ({ left: await deleteVotes(ids) }),
  exportVotes: () => exportVotes(),
  exportSettings: async () => ({ name: "clickbait-zh-settings.json", text: exportedSettings(await readSettings()) }),
  importSettings: async ({ text }) => importSettings(text),
  sync: async () => ({ state: await sync.syncState() }),
};

extension.runtime.onMessage.addListener((message, sender, respond) => {
  if (sender.id !== extension.runtime.id || message.to) return false; // that is the offscreen document's
  const own = sender.url?.startsWith(extension.runtime.getURL(""));
  const answer = (own ? FROM_EXTENSION : FROM_PAGES)[message.type];
  if (!answer || (!own && !sender.tab)) return false;
  const asked = Promise.resolve().then(() => answer(message, own ? {} : frameOf(sender)));
  asked.then((found) => respond(found ?? {}), (error) => respond(failure(error)));
  return true; // the answer comes later
});

function frameOf(sender) {
  const { tab, frameId, documentId, documentLifecycle } = sender;
  return {
    tab: tab.id, frame: frameId, document: documentId, host: hostOfSender(sender), top: hostOf(tab), incognito: tab.incognito,
    prerendered: documentLifecycle === "prerender",
  };
}

async function tabOf(id) {
  const tab = await extension.tabs.get(id).catch(() => null); // closed meanwhile
  return { host: hostOf(tab), incognito: Boolean(tab?.incognito) };
}

async function pageState(tab) {
  const { host, incognito } = await tabOf(tab);
  const [site, server, selection] = await Promise.all([siteState(host), serverSet(), selectionFor(tab)]);
  return { ...site, restricted: host === null, private: incognito, server, selection };
}

/** The model that scores now, or that of a server which the reader tries. */
async function modelState(tried) {
  const began = performance.now();
  const server = await serverSet();
  const served = tried?.address || (!tried && server?.access);
  const { name, version, threshold, cuts = {}, heads = [] } = served ? await model(tried) : await info();
  const kinds = heads.some((head) => KINDS.includes(head.name));
  return {
    where: served ? "server" : "device", name, version, threshold, cuts, kinds, milliseconds: performance.now() - began, server,
  };
}

async function importSettings(text) {
  let found;
  try {
    found = importedSettings(text);
  } catch {
    return { failed: "file" };
  }
  await writeSettings(found.settings);
  await applySites();
  return { wrong: found.wrong, missing: await missingAccess() };
}

function failure(error) {
  if (error instanceof ServerError) {
    return { failed: error.reason, status: error.status, detail: error.detail, retryIn: waitingTime() };
  }
  if (error instanceof DeviceError || error instanceof FullError) return { failed: error.reason, detail: error.message };
  if (error instanceof TypeError && /URL|address/.test(error.message)) return { failed: "address" };
  console.error(error);
  return { failed: "failed", status: 0, detail: String(error), retryIn: 0 };
}

async function installed({ reason }) {
  await sync.begin();
  await applySites(); // open tabs, too: those of the version before are left alone by it
  if (reason === "install") await extension.tabs.create({ url: extension.runtime.getURL("pages/welcome.html") });
}

/**
 * Once in each run of the extension: after it was disabled and enabled again, which is no installation, open tabs hold scripts
 * that nothing answers.
 */
async function woken() {
  const { woken: before } = await extension.storage.session.get({ woken: false });
  if (before) return;
  await extension.storage.session.set({ woken: true });
  makeMenu();
  await applySites();
}

async function serverChanged() {
  await forgetScores();
  await tellAll({ type: "restart" });
  await sendVotes();
}

extension.storage.onChanged.addListener(async (changes, area) => {
  sync.changed(changes, area);
  if (area !== "local") return;
  if (changes.address || changes.key) await serverChanged();
  if (changes.allowed || changes.blocked) await applySites();
  if (DISPLAYED.some((name) => changes[name])) {
    await tellAll({ type: "display", display: displayOf(await readSettings()) });
  }
});

/** Access came or went: a site's, or the server's. */
async function accessChanged(change, { origins = [] }) {
  await change();
  const server = await serverSet();
  const hosts = origins.map((pattern) => pattern.split("/")[2]);
  if (server && hosts.some((host) => host === "*" || covers(host, new URL(server.address).hostname))) await serverChanged();
}

extension.permissions.onAdded.addListener((origins) => accessChanged(accessGranted, origins));
extension.permissions.onRemoved.addListener((origins) => accessChanged(applySites, origins));
extension.runtime.onInstalled.addListener(installed);
extension.runtime.onStartup.addListener(sendVotes);
extension.commands?.onCommand.addListener(commanded);
extension.contextMenus?.onClicked.addListener(chosen);
// Content scripts need no settings but those they are sent: the key stays with us. Not known to every Firefox.
extension.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
extension.action.setBadgeTextColor?.({ color: "#ffffff" });
woken();
sendVotes();
