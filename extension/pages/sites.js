// Options: the sites where it works and where it never does, one row each.
import { exported, imported, readEntries } from "../background/lists.js";
import { readSettings } from "../background/settings.js";
import { askAccess, askOrigins, send } from "./messages.js";
import { $, make, save, tellIn } from "./nodes.js";
import { makePortals } from "./portals.js";
import { problemOf, t } from "./texts.js";

let missing = []; // patterns that the browser has not granted
let lists = { allowed: [], blocked: [] };

export function makeSites() {
  $("add-site").addEventListener("submit", (event) => {
    event.preventDefault();
    add("allowed");
  });
  $("block").addEventListener("click", () => add("blocked"));
  $("allow").addEventListener("click", async () => {
    const granted = await askOrigins(missing);
    tellIn("sites-told", t(granted ? "saved" : "refused"), granted);
    await showAccess();
  });
  $("export-sites").addEventListener("click", () => save("clickbait-zh-sites.json", exported(lists)));
  $("import-sites").addEventListener("click", () => $("sites-file").click());
  $("sites-file").addEventListener("change", importFile);
  makePortals($("portals"), $("switch-on"), switchOnAll);
}

/** Show the lists of the settings. */
export function showSites({ allowed, blocked }) {
  lists = { allowed, blocked };
  for (const name of ["allowed", "blocked"]) $(name).replaceChildren(...lists[name].map((entry) => rowOf(name, entry)));
  $("no-sites").hidden = allowed.length > 0;
  $("blocked-part").hidden = !blocked.length;
  return showAccess();
}

function rowOf(name, entry) {
  const whole = entry.startsWith("*.");
  const what = make("span", { className: "what" }, whole ? entry.slice(2) : entry, " ", make("span", { className: "soft" }, whole ? t("withSubdomains") : ""));
  const remove = make("button", { type: "button", ariaLabel: t("removeNamed", entry) }, t("remove"));
  remove.addEventListener("click", async () => {
    const { allowed, blocked } = await readSettings();
    const left = { allowed, blocked };
    left[name] = left[name].filter((other) => other !== entry);
    await keep(left);
    $("new-site").focus(); // the row is gone
  });
  return make("li", {}, what, remove);
}

async function keep(wanted) {
  const answer = await send("saveSites", wanted);
  if (answer.failed) return tellIn("sites-told", problemOf(answer), false);
  await showSites(await readSettings());
  tellIn("sites-told", t("saved"));
}

/** What the browser has not granted: sites of another device, of a file, or whose access was taken away. */
async function showAccess() {
  missing = (await send("access")).missing ?? [];
  $("missing").hidden = !missing.length;
  $("missing-told").textContent = missing.length ? t("missingAccess", missing.length, hostsOf(missing)) : "";
}

function hostsOf(patterns) {
  const hosts = patterns.map((pattern) => pattern.replace(/^[^/]*\/\//, "").replace(/\/.*$/, "").replace(/^\*\./, ""));
  return hosts.length > 6 ? `${hosts.slice(0, 6).join("  ")} …` : hosts.join("  ");
}

async function add(name) {
  const line = $("new-site").value;
  const { entries, wrong } = readEntries([line]);
  if (wrong.length || !entries.length) {
    $("new-site").setAttribute("aria-invalid", "true");
    $("new-site").focus();
    return tellIn("sites-told", t("wrongLines", line.trim() || t("nothingTyped")), false);
  }
  $("new-site").removeAttribute("aria-invalid");
  const [typed] = entries;
  const entry = $("whole").checked && canHaveBelow(typed) ? `*.${typed}` : typed;
  if (name === "allowed" && !(await askAccess([entry]))) return tellIn("sites-told", t("refused"), false);
  const { allowed, blocked } = await readSettings();
  const others = { allowed: allowed.filter((one) => one !== entry), blocked: blocked.filter((one) => one !== entry) };
  $("new-site").value = ""; // at once: the reader may type the next one meanwhile
  await keep({ ...others, [name]: [...others[name], entry] });
}

/** An address in numbers and a name without dots have nothing below them. */
function canHaveBelow(entry) {
  return !entry.startsWith("*.") && entry.includes(".") && !/^[\d.]+$/.test(entry);
}

/** Ready choices: one question of the browser's for all of them. */
async function switchOnAll(entries) {
  const granted = await askAccess(entries);
  if (!granted) {
    tellIn("sites-told", t("refused"), false);
    return false;
  }
  const { allowed, blocked } = await readSettings();
  const left = blocked.filter((entry) => !entries.includes(entry));
  const answer = await send("saveSites", { allowed: [...new Set([...allowed, ...entries])], blocked: left });
  if (answer.failed) tellIn("sites-told", problemOf(answer), false);
  else tellIn("sites-told", t("sitesOn", entries.length));
  await showSites(await readSettings());
  return !answer.failed;
}

async function importFile() {
  const [file] = $("sites-file").files;
  $("sites-file").value = "";
  if (!file) return;
  let read;
  try {
    read = imported(await file.text());
  } catch {
    return tellIn("sites-told", t("wrongFile"), false);
  }
  const { wrong, ...wanted } = read;
  if (wrong.length) return tellIn("sites-told", t("wrongLines", wrong.join("  ")), false);
  await keep(wanted);
}
