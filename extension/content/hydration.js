// Pages that a server wrote and a framework takes over ("hydrates"): it holds the page against its own idea of it, and an element
// of ours between its own makes it complain and draw everything anew. Nothing is put into such a page before that is over. No event
// tells when; it follows the scripts that the page loads.
(() => {
  const WRITTEN =
    "#__next, #__nuxt, #___gatsby, #root > *, #app > *, #svelte > *, [data-reactroot], [data-server-rendered], [data-ssr], [data-hk], [ng-server-context], [data-sveltekit-preload-data], astro-island[ssr], script#__NEXT_DATA__, script#__NUXT_DATA__";
  const COMMENT = /^(?: |\$[?!]?|\/\$|\[|\]|hydration.*|ssr.*|)$/; // what frameworks leave between texts and parts
  const QUIET = 700; // ms after the last script came
  const LOOK = 150; // ms between looks
  const LONGEST = 6000; // ms: a page that loads for ever is not waited for

  let over = false;
  let timer = null;

  function mayCome() {
    if (document.querySelector(WRITTEN)) return true;
    const comments = document.createNodeIterator(document.body ?? document, NodeFilter.SHOW_COMMENT);
    for (let node = comments.nextNode(); node; node = comments.nextNode()) if (COMMENT.test(node.data)) return true;
    return false;
  }

  /** ms since the last script of the page came, or since it began. */
  function quiet() {
    const scripts = performance.getEntriesByType("resource").filter(({ initiatorType }) => /^(?:script|other|link)$/.test(initiatorType));
    return performance.now() - Math.max(0, ...scripts.map(({ responseEnd }) => responseEnd));
  }

  /** Call `told` once, when elements of ours disturb nobody: at once on a page that no framework takes over. */
  function start(told) {
    stop();
    const began = performance.now();
    const look = () => {
      timer = null;
      const late = performance.now() - began > LONGEST;
      over ||= late || (document.readyState === "complete" && quiet() > QUIET) || !mayCome();
      if (over) told();
      else timer = setTimeout(look, LOOK);
    };
    look();
  }

  function stop() {
    clearTimeout(timer);
  }

  globalThis.clickbaitZh.hydration = Object.freeze({ isOver: () => over, start, stop });
})();
