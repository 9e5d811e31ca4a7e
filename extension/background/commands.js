// The keyboard: this site on or off, and on to the next marked headline.
import { hostOf } from "./hosts.js";
import { patternOf } from "./lists.js";
import { extension } from "./platform.js";
import { isSiteOn, switchSite, unwish, wish } from "./sites.js";
import { tell } from "./tabs.js";

export async function commanded(command, tab) {
  if (command === "next-headline") await tell(tab.id, { type: "next" }, { frameId: 0 });
  if (command === "toggle-site") await toggle(tab);
}

async function toggle(tab) {
  const host = hostOf(tab);
  if (host === null || tab.incognito) return openPopup(); // it says why not
  // Asked before anything is awaited, which would end the reader's gesture; where it is granted, nobody is asked.
  const asked = extension.permissions.request({ origins: [patternOf(host)] });
  await wish(host, host);
  let granted;
  try {
    granted = await asked;
  } catch {
    await unwish(host);
    return openPopup(); // the browser wants a click
  }
  const on = granted && (await isSiteOn(host));
  if (granted) await switchSite(host, !on, host);
  await unwish(host);
}

function openPopup() {
  return extension.action.openPopup?.().catch(() => {}); // the window is not in front
}
