// The extension API: "browser" in Firefox, "chrome" in Chromium; both answer with promises.
export const extension = globalThis.browser ?? globalThis.chrome;
