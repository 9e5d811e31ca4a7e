// The options: sites, marking, votes, settings as a file, a server of one's own, privacy.
import { extension } from "../background/platform.js";
import { readSettings } from "../background/settings.js";
import { makeMarking } from "./marking.js";
import { send } from "./messages.js";
import { $, make } from "./nodes.js";
import { makeServer } from "./server.js";
import { makeSites, showSites } from "./sites.js";
import { problemOf, t } from "./texts.js";
import { makeTransfer } from "./transfer.js";
import { makeVotes } from "./votes.js";

const OWN = "_execute_action"; // the browser names it itself

async function showShortcuts() {
  const commands = (await extension.commands?.getAll()) ?? [];
  $("keys").hidden = !commands.length; // Firefox on Android has no keys
  for (const { name, description, shortcut } of commands) {
    const what = name === OWN || !description ? t("shortcutPopup") : description;
    $("shortcuts").append(make("dt", {}, what), make("dd", {}, shortcut ? make("kbd", {}, shortcut) : t("shortcutNone")));
  }
  const firefox = extension.runtime.getURL("").startsWith("moz-");
  $("shortcuts-hint").textContent = t(firefox ? "shortcutsFirefox" : "shortcutsChromium");
}

async function showModel() {
  const answer = await send("model");
  const where = { device: t("onDevice"), server: t("onServer") }[answer.where];
  $("model").textContent = answer.failed ? problemOf(answer) : [`${answer.name ?? ""} ${answer.version}`.trim(), where].filter(Boolean).join(" · ");
  return answer;
}

const settings = await readSettings();
makeSites();
showSites(settings);
$("version").textContent = extension.runtime.getManifest().version;
makeVotes();
await showShortcuts();
const model = await showModel();
makeMarking(settings, model.failed ? {} : model);
makeServer(settings, model, showModel);
await makeTransfer();
extension.storage.onChanged.addListener(async (changes) => {
  if (changes.allowed || changes.blocked || changes.settings) showSites(await readSettings());
});
