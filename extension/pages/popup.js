// The popup: this site, this page's marked headlines, and how bait is shown.
import { extension } from "../background/platform.js";
import { readSettings, writeSettings } from "../background/settings.js";
import { makeChoices, showChoices, showKindCounts } from "./choices.js";
import { wholePage } from "./frames.js";
import { showMarked } from "./marked.js";
import { askPage, framesOf, send } from "./messages.js";
import { $ } from "./nodes.js";
import { makeSite, showSite, showTrouble } from "./site.js";
import { problemOf, t } from "./texts.js";

const POLL = 700; // ms: scores may still be on their way
const named = Number(new URLSearchParams(location.search).get("tab"));
const settings = await readSettings();
let page = null; // the background's answer to "page"
let began = performance.now();

/** The tab it is about: the active one, or, where the popup is a page in a tab of its own, the one its address names. */
async function tabOf() {
  if (named) return extension.tabs.get(named);
  return (await extension.tabs.query({ active: true, currentWindow: true }))[0];
}

async function showPage() {
  const told = page?.on ? await wholePage(tab.id) : null;
  $("page").hidden = !told?.on || !told.found;
  showKindCounts(told?.on ? told.kinds : null);
  if (page?.on) showTrouble(troubleOf(told));
  if ($("page").hidden) return;
  $("originals").checked = told.originals;
  $("bait").textContent = told.bait;
  $("found").textContent = t("summaryOf", told.found);
  showMarked(tab.id, told.items);
}

/** What stands between an allowed site and its marks. */
function troubleOf(told) {
  if (told?.failed) return { text: problemOf(told), remedy: "retry" };
  if (told?.on) return told.found ? null : { text: t("summaryNothing") };
  // A page from before the extension was there, or a script that is still on its way.
  return performance.now() - began < 3 * POLL ? { text: t("loading") } : { text: t("noScript"), remedy: "reload" };
}

async function showModel() {
  const answer = await send("model");
  const served = answer.where === "server";
  $("server").hidden = !answer.failed && !served;
  $("server").className = `server ${answer.failed ? "bad" : "good"}`;
  $("server").textContent = answer.failed ? problemOf(answer).split(/[，;；]/)[0] : served ? t("serverGood") : "";
  $("retry").hidden = !answer.failed;
  if (!answer.failed) showChoices(settings, { cuts: answer.cuts, hasKinds: answer.kinds });
}

async function change(changes) {
  Object.assign(settings, changes);
  await writeSettings(changes);
  await showModel();
  await showPage();
}

async function retry() {
  await send("retry", { tab: tab.id });
  await showModel();
  await showPage();
}

async function siteChanged(answer) {
  page = answer;
  began = performance.now();
  await showPage();
  if (page.on) await showModel();
}

/** Words that the reader had scored where no card can be shown. */
function showSelection({ selection = null }) {
  $("selection").hidden = !selection;
  if (!selection) return;
  const { text, prediction } = selection;
  $("selected").textContent = text;
  $("selection-told").textContent = prediction.failed ? problemOf(prediction) : `${t(prediction.label)} · ${prediction.score.toFixed(2)}`;
}

const tab = await tabOf();
const { os } = await extension.runtime.getPlatformInfo();
document.documentElement.classList.toggle("full", os === "android");
makeChoices(change);
showChoices(settings);
$("originals").addEventListener("change", async () => {
  for (const frame of await framesOf(tab.id)) askPage(tab.id, "originals", { on: $("originals").checked }, frame);
});
$("retry").addEventListener("click", retry);
makeSite(tab.id, { changed: siteChanged, retry, reload: () => extension.tabs.reload(tab.id).then(() => window.close()) });
page = await send("page", { tab: tab.id });
showSite(page);
showSelection(page);
await showPage();
setInterval(showPage, POLL);
await showModel();
