// The popup's first part: this site on or off, with its whole domain or alone, and what stands in the way.
import { askAccess, send } from "./messages.js";
import { $, pick } from "./nodes.js";
import { problemOf, t } from "./texts.js";

let page = null;
let entry = null; // what the switch would switch on
let remedies = {};
let remedy = null;

/** `changed` is told the background's answer after each change; `retry` and `reload` are remedies of the popup's. */
export function makeSite(tab, { changed, ...others }) {
  $("site").addEventListener("change", async () => {
    const on = $("site").checked;
    $("site").checked = false; // not on before it is so
    changed(await (on ? switchOn(tab, entry) : switchOff(tab)));
  });
  remedies = { ...others, allow: async () => changed(await switchOn(tab, page.entry ?? entry)) };
  $("remedy").addEventListener("click", () => remedies[remedy]?.());
  $("widen").addEventListener("click", async () => changed(await switchOn(tab, page.domain)));
}

/** The wish goes first and is not awaited: the browser's question may close the popup, and it forgets the click. */
async function switchOn(tab, wanted) {
  send("wish", { entry: wanted, tab });
  await askAccess([wanted]);
  const answer = await send("site", { entry: wanted, on: true, tab });
  const refused = answer.failed === "access";
  const now = answer.failed ? await send("page", { tab }) : answer;
  showSite(now);
  if (answer.failed) showTrouble({ text: refused ? t("refused") : problemOf(answer) });
  return now;
}

async function switchOff(tab) {
  const answer = await send("site", { entry: page.entry ?? page.host, on: false, tab });
  showSite(answer.failed ? await send("page", { tab }) : answer);
  if (answer.failed) showTrouble({ text: problemOf(answer) });
  return page;
}

/** Show the background's answer to "page". */
export function showSite(answer) {
  // A site that was just switched off no longer tells its address: the popup knows it.
  const known = !answer.host && page?.host ? { host: page.host, domain: page.domain } : {};
  page = { ...answer, ...known };
  const { host = null, domain = null, on = false } = page;
  entry ??= domain ?? host;
  $("host").textContent = host ?? t("noSiteTitle");
  $("site").checked = on;
  $("site").disabled = host === null || page.private;
  $("site-state").textContent = stateOf(page);
  $("private").hidden = !page.private;
  showScope();
  showTrouble(page.failed ? { text: problemOf(page) } : obstacleOf(page));
}

function stateOf({ host = null, on, entry: covering }) {
  if (host === null) return t("noSite");
  if (!on) return t("siteOff");
  return covering?.startsWith("*.") ? t("siteOnWhole", covering.slice(2)) : t("siteOn");
}

function obstacleOf({ listed, access, on, private: isPrivate }) {
  if (isPrivate) return null;
  return listed && !access && !on ? { text: t("noAccess"), remedy: "allow" } : null;
}

/** Before a site is on: its whole domain or this host alone. Later: from the host to the domain. */
function showScope() {
  const { host = null, domain = null, on = false, entry: covering } = page;
  const both = host !== null && domain !== null && !page.private;
  $("widen").hidden = !both || !on || covering !== host;
  $("widen").textContent = both ? t("scopeWiden", domain.slice(2)) : "";
  $("scope").hidden = !both || on;
  const made = $("scope").hidden ? [] : [domain, host].map(scopeOf);
  $("scope").replaceChildren(...made);
}

function scopeOf(one) {
  const text = one.startsWith("*.") ? t("scopeWhole", one.slice(2)) : t("scopeHost", one);
  const { label, input } = pick("radio", "scope", one, text, one);
  input.checked = one === entry;
  input.addEventListener("change", () => (entry = one));
  return label;
}

/** Say what is wrong, with a button for what helps; null when nothing is. */
export function showTrouble(trouble) {
  const text = trouble?.text ?? "";
  if ($("problem").textContent !== text) $("problem").textContent = text; // or it would be read out again
  remedy = trouble?.remedy ?? null;
  $("remedy").hidden = !remedy;
  $("remedy").textContent = remedy ? t(`remedy_${remedy}`) : "";
  $("trouble").hidden = !trouble;
}
