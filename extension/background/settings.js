// What the reader has chosen, in storage.local; sync.js carries SYNCED to the reader's other devices.
import { extension } from "./platform.js";
import { KINDS } from "./wording.js";

export const SENSITIVITIES = ["strict", "balanced", "sensitive"];
export const MODES = ["mark", "dim", "blur", "collapse"];
export const DEFAULTS = Object.freeze({
  address: "", // of a server; none: the model on this device scores
  key: "",
  mode: "mark",
  threshold: null, // by hand; null: that of the sensitivity
  sensitivity: "balanced", // which of the model's cuts
  kinds: KINDS, // the kinds of bait that are marked
  showAll: false, // substantive headlines get a badge, too
  allowed: [],
  blocked: [],
});
export const DISPLAYED = ["mode", "threshold", "sensitivity", "kinds", "showAll"];
/** Never the server and its key: another device may not reach it, and a key is no one else's. */
export const SYNCED = [...DISPLAYED, "allowed", "blocked"];

const DATA = ["websiteContent", "browsingActivity", "technicalAndInteraction"]; // as the manifest says

/** All settings, with defaults for what was never set. */
export async function readSettings() {
  return extension.storage.local.get({ ...DEFAULTS });
}

export async function writeSettings(changes) {
  await extension.storage.local.set(changes);
}

/** What pages need to know to draw: no address, no key, no list of sites. */
export function displayOf({ mode, threshold, sensitivity, kinds, showAll }) {
  return { mode, threshold, sensitivity, kinds, showAll };
}

/** A random name for this installation's votes, so that they count once a headline. */
export async function clientId() {
  let { clientId: id } = await extension.storage.local.get("clientId");
  if (!id) {
    id = crypto.randomUUID();
    await extension.storage.local.set({ clientId: id });
  }
  return id;
}

/** The address without a slash at its end; "" for none. Throws TypeError for what is no address of a server. */
export function checkedAddress(text) {
  if (!text.trim()) return "";
  const url = new URL(text.trim());
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new TypeError("not the address of a server");
  }
  return url.href.replace(/\/+$/, "");
}

/**
 * What `permissions.request` is to be asked, by a click, before a server is set: its address, and in Firefox the reader's
 * consent that headlines, and with votes the site's name and a random code, go there.
 */
export function serverRequest(address) {
  const consent = extension.runtime.getBrowserInfo && { data_collection: DATA };
  return { origins: [serverPattern(address)], ...consent };
}

/** The match pattern of a server's address: its protocol, every port. */
export function serverPattern(address) {
  const { protocol, hostname } = new URL(address);
  return `${protocol}//${hostname}/*`;
}
