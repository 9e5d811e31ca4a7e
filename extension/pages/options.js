// The options: the server, the lists of sites, and what happens to the reader's data.
import { exported, imported, patternOf, readEntries } from "../background/lists.js";
import { extension } from "../background/platform.js";
import { checkedAddress, readSettings, writeSettings } from "../background/settings.js";
import { makeChoices, showChoices } from "./choices.js";
import { problemOf, t } from "./texts.js";

const $ = (id) => document.getElementById(id);
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

function told(place, text, good) {
  $(place).textContent = text;
  $(place).className = `told ${good ? "good" : "bad"}`;
}

/** {address, key} of the fields, or null after saying what is wrong. */
function server() {
  try {
    const address = checkedAddress($("address").value);
    $("address").removeAttribute("aria-invalid");
    return { address, key: $("key").value.trim() };
  } catch {
    $("address").setAttribute("aria-invalid", "true");
    $("address").focus();
    told("server-told", t("problem_address"), false);
    return null;
  }
}

function warn() {
  const url = URL.canParse($("address").value) ? new URL($("address").value) : null;
  $("unencrypted").hidden = url?.protocol !== "http:" || LOOPBACK.test(url.hostname);
}

/** Access spares the browser a question to the server (CORS); the service answers without it, too. */
async function askForServer(address) {
  const { protocol, hostname } = new URL(address);
  await extension.permissions.request({ origins: [`${protocol}//${hostname}/*`] }).catch(() => false);
}

async function save() {
  const found = server();
  if (!found) return;
  if (found.address !== settings.address) await askForServer(found.address); // first: Firefox forgets the click
  Object.assign(settings, found);
  await writeSettings(found);
  $("address").value = found.address;
  told("server-told", t("saved"), true);
}

async function test() {
  const found = server();
  if (!found) return;
  told("server-told", t("testing"), true);
  const answer = await extension.runtime.sendMessage({ type: "model", ...found });
  if (answer.failed) return told("server-told", problemOf(answer), false);
  const { name, version, threshold, milliseconds } = answer;
  told("server-told", t("testGood", name, version, threshold.toFixed(2), Math.round(milliseconds)), true);
}

function showSites({ allowed, blocked }) {
  $("allowed").value = allowed.join("\n");
  $("blocked").value = blocked.join("\n");
}

async function saveSites() {
  const allowed = readEntries($("allowed").value.split("\n"));
  const blocked = readEntries($("blocked").value.split("\n"));
  const wrong = [...allowed.wrong, ...blocked.wrong];
  if (wrong.length) return told("sites-told", t("wrongLines", wrong.join("  ")), false);
  const origins = allowed.entries.map(patternOf);
  const granted = !origins.length || (await extension.permissions.request({ origins }));
  const lists = { allowed: allowed.entries, blocked: blocked.entries };
  const before = await readSettings();
  await writeSettings(lists);
  await giveBack(before.allowed.filter((entry) => !lists.allowed.includes(entry)));
  await extension.runtime.sendMessage({ type: "lists" });
  showSites(lists);
  told("sites-told", t(granted ? "saved" : "partlyAllowed"), granted);
}

/** Access to a site that is no longer on goes back to the browser. */
async function giveBack(entries) {
  for (const entry of entries) await extension.permissions.remove({ origins: [patternOf(entry)] }).catch(() => {});
}

function exportSites() {
  const lists = { allowed: readEntries($("allowed").value.split("\n")).entries, blocked: readEntries($("blocked").value.split("\n")).entries };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([exported(lists)], { type: "application/json" }));
  link.download = "clickbait-zh-sites.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function importSites() {
  const [file] = $("file").files;
  $("file").value = "";
  if (!file) return;
  let lists;
  try {
    lists = imported(await file.text());
  } catch {
    return told("sites-told", t("wrongFile"), false);
  }
  showSites(lists);
  if (lists.wrong.length) told("sites-told", t("wrongLines", lists.wrong.join("  ")), false);
  else told("sites-told", t("importedHint", lists.allowed.length + lists.blocked.length), true);
}

const settings = await readSettings();
$("address").value = settings.address;
$("key").value = settings.key;
makeChoices(async (changes) => {
  Object.assign(settings, changes);
  showChoices(settings);
  await writeSettings(changes);
  told("marking-told", t("saved"), true);
});
showChoices(settings);
showSites(settings);
warn();
$("address").addEventListener("input", warn);
$("save").addEventListener("click", save);
$("test").addEventListener("click", test);
for (const field of [$("address"), $("key")]) field.addEventListener("keydown", (event) => event.key === "Enter" && save());
$("save-sites").addEventListener("click", saveSites);
$("export").addEventListener("click", exportSites);
$("import").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", importSites);
