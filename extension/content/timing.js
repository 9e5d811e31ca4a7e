// How long this script kept the page's thread: told with the summary, and measured by benchmarks/extension.py.
(() => {
  let found = { links: 0, total: 0, longest: 0 };

  function reset() {
    found = { links: 0, total: 0, longest: 0 };
  }

  function read(links) {
    found.links += links;
  }

  function spent(milliseconds) {
    found.total += milliseconds;
    found.longest = Math.max(found.longest, milliseconds);
  }

  function measured(work) {
    const began = performance.now();
    work();
    spent(performance.now() - began);
  }

  globalThis.clickbaitZh.timing = Object.freeze({ measured, read, reset, spent, time: () => ({ ...found }) });
})();
