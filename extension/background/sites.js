// Where the content script runs: on sites that the reader switched on and the browser granted.
import { begun, forget } from "./frames.js";
import { covers, entryFor, excluded, isOn, patternOf, siteOf, switched } from "./lists.js";
import { extension } from "./platform.js";
import { readSettings, writeSettings } from "./settings.js";
import { bring, FILES, tell } from "./tabs.js";

const SCRIPT = "pages";
const WISHES = "wishes";
const WISH_LIFETIME = 5 * 60 * 1000; // ms that the browser's question may stay open
let turn = Promise.resolve();

function isGranted(entry) {
  return extension.permissions.contains({ origins: [patternOf(entry)] });
}

/** Whether the extension works on this host: the lists say so, and the browser lets it. */
export async function isSiteOn(host) {
  return Boolean(host) && isOn(host, await readSettings()) && isGranted(host);
}

/** Make the browser's registration and all open tabs match the lists and the grants. One after the other. */
export function applySites() {
  const next = turn.then(apply);
  turn = next.catch(() => {});
  return next;
}

async function apply() {
  const lists = await readSettings();
  const granted = await grantedOf(lists.allowed);
  await register(granted, lists);
  const open = new Set((await extension.tabs.query({})).map(({ id }) => id));
  const isLeft = (tab, { host }) => open.has(tab) && isOn(host, lists) && granted.some((entry) => covers(entry, host));
  const off = await forget(isLeft);
  await Promise.all(off.map(({ tab, frame }) => tell(tab, { type: "stop" }, { frameId: frame })));
  const tabs = granted.length ? await extension.tabs.query({ url: granted.map(patternOf) }) : [];
  const wanted = tabs.filter(({ url, discarded }) => !discarded && url && isOn(new URL(url).hostname, lists));
  // A page that the browser keeps to itself is no reason not to start on the others.
  await Promise.allSettled(wanted.map(({ id }) => bring(id, { restart: false })));
}

async function grantedOf(entries) {
  const answers = await Promise.all(entries.map(isGranted));
  return entries.filter((_, i) => answers[i]);
}

async function register(granted, lists) {
  const script = {
    ...FILES, id: SCRIPT, matches: granted.map(patternOf), excludeMatches: excluded(lists).map(patternOf),
    runAt: "document_idle", allFrames: true, matchOriginAsFallback: true, persistAcrossSessions: true,
  };
  const known = await extension.scripting.getRegisteredContentScripts({ ids: [SCRIPT] });
  if (!granted.length) return known.length ? extension.scripting.unregisterContentScripts({ ids: [SCRIPT] }) : undefined;
  return known.length
    ? extension.scripting.updateContentScripts([script])
    : extension.scripting.registerContentScripts([script]);
}

/** Entries that are listed and not granted, as patterns: another device's, or an import's. */
export async function missingAccess() {
  const { allowed } = await readSettings();
  const granted = await grantedOf(allowed);
  return allowed.filter((entry) => !granted.includes(entry)).map(patternOf);
}

/**
 * Switch an entry on or off, for all tabs. On, nothing is listed unless the browser granted it: answers whether it did. Off,
 * the browser takes the access back.
 */
export async function switchSite(entry, on, host) {
  if (on && !(await isGranted(entry))) return false;
  const before = await readSettings();
  const after = switched(entry, on, before, host);
  await writeSettings(after);
  await applySites(); // before the access goes: without it the tabs are not found
  if (!on) await giveBack([entry, ...before.allowed.filter((other) => !after.allowed.includes(other))]);
  return true;
}

/** Take over both lists; access to a site that is no longer on goes back to the browser. Answers the missing access. */
export async function saveSites(lists) {
  const { allowed } = await readSettings();
  await writeSettings(lists);
  await applySites();
  await giveBack(allowed.filter((entry) => !lists.allowed.includes(entry)));
  return missingAccess();
}

/** Refused where the access comes with a wider grant: then the list alone keeps the site off. */
async function giveBack(entries) {
  for (const entry of new Set(entries)) await extension.permissions.remove({ origins: [patternOf(entry)] }).catch(() => {});
}

async function wishes() {
  return (await extension.storage.session.get({ [WISHES]: [] }))[WISHES];
}

function keepWishes(wishes) {
  return extension.storage.session.set({ [WISHES]: wishes });
}

/** Remember what the reader asks the browser for: its question may close the popup, and the answer comes without it. */
export async function wish(entry, host) {
  const others = (await wishes()).filter((other) => other.entry !== entry);
  await keepWishes([...others, { entry, host, until: Date.now() + WISH_LIFETIME }]);
}

/** The browser's question was answered with no. */
export async function unwish(entry) {
  await keepWishes((await wishes()).filter((other) => other.entry !== entry));
}

/** The browser granted something, perhaps long after the click: the wishes that it fulfils, and all that was listed before. */
export async function accessGranted() {
  const open = (await wishes()).filter(({ until }) => until > Date.now());
  const left = [];
  for (const { entry, host, until } of open) {
    if (!(await switchSite(entry, true, host))) left.push({ entry, host, until });
  }
  await keepWishes(left);
  await applySites();
}

/** Whether the extension works in a frame: not inside the page of a site that is off, wherever the frame comes from. */
export async function isFrameOn({ host, frame, top }) {
  return (await isSiteOn(host)) && (frame === 0 || (await isSiteOn(top)));
}

/** A frame asks whether to start. */
export async function startFrame(from) {
  const on = await isFrameOn(from);
  if (on) await begun(from);
  return on;
}

/** What is known of a host for the popup. */
export async function siteState(host) {
  const lists = await readSettings();
  const entry = host && entryFor(host, lists);
  const access = Boolean(host) && (await isGranted(host));
  return { host, domain: host && siteOf(host), entry: entry ?? null, listed: Boolean(entry), access, on: Boolean(entry) && access };
}
