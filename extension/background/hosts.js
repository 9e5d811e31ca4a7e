// The host of a page, where the extension can work on it.
// Pages that browsers keep to themselves, of both: each guards its own.
const KEPT = new Set([
  "chromewebstore.google.com", "accounts.firefox.com", "addons.cdn.mozilla.net", "addons.mozilla.org", "api.accounts.firefox.com",
  "content.cdn.mozilla.net", "discovery.addons.mozilla.org", "oauth.accounts.firefox.com", "profile.accounts.firefox.com",
  "support.mozilla.org", "sync.services.mozilla.com",
]);

/** The host that an address of a page means; null for what is no page of the web, or that browsers keep to themselves. */
export function webHost(address) {
  if (!URL.canParse(address ?? "")) return null;
  const { protocol, hostname } = new URL(address);
  return /^https?:$/.test(protocol) && hostname && !KEPT.has(hostname) ? hostname : null;
}

/** That of a tab; null also where the browser does not tell us its address. */
export function hostOf(tab) {
  return webHost(tab?.url);
}

/** That of the frame that sent a message: "about:srcdoc" and its like have that of the page that made them. */
export function hostOfSender({ url, origin }) {
  return webHost(url) ?? webHost(origin);
}
