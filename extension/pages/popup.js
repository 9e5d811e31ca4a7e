// The popup: this site, this page's marked headlines, and how bait is shown.
import { extension } from "../background/platform.js";
import { readSettings, writeSettings } from "../background/settings.js";
import { makeChoices, showChoices, showKindCounts } from "./choices.js";
import { showMarked } from "./marked.js";
import { askPage, send } from "./messages.js";
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
  const told = page?.on ? await askPage(tab.id, "summary") : null;
  const list = told?.on ? await askPage(tab.id, "list") : null;
  const known = list ?? told;
  $("page").hidden = !known?.found;
  $("originals").checked = Boolean(told?.originals);
  showKindCounts(told?.on ? told.kinds : null);
  if (page?.on) showTrouble(troubleOf(told));
  if (!known?.found) return;
  $("bait").textContent = list ? list.items.length : told.bait;
  $("found").textContent = t("summaryOf", known.found);
  showMarked(tab.id, list?.items ?? []);
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

const tab = await tabOf();
const { os } = await extension.runtime.getPlatformInfo();
document.documentElement.classList.toggle("full", os === "android");
makeChoices(change);
showChoices(settings);
$("originals").addEventListener("change", () => askPage(tab.id, "originals", { on: $("originals").checked }));
$("retry").addEventListener("click", retry);
makeSite(tab.id, { changed: siteChanged, retry, reload: () => extension.tabs.reload(tab.id).then(() => window.close()) });
page = await send("page", { tab: tab.id });
showSite(page);
await showPage();
setInterval(showPage, POLL);
await showModel();
