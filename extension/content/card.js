// The card of one headline: when it opens and closes, and where it stands. It hangs in the mark of its headline, so that it is
// beside it for the keyboard and inside the page's dialogues, and lies in the top layer, where nothing cuts it off.
(() => {
  const { element, t } = globalThis.clickbaitZh.texts;
  const { controls } = globalThis.clickbaitZh;
  const { explain, factsOf, kindBars } = globalThis.clickbaitZh.facts;
  const { made, styleOf } = globalThis.clickbaitZh.styles;
  const { votesOf } = globalThis.clickbaitZh.votes;
  const MARGIN = 8;
  const OPEN_AFTER = 120; // ms of hovering
  const CLOSE_AFTER = 280; // ms: enough to reach the card

  let open = null; // {item, node, anchor, badge, host}
  let timer = null;
  let pinned = false;

  /** Let a badge open the card of its item; `context` answers {cut, kind, settled} of that moment. */
  function attach(badge, item, mark, context) {
    const show = () => openAt({ item, badge, mark, ...context() });
    badge.addEventListener("pointerenter", () => later(OPEN_AFTER, show));
    badge.addEventListener("pointerleave", leave);
    badge.addEventListener("focus", () => badge.matches(":focus-visible") && show());
    badge.addEventListener("blur", (event) => !open?.node.contains(event.relatedTarget) && leave());
    controls.onClick(badge, (event) => {
      const again = pinned && open?.item === item;
      close();
      if (again) return;
      show();
      pinned = true;
      if (event.detail === 0) open.node.querySelector("[part~=vote]")?.focus({ preventScroll: true }); // by keyboard
    });
    controls.onKey(badge, (event) => {
      if (event.key === "Escape") close();
      if (event.key === "Tab" && !pinned) close(); // on to what follows on the page
      if (event.key === "ArrowDown" && open) {
        event.preventDefault();
        pinned = true;
        open.node.querySelector("[part~=vote]")?.focus({ preventScroll: true });
      }
    });
  }

  function openAt({ item, badge, mark, cut, kind, settled }) {
    clearTimeout(timer);
    if (open?.item === item) return;
    close();
    const isBait = kind === "bait" || kind === "doubt" || item.score >= cut;
    const headline = element("p", "headline", item.text);
    headline.lang = "zh-TW";
    const content = [factsOf(item, cut, isBait), kindBars(item), headline];
    if (settled) content.push(votesOf(item, settled));
    const host = mark ?? badge?.getRootNode().host ?? hostNear(item.holder);
    show({ item, badge, anchor: badge ?? item.holder, host }, content);
    explain(item, isBait, headline, () => open?.item === item && put());
  }

  function show(opened, content) {
    const node = element("div", "card");
    node.setAttribute("role", "dialog");
    node.setAttribute("aria-label", t("cardName", opened.item.text));
    node.popover = "manual";
    node.append(styleOf("card"), ...content);
    node.addEventListener("pointerenter", () => clearTimeout(timer));
    node.addEventListener("pointerleave", () => !node.matches(":focus-within") && leave());
    node.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && relatedTarget !== opened.badge && !node.contains(relatedTarget) && close());
    controls.onKey(node, (event) => event.key === "Escape" && back());
    open = { ...opened, node };
    opened.host.shadowRoot.append(node);
    node.showPopover();
    put();
    controls.outside.add(close);
    addEventListener("scroll", followed, { capture: true, passive: true });
    addEventListener("keydown", escaped, true);
  }

  function close() {
    clearTimeout(timer);
    pinned = false;
    const closed = open;
    open = null;
    if (!closed) return;
    closed.node.remove();
    if (!closed.badge) closed.host.remove();
    controls.outside.delete(close);
    removeEventListener("scroll", followed, { capture: true });
    removeEventListener("keydown", escaped, true);
  }

  function back() {
    const badge = open?.badge;
    close();
    badge?.focus({ preventScroll: true });
    close(); // the focus opened it again
  }

  function escaped(event) {
    if (event.key === "Escape" && open && !event.composedPath().includes(open.host)) close();
  }

  function followed(event) {
    if (open && !event.composedPath().includes(open.node)) put();
  }

  function later(delay, work) {
    clearTimeout(timer);
    timer = setTimeout(work, delay);
  }

  function leave() {
    if (pinned) return clearTimeout(timer);
    later(CLOSE_AFTER, close);
  }

  /** Beneath the badge, or above it where the window ends. A page may be zoomed by its style, and the card with it. */
  function put() {
    const { node, anchor } = open;
    const at = anchor.getBoundingClientRect();
    node.style.setProperty("left", "0px");
    node.style.setProperty("top", "0px");
    const { left, top, width, height } = node.getBoundingClientRect();
    const zoom = width / node.offsetWidth || 1;
    const x = Math.max(MARGIN, Math.min(at.left, document.documentElement.clientWidth - width - MARGIN));
    const below = at.bottom + MARGIN + height <= innerHeight || at.top < height + MARGIN;
    const y = Math.max(MARGIN, Math.min(below ? at.bottom + 6 : at.top - height - 6, innerHeight - height - MARGIN));
    node.style.setProperty("left", `${(x - left) / zoom}px`);
    node.style.setProperty("top", `${(y - top) / zoom}px`);
  }

  /** A mark of its own for a card without a badge: in the dialogue where its words are, since all else is inert then. */
  function hostNear(element) {
    const host = made("clickbait-zh-mark", "mark");
    (element?.closest("dialog") ?? document.documentElement).append(host);
    controls.listen();
    return host;
  }

  /**
   * The card of words that the reader selected, at the selection: `prediction` as the background explains it, or {failed}.
   * The extension need not be on here.
   */
  function showSelection(text, prediction) {
    close();
    const selection = getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    const middle = { getBoundingClientRect: () => new DOMRect(innerWidth / 3, innerHeight / 3, 0, 0) };
    const within = range?.commonAncestorContainer;
    const host = hostNear(within?.closest ? within : within?.parentElement);
    const headline = element("p", "headline", text);
    headline.lang = "zh-TW";
    const anchor = range?.getBoundingClientRect().width ? range : middle;
    if (prediction?.failed || typeof prediction?.score !== "number") {
      const told = element("p", "note", t(`problem_${prediction?.failed ?? "failed"}`));
      told.setAttribute("role", "alert");
      return show({ item: { text }, badge: null, anchor, host }, [headline, told]);
    }
    const { score, uncertain, topic, kinds, label, modelThreshold } = prediction;
    const leading = kinds ? Object.keys(kinds).reduce((best, kind) => (kinds[kind] > kinds[best] ? kind : best)) : null;
    const item = { text, score, uncertain, topic, leading, answers: { kinds }, explained: prediction, version: prediction.version };
    const cut = modelThreshold ?? 0.5;
    const isBait = label === "clickbait";
    show({ item, badge: null, anchor, host }, [factsOf(item, cut, isBait), kindBars(item), headline]);
    explain(item, isBait, headline, () => open?.item === item && put());
  }

  globalThis.clickbaitZh.card = Object.freeze({
    attach, close, item: () => open?.item ?? null, openAt, showSelection,
  });
})();
