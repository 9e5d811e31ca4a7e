// What pages of ours say to the background (background/messages.js lists it all) and to the scripts in a tab.
import { extension } from "../background/platform.js";
import { patternOf } from "../background/lists.js";

/** The background's answer, or {failed} with the reason why there is none. */
export async function send(type, message = {}) {
  try {
    return (await extension.runtime.sendMessage({ ...message, type })) ?? { failed: "failed" };
  } catch {
    return { failed: "failed" }; // the background is being started anew
  }
}

/** The answer of the script in one frame of a tab, or null where there is none. */
export async function askPage(tab, type, message = {}, frameId = 0) {
  try {
    return (await extension.tabs.sendMessage(tab, { ...message, type }, { frameId })) ?? null;
  } catch {
    return null;
  }
}

/** The frames of a tab that we may read: a page of a site may hold other pages of it. */
export async function framesOf(tab) {
  try {
    const found = await extension.scripting.executeScript({ target: { tabId: tab, allFrames: true }, func: () => true });
    return found.map(({ frameId }) => frameId);
  } catch {
    return [0];
  }
}

/**
 * Ask the browser for access to these entries; answers whether it was granted. To be called within the click, before anything
 * is awaited: the browsers forget the click.
 */
export async function askAccess(entries) {
  return askOrigins(entries.map(patternOf));
}

/** `more` is what else is asked for in the same question. */
export async function askOrigins(origins, more = {}) {
  if (!origins.length) return true;
  try {
    return await extension.permissions.request({ origins, ...more });
  } catch (error) {
    console.error(error);
    return false;
  }
}
