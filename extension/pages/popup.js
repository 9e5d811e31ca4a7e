// The popup: this site, this page, and how bait is shown.
import { isOn, patternOf } from "../background/lists.js";
import { extension } from "../background/platform.js";
import { readSettings, writeSettings } from "../background/settings.js";
import { makeChoices, showChoices } from "./choices.js";
import { problemOf, t } from "./texts.js";

const POLL = 700; // ms: scores may still be on their way
const $ = (id) => document.getElementById(id);
let settings = await readSettings();
let modelThreshold = null;
let served = {}; // {cuts, hasKinds} of the model, when the server has answered
let frame = 0;

/** The tab it is about: the active one, or, where the popup is a page in a tab of its own, the one its address names. */
async function tabOf() {
  const named = Number(new URLSearchParams(location.search).get("tab"));
  if (named) return extension.tabs.get(named);
  return (await extension.tabs.query({ active: true, currentWindow: true }))[0];
}

const tab = await tabOf();
const url = URL.canParse(tab?.url ?? "") ? new URL(tab.url) : null;
const host = url && /^https?:$/.test(url.protocol) ? url.hostname : null;

async function tell(message) {
  try {
    return await extension.tabs.sendMessage(tab.id, message, { frameId: 0 });
  } catch {
    return null; // no script on that page
  }
}

function showSite() {
  const on = host !== null && isOn(host, settings);
  $("host").textContent = host ?? t("noSite");
  $("site").disabled = host === null;
  $("site").checked = on;
  $("site-state").textContent = host === null ? "" : t(on ? "siteOn" : "siteOff");
}

async function showPage() {
  const page = host && isOn(host, settings) ? await tell({ type: "summary" }) : null;
  $("summary").hidden = !page?.on || page.found === 0;
  $("originals").disabled = !page?.on;
  $("originals").checked = Boolean(page?.originals);
  $("problem").textContent = page?.failed ? problemOf(page) : "";
  if (!page?.on) return;
  $("site-state").textContent = page.found || page.failed ? t("siteOn") : t("summaryNothing");
  $("bait").textContent = page.bait;
  $("found").textContent = t("summaryOf", page.found);
  $("share-part").setAttribute("width", String(page.found ? (100 * page.bait) / page.found : 0));
  const kinds = Object.entries(page.kinds ?? {}).sort((a, b) => b[1] - a[1]);
  $("kind-counts").replaceChildren(...kinds.map(([kind, count]) => countOf(t(`kind_${kind}`), count)));
  const topics = Object.entries(page.topics).sort((a, b) => b[1] - a[1]);
  $("topics").replaceChildren(...topics.map(([topic, count]) => countOf(t(`topic_${topic}`) || topic, count)));
  if (page.modelThreshold !== null && page.modelThreshold !== modelThreshold) {
    modelThreshold = page.modelThreshold;
    showDisplay();
  }
}

function countOf(name, count) {
  const item = document.createElement("li");
  const number = document.createElement("b");
  number.textContent = count;
  item.append(name, number);
  return item;
}

function showDisplay() {
  for (const radio of document.querySelectorAll("[name=mode]")) radio.checked = radio.value === settings.mode;
  $("mode-hint").textContent = t(`mode_${settings.mode}Hint`);
  $("show-all").checked = settings.showAll;
  showChoices(settings, served);
  const cut = settings.threshold ?? served.cuts?.[settings.sensitivity]?.threshold ?? modelThreshold;
  $("threshold").disabled = cut === null;
  $("threshold").value = String(cut ?? 0.5);
  $("threshold-shown").textContent = cut === null ? "–" : cut.toFixed(2);
  $("threshold").setAttribute("aria-valuetext", $("threshold-shown").textContent);
  document.documentElement.style.setProperty("--cut", String(cut ?? 0.5));
  $("reset").style.visibility = settings.threshold === null && settings.sensitivity === "balanced" ? "hidden" : "";
}

async function showServer() {
  const answer = await extension.runtime.sendMessage({ type: "model" });
  const good = !answer.failed;
  $("server").className = `server ${good ? "good" : "bad"}`;
  $("server").textContent = good ? t("serverGood") : problemOf(answer).split(/[，;；]/)[0];
  $("retry").hidden = good;
  if (good) {
    modelThreshold ??= answer.threshold;
    served = { cuts: answer.cuts, hasKinds: answer.kinds };
    showDisplay();
  }
}

async function change(changes) {
  Object.assign(settings, changes);
  showDisplay();
  await writeSettings(changes);
  await showPage();
}

$("site").addEventListener("change", async () => {
  const on = $("site").checked;
  // Asked within the click, which Firefox forgets after an await; and the answer may find this popup closed, so that the
  // background knows the wish before.
  const asked = on ? extension.permissions.request({ origins: [patternOf(host)] }) : true;
  const wish = (state) => extension.runtime.sendMessage({ type: "site", host, on: state, tab: tab.id });
  await wish(on);
  const granted = await asked;
  if (on) await wish(granted);
  settings = await readSettings();
  showSite();
  if (!granted) $("problem").textContent = t("noAccess");
  else await showPage();
  if (on && granted) await showServer();
});
for (const radio of document.querySelectorAll("[name=mode]")) {
  radio.addEventListener("change", () => change({ mode: radio.value }));
}
$("threshold").addEventListener("input", () => {
  settings.threshold = Number($("threshold").value);
  showDisplay();
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    change({ threshold: settings.threshold });
  });
});
$("reset").addEventListener("click", async () => {
  $("threshold").focus(); // the button goes and would lose the focus
  await change({ threshold: null, sensitivity: "balanced" });
});
$("show-all").addEventListener("change", () => change({ showAll: $("show-all").checked }));
$("originals").addEventListener("change", () => tell({ type: "originals", on: $("originals").checked }));
$("retry").addEventListener("click", async () => {
  $("server").textContent = t("testing");
  await extension.runtime.sendMessage({ type: "retry", tab: tab.id });
  await showServer();
  await showPage();
});

makeChoices(change);
showSite();
showDisplay();
await showPage();
setInterval(showPage, POLL);
if (host && isOn(host, settings)) await showServer(); // where it is off, nothing is asked
