// What changes on a page after it was read: which links say something else, and what may have come into sight or gone.
(() => {
  const { roots } = globalThis.clickbaitZh;
  const { cleanUp } = globalThis.clickbaitZh.styles;
  const LINKS = "a[href], area[href]";
  const SAYS = new Set(["href", "title", "aria-label", "alt"]);
  const SHOWS = ["class", "style", "hidden", "open", "inert", "slot"];
  // These can show or hide without a change in the tree: tabs by radio buttons, fragments, animations.
  const EVENTS = ["change", "click", "toggle", "transitionend", "animationend", "hashchange", "fullscreenchange"];
  const BELOW = new Set(["toggle", "transitionend", "animationend"]); // show and hide no more than what is in their target

  let told = null; // {links, shows, marks}
  let observer = null;

  /**
   * Call `links` with links that are new or changed (at once, before the page is drawn), `shows` with an element below which
   * something may have been shown or hidden, and `marks` when marks of ours were taken out.
   */
  function start(listeners) {
    stop();
    told = listeners;
    observer = new MutationObserver(read);
    roots.watch((root) => {
      observer.observe(root, {
        childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: [...SAYS, ...SHOWS],
      });
      told.links(new Set(linksIn(root)), false);
    });
    for (const type of EVENTS) addEventListener(type, shown, { capture: true, passive: true });
  }

  function stop() {
    observer?.disconnect();
    observer = told = null;
    roots.stop();
    for (const type of EVENTS) removeEventListener(type, shown, { capture: true });
  }

  function shown({ type, target }) {
    told?.shows(BELOW.has(type) && target.querySelectorAll ? target : document);
  }

  function linksIn(node) {
    return node.querySelectorAll?.(LINKS) ?? [];
  }

  /** The link that a node is in, also out of the shadow root of an element in a link. */
  function linkOf(node) {
    for (let at = node.closest ? node : node.parentElement ?? node.host; at; at = at.getRootNode().host) {
      const link = at.closest("a[href]");
      if (link) return link;
    }
    return null;
  }

  function read(records) {
    const links = new Set();
    const shows = new Set();
    let lost = false;
    for (const { type, target, attributeName, addedNodes, removedNodes } of records) {
      if (roots.isOwn(target)) continue;
      if (type === "attributes" && !SAYS.has(attributeName)) {
        shows.add(target);
        continue;
      }
      if (type === "attributes" && target.localName === "a") links.add(target); // also one that leads nowhere now
      let theirs = type !== "childList";
      for (const node of removedNodes) {
        if (roots.isOwn(node)) lost = true;
        else theirs = true;
      }
      for (const node of addedNodes) {
        if (roots.isOwn(node)) continue;
        theirs = true;
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        cleanUp(node); // a page copies its elements with ours in them
        if (node.matches(LINKS)) links.add(node);
        for (const link of linksIn(node)) links.add(link);
        roots.search(node);
        shows.add(node);
      }
      const around = theirs && linkOf(target);
      if (around) links.add(around);
      if (theirs && !around && type !== "childList") shows.add(target.parentElement ?? target);
    }
    const gone = records.some(({ removedNodes }) => removedNodes.length);
    if (links.size || gone) told.links(links, gone);
    for (const element of shows) told.shows(element);
    if (lost) told.marks();
  }

  globalThis.clickbaitZh.watch = Object.freeze({ start, stop });
})();
