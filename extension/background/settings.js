// What the reader has chosen, in storage.local. Never in storage.sync: keys and sites stay on this machine.
import { extension } from "./platform.js";
import { KINDS } from "./wording.js";

export const SENSITIVITIES = ["strict", "balanced", "sensitive"];
export const MODES = ["mark", "dim", "blur", "collapse"];
export const DEFAULTS = Object.freeze({
  address: "http://127.0.0.1:8000",
  key: "",
  mode: "mark",
  threshold: null, // by hand; null: that of the sensitivity
  sensitivity: "balanced", // which of the model's cuts
  kinds: KINDS, // the kinds of bait that are marked
  showAll: false, // substantive headlines get a badge, too
  allowed: [],
  blocked: [],
});

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

/** The address without a slash at its end. Throws TypeError for what is no address of a server. */
export function checkedAddress(text) {
  const url = new URL(text.trim());
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new TypeError("not the address of a server");
  }
  return url.href.replace(/\/+$/, "");
}
