// What the scripts in all frames of a tab say together.
import { askPage, framesOf } from "./messages.js";

const LIFETIME = 3000; // ms: frames come and go
let frames = [0];
let until = 0;

/** {on, failed, originals, found, bait, kinds, items}: sums over the frames; null where there is no script. */
export async function wholePage(tab) {
  if (Date.now() > until) {
    frames = await framesOf(tab);
    until = Date.now() + LIFETIME;
  }
  const told = await Promise.all(frames.map((frame) => ofFrame(tab, frame)));
  const [top] = told;
  return top && summed(top, told.filter(Boolean));
}

async function ofFrame(tab, frame) {
  const summary = await askPage(tab, "summary", {}, frame);
  if (!summary) return null;
  const { items = [] } = (summary.on && (await askPage(tab, "list", {}, frame))) || {};
  return { ...summary, items: items.map((item) => ({ ...item, frame })) };
}

/** The sums of what frames say; what is no number is that of the page itself. */
function summed(top, frames) {
  const sum = (name) => frames.reduce((whole, frame) => whole + (frame[name] ?? 0), 0);
  const kinds = {};
  for (const frame of frames) {
    for (const [kind, count] of Object.entries(frame.kinds ?? {})) kinds[kind] = (kinds[kind] ?? 0) + count;
  }
  const marked = frames.flatMap(({ items }) => items).filter(({ label }) => label === "clickbait");
  return { ...top, found: sum("found"), bait: sum("bait"), kinds, items: marked };
}
