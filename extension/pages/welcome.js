// The first page a reader sees: what it does, what it never does, an example, and which sites.
import { MODES, readSettings, writeSettings } from "../background/settings.js";
import { makeExample, showMode } from "./example.js";
import { askAccess, send } from "./messages.js";
import { $, make, pick, tellIn } from "./nodes.js";
import { makePortals, nameKey } from "./portals.js";
import { problemOf, t } from "./texts.js";

const MOST_LINKS = 6;

/** Within the click: the browser asks once for all of them. */
async function switchOn(entries) {
  const granted = await askAccess(entries);
  if (!granted) {
    tellIn("sites-told", t("refusedNothing"), false);
    return false;
  }
  const { allowed, blocked } = await readSettings();
  const wanted = { allowed: [...new Set([...allowed, ...entries])], blocked: blocked.filter((entry) => !entries.includes(entry)) };
  const answer = await send("saveSites", wanted);
  if (answer.failed) {
    tellIn("sites-told", problemOf(answer), false);
    return false;
  }
  tellIn("sites-told", t("sitesOn", entries.length));
  showNext(wanted.allowed);
  return true;
}

/** Somewhere to go: the sites that are on. */
function showNext(allowed) {
  const domains = allowed.map((entry) => entry.replace(/^\*\./, ""));
  const links = domains.slice(0, MOST_LINKS).map((domain) => {
    const link = make("a", { href: `https://${domain}/`, target: "_blank", rel: "noreferrer", className: "button" });
    link.textContent = t(nameKey(domain)) || domain;
    return make("li", {}, link);
  });
  $("go").replaceChildren(...links);
  $("next").hidden = !links.length;
}

async function setMode(mode) {
  showMode(mode);
  await writeSettings({ mode });
}

const settings = await readSettings();
const modes = MODES.map((mode) => pick("radio", "mode", mode, t(`mode_${mode}`), t(`mode_${mode}Hint`)));
for (const { input } of modes) {
  input.checked = input.value === settings.mode;
  input.addEventListener("change", () => setMode(input.value));
}
$("mode-choices").append(...modes.map(({ label }) => label));
showMode(settings.mode);
makePortals($("portals"), $("switch-on"), switchOn);
showNext(settings.allowed);
await makeExample();
