// Where the content script runs: on sites that the reader switched on and the browser granted.
import { excluded, isOn, patternOf, switched } from "./lists.js";
import { extension } from "./platform.js";
import { readSettings, writeSettings } from "./settings.js";

const SCRIPT = "pages";
let starting = Promise.resolve();
export const FILES = {
  js: [
    "headlines.js", "content/texts.js", "content/styles.js", "content/roots.js", "content/reader.js", "content/controls.js",
    "content/places.js", "content/facts.js", "content/votes.js", "content/card.js", "content/badges.js", "content/effects.js",
    "content/verdict.js", "content/scoring.js", "content/reveal.js", "content/watch.js", "content/life.js", "content/timing.js",
    "content/course.js", "content/page.js",
  ],
  css: ["content/palette.css", "content/page.css"],
};

/** Whether the extension works on this host. */
export async function isSiteOn(host) {
  return isOn(host, await readSettings());
}

/** Make the browser's registration match the lists; pages that are open stay as they are. */
export async function registerScripts() {
  const lists = await readSettings();
  const matches = [];
  for (const entry of lists.allowed) {
    if (await extension.permissions.contains({ origins: [patternOf(entry)] })) matches.push(patternOf(entry));
  }
  const script = {
    ...FILES, id: SCRIPT, matches, excludeMatches: excluded(lists).map(patternOf), runAt: "document_idle", allFrames: false, persistAcrossSessions: true,
  };
  const known = await extension.scripting.getRegisteredContentScripts({ ids: [SCRIPT] });
  if (!matches.length) return known.length ? extension.scripting.unregisterContentScripts({ ids: [SCRIPT] }) : undefined;
  return known.length
    ? extension.scripting.updateContentScripts([script])
    : extension.scripting.registerContentScripts([script]);
}

/** Remember a site as on or off; on, its page `tab` gets the script at once, off, the browser takes the access back. */
export async function switchSite(host, on, tab) {
  await writeSettings(switched(host, on, await readSettings()));
  await registerScripts();
  if (on) return start(host, tab);
  await tell(tab, { type: "stop" });
  // Refused where the access comes with a wider grant: then the list alone keeps the site off.
  await extension.permissions.remove({ origins: [patternOf(host)] }).catch(() => {});
}

/** The browser granted access: perhaps long after the click, and without the popup, which Firefox closes to ask. */
export async function accessGranted() {
  await registerScripts();
  const [tab] = await extension.tabs.query({ active: true, lastFocusedWindow: true });
  const host = URL.canParse(tab?.url ?? "") ? new URL(tab.url).hostname : "";
  if (await isSiteOn(host)) await start(host, tab.id);
}

/** One start after the other, or two of them would both find no script and both bring one. */
function start(host, tab) {
  const next = starting.then(async () => {
    if (!(await extension.permissions.contains({ origins: [patternOf(host)] }))) return;
    if (await tell(tab, { type: "restart" })) return; // the script is there from before
    await extension.scripting.insertCSS({ target: { tabId: tab }, files: FILES.css });
    await extension.scripting.executeScript({ target: { tabId: tab }, files: FILES.js });
  });
  starting = next.catch(() => {});
  return next;
}

/** Send a page's script a message; answers false where there is no script. */
export async function tell(tab, message) {
  try {
    return (await extension.tabs.sendMessage(tab, message, { frameId: 0 })) ?? true;
  } catch {
    return false;
  }
}

/** Send it to every tab; those without our script do not notice. */
export async function tellAll(message) {
  const tabs = await extension.tabs.query({});
  await Promise.all(tabs.map(({ id }) => tell(id, message)));
}
