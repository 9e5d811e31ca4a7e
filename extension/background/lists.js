// Lists of sites. An entry is a host ("news.example.tw") or a domain with all below it ("*.example.tw").
import { parse } from "../vendor/tldts.js";

const HOST = /^(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/;

/** The entry that a line means, or null: addresses are cut down to their host, other scripts become punycode. */
export function entryOf(line) {
  const text = line.trim().toLowerCase();
  const below = text.startsWith("*.");
  const rest = below ? text.slice(2) : text;
  let host;
  try {
    host = new URL(rest.includes("://") ? rest : `http://${rest}`).hostname.replace(/\.$/, "");
  } catch {
    return null;
  }
  return HOST.test(host) ? (below ? `*.${host}` : host) : null;
}

/** {entries, wrong} of lines of text: entries without repetition, and the lines that are none. */
export function readEntries(lines) {
  const entries = new Set();
  const wrong = [];
  for (const line of lines) {
    if (!line.trim()) continue;
    const entry = entryOf(line);
    if (entry === null) wrong.push(line.trim());
    else entries.add(entry);
  }
  return { entries: [...entries], wrong };
}

/**
 * The entry for the whole site of a host ("*.udn.com" for "money.udn.com"), by the list of public suffixes: all of "com.tw"
 * is no site, nor are all blogs of one provider. Null where the host has no site above it (an address, "localhost").
 */
export function siteOf(host) {
  const { domain, isIp } = parse(host, { allowPrivateDomains: true });
  return domain && !isIp ? `*.${domain}` : null;
}

/** Whether an entry means a host, or a domain in or above it. */
export function covers(entry, host) {
  if (!entry.startsWith("*.")) return entry === host;
  const domain = entry.slice(2);
  return host === domain || host.endsWith(`.${domain}`);
}

/** How closely a list names a host: 0 not at all, a domain by its length, the host itself closest. */
function closeness(list, host) {
  const found = list.filter((entry) => covers(entry, host));
  return Math.max(0, ...found.map(rank));
}

/** Whether the extension works on a host: the closer entry decides, and a tie is off. */
export function isOn(host, { allowed, blocked }) {
  const allow = closeness(allowed, host);
  return allow > 0 && allow > closeness(blocked, host);
}

/** The allowed entry by which a host is on, or would be if the browser granted it; null where it is off. */
export function entryFor(host, lists) {
  if (!isOn(host, lists)) return null;
  return lists.allowed.filter((entry) => covers(entry, host)).sort((a, b) => rank(b) - rank(a))[0];
}

function rank(entry) {
  return entry.startsWith("*.") ? entry.length : Infinity;
}

/** The host that an entry names, with or without all below it. */
function hostIn(entry) {
  return entry.replace(/^\*\./, "");
}

/** Whether all that an entry means lies in another one. */
function within(entry, other) {
  return covers(other, hostIn(entry)) && (other.startsWith("*.") || other === entry);
}

/**
 * The lists after the reader switched an entry on or off, a host or a whole domain; `host` is that of the page, which is on
 * afterwards, or off.
 */
export function switched(entry, on, { allowed, blocked }, host = hostIn(entry)) {
  const without = (list) => list.filter((other) => other !== entry);
  const lists = { allowed: without(allowed), blocked: without(blocked) };
  if (on) {
    if (entry.startsWith("*.") || !isOn(entry, lists)) lists.allowed.push(entry);
    // What the reader had switched off below a domain stays off, but for the page that is looked at.
    if (!isOn(host, lists)) lists.blocked = lists.blocked.filter((other) => !covers(other, host));
    return lists;
  }
  lists.allowed = lists.allowed.filter((other) => !within(other, entry));
  lists.blocked.push(entry); // off is remembered, even where no domain above is on
  return lists;
}

/** The blocked entries that can be left out altogether: no site below them is on. */
export function excluded({ allowed, blocked }) {
  return blocked.filter((entry) => !allowed.some((other) => covers(entry, hostIn(other))));
}

/** The match pattern of an entry: both protocols, every port. */
export function patternOf(entry) {
  return `*://${entry}/*`;
}

export const SITES_FORMAT = "clickbait-zh sites"; // of a file with the lists alone
export const isLines = (value) => Array.isArray(value) && value.every((line) => typeof line === "string");

/** What is written to a file. */
export function exported({ allowed, blocked }) {
  return JSON.stringify({ format: SITES_FORMAT, version: 1, allowed, blocked }, null, 2) + "\n";
}

/** {allowed, blocked, wrong} of such a file. Throws SyntaxError or TypeError for another file. */
export function imported(text) {
  const found = JSON.parse(text);
  if (found?.format !== SITES_FORMAT || !isLines(found.allowed) || !isLines(found.blocked)) {
    throw new TypeError("not a list of sites");
  }
  const [allowed, blocked] = [readEntries(found.allowed), readEntries(found.blocked)];
  return { allowed: allowed.entries, blocked: blocked.entries, wrong: [...allowed.wrong, ...blocked.wrong] };
}
