// The trees that a page's links stand in: the document and every open shadow root, however deep and however late.
(() => {
  // What can have a shadow root; the rest is left out by the browser's own code, which is faster than ours.
  const HOSTS = ":not(a, img, li, ul, ol, td, tr, table, script, style, link, meta, br, b, strong, em, i, time, button, input, svg, svg *, picture, source, figure)";
  const LATE = [500, 1000, 2000, 4000, 8000]; // ms after the start; then every
  const ALWAYS = 10000;

  const known = new Set();
  let found = null;
  let timer = null;

  /** Tell `told` every root, now and when another comes. */
  function watch(told) {
    stop();
    found = told;
    add(document);
    const late = [...LATE];
    const again = () => {
      timer = setTimeout(() => {
        if (!document.hidden) for (const root of [...known]) search(root);
        again();
      }, late.shift() ?? ALWAYS);
    };
    again();
  }

  function stop() {
    clearTimeout(timer);
    known.clear();
    found = null;
  }

  function add(root) {
    if (!found || known.has(root)) return;
    known.add(root);
    found(root);
    search(root);
  }

  /** Look for roots below a node; nothing tells when one is attached to an element that was there before. */
  function search(node) {
    if (!found) return;
    if (node.host && !node.host.isConnected) return known.delete(node);
    if (node.shadowRoot && !isOwn(node)) add(node.shadowRoot);
    for (const element of node.querySelectorAll?.(HOSTS) ?? []) {
      const root = element.shadowRoot;
      if (root && !known.has(root) && !isOwn(element)) add(root);
    }
  }

  function isOwn(node) {
    return node.localName?.startsWith("clickbait-zh-") ?? false;
  }

  /** The element above, through shadow roots: what is in a slot stands where the slot is. */
  function above(element) {
    return element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
  }

  globalThis.clickbaitZh.roots = Object.freeze({ above, isOwn, search, stop, watch });
})();
