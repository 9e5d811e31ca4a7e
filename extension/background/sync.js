// The reader's settings on all devices: storage.local is what counts here, and storage.sync carries it. So a browser whose sync
// is off, full or slow changes nothing on this device.
import { extension } from "./platform.js";
import { SYNCED } from "./settings.js";

const PAUSE = 1500; // ms: the browser takes 120 changes a minute, and a slider makes more
const STATE = "sync";
let timer = null;

const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** "on", "full" (there is more than sync takes: it stays on this device), or "off" (the browser does not sync). */
export async function syncState() {
  const { [STATE]: state } = await extension.storage.session.get({ [STATE]: "on" });
  return state;
}

/** A storage changed: what was chosen here goes to the other devices, and theirs comes here. */
export function changed(changes, area) {
  const names = SYNCED.filter((name) => changes[name]);
  if (!names.length) return;
  if (area === "local") pushSoon();
  if (area === "sync") take(Object.fromEntries(names.map((name) => [name, changes[name].newValue])));
}

/** A device that begins gets what the reader chose on others; what was chosen here already, counts. */
export async function begin() {
  const here = await extension.storage.local.get(SYNCED);
  if (Object.keys(here).length) return push();
  await take(await extension.storage.sync.get(SYNCED).catch(() => ({})));
}

async function take(theirs) {
  const here = await extension.storage.local.get(SYNCED);
  const names = Object.keys(theirs).filter((name) => !isSame(here[name], theirs[name]));
  const gone = names.filter((name) => theirs[name] === undefined);
  if (gone.length) await extension.storage.local.remove(gone);
  const set = Object.fromEntries(names.filter((name) => !gone.includes(name)).map((name) => [name, theirs[name]]));
  if (Object.keys(set).length) await extension.storage.local.set(set);
}

function pushSoon() {
  clearTimeout(timer);
  timer = setTimeout(push, PAUSE);
}

async function push() {
  let state = "on";
  try {
    const [here, there] = await Promise.all([extension.storage.local.get(SYNCED), extension.storage.sync.get(SYNCED)]);
    const names = SYNCED.filter((name) => !isSame(here[name], there[name]));
    // One by one: lists that are too long shall not keep the rest from the other devices.
    for (const name of names) {
      try {
        await (name in here ? extension.storage.sync.set({ [name]: here[name] }) : extension.storage.sync.remove(name));
      } catch (error) {
        state = /quota/i.test(error.message) ? "full" : "off";
      }
    }
  } catch {
    state = "off";
  }
  await extension.storage.session.set({ [STATE]: state });
}
