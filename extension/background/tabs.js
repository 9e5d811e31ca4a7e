// Content scripts in tabs: bringing them there, and telling them something.
import { extension } from "./platform.js";

export const FILES = {
  js: [
    "headlines.js", "content/texts.js", "content/styles.js", "content/roots.js", "content/reader.js", "content/controls.js",
    "content/places.js", "content/facts.js", "content/votes.js", "content/card.js", "content/badges.js", "content/effects.js",
    "content/verdict.js", "content/scoring.js", "content/reveal.js", "content/watch.js", "content/life.js", "content/timing.js",
    "content/course.js", "content/hydration.js", "content/page.js",
  ],
  css: ["content/palette.css", "content/page.css"],
};

/** Send the scripts of a tab a message, all frames unless one is named; answers false where there is no script. */
export async function tell(tab, message, options = {}) {
  try {
    return (await extension.tabs.sendMessage(tab, message, options)) ?? true;
  } catch {
    return false;
  }
}

/** Send it to every tab; those without our script do not notice. */
export async function tellAll(message) {
  const tabs = await extension.tabs.query({});
  await Promise.all(tabs.map(({ id }) => tell(id, message)));
}

/** See to it that the scripts run in a tab: they are told to start again where they are there, and brought where not. */
export async function bring(tab, { restart = true } = {}) {
  const summary = await tell(tab, { type: "summary" }, { frameId: 0 });
  if (summary) {
    if (restart || !summary.on) await tell(tab, { type: "restart" });
    return;
  }
  const target = { tabId: tab, allFrames: true };
  await extension.scripting.insertCSS({ target, files: FILES.css });
  await extension.scripting.executeScript({ target, files: FILES.js });
}
