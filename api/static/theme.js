"use strict";
// A classic script in the head, so that the theme is set before the first paint. The default is the system's theme.
(() => {
  const root = document.documentElement;
  const storage = (work) => {
    try {
      return work(localStorage);
    } catch {
      return null; // where the browser forbids storage, the choice is forgotten
    }
  };
  const stored = storage((store) => store.getItem("theme"));
  if (stored === "light" || stored === "dark") root.dataset.theme = stored;

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("theme").addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      storage((store) => store.setItem("theme", root.dataset.theme));
    });
  });
})();
