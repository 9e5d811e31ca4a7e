// "Score this selection": the reader marks any text, on any page, and sees the card.
import { extension } from "./platform.js";
import { explained } from "./reasons.js";
import { bring, tell } from "./tabs.js";

const MENU = "score";
const LONGEST = 200; // characters: longer text is no headline
const STORED = "selection";

/** The entry in the menu of selected text. Android has no such menu. */
export function makeMenu() {
  extension.contextMenus?.removeAll(() => {
    extension.contextMenus.create({ id: MENU, title: extension.i18n.getMessage("menuScore"), contexts: ["selection"] });
  });
}

/** The click gives access to this one page, once. */
export async function chosen({ menuItemId, selectionText = "", frameId = 0 }, tab) {
  if (menuItemId !== MENU || !tab) return;
  const text = Array.from(selectionText.replace(/\s+/g, " ").trim()).slice(0, LONGEST).join("");
  if (!text) return;
  const prediction = await explained({ incognito: tab.incognito }, text).catch(({ reason = "failed" }) => ({ failed: reason }));
  const card = { type: "card", text, prediction };
  await bring(tab.id, { restart: false }).catch(() => {}); // a page that the browser keeps to itself
  const shown = (await tell(tab.id, card, { frameId })) || (frameId !== 0 && (await tell(tab.id, card, { frameId: 0 })));
  if (!shown) await showOnIcon(tab, text, prediction);
}

/** Without a card: the score on the icon, the words in the popup. */
async function showOnIcon({ id, incognito }, text, prediction) {
  await extension.storage.session.set({ [STORED]: { tab: id, text, prediction, incognito } });
  const said = prediction.failed ? "!" : `${Math.min(99, Math.floor(prediction.score * 100))}`;
  await extension.action.setBadgeText({ tabId: id, text: said });
  await extension.action.openPopup?.().catch(() => {}); // the window is not in front
}

/** {text, prediction} that waits for the popup of this tab, else null. */
export async function selectionFor(tab) {
  const { [STORED]: found } = await extension.storage.session.get({ [STORED]: null });
  return found?.tab === tab ? { text: found.text, prediction: found.prediction } : null;
}
