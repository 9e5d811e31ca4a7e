"use strict";
// A classic script in the head, so that the theme stands before the first paint. Without a choice the system's holds.
(() => {
  const root = document.documentElement;
  const storage = (work) => {
    try {
      return work(localStorage);
    } catch {
      return null; // a browser that forbids storage only forgets the choice
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
