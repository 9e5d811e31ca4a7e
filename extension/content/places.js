// Where a badge can stand without a change to the page. A mark is put into the flow, then looked at: it stays only if nothing
// moved and its badge covers no text, is not cut off and makes nothing scroll.
(() => {
  const SHAPES = ["", "low", "small"]; // from the widest; styles.js says how large each is
  const SHARE = 1.5; // px that boxes may touch: letters do not fill their boxes
  const FAR = 1.6; // line heights between the words and their badge
  const CARD_LEVELS = 6;
  const LEAST = 2; // px of a headline that is more than hidden
  const FLOWS = /^(?:block|inline|list-item|inline-block|table-cell|flow-root)$/;
  const UNSEEN = /^(?:rect\((?:[01]px(?:, )?){4}\)|inset\((?:50|100)%\)|circle\(0.*)$/; // `clip` and `clip-path` of hidden words
  let clippers = new WeakMap();
  let page = null; // {across, backwards}
  const { above, isOwn } = globalThis.clickbaitZh.roots;

  /** The ancestors that cut off what sticks out. */
  function clippersOf(element) {
    if (!element || element === document.body || element === document.documentElement) return [];
    let found = clippers.get(element);
    if (!found) {
      const { clip, clipPath, overflowX, overflowY, position } = getComputedStyle(element);
      const outer = position === "fixed" ? [] : clippersOf(above(element));
      const cuts = overflowX !== "visible" || overflowY !== "visible" || UNSEEN.test(clip) || UNSEEN.test(clipPath);
      found = cuts ? [element, ...outer] : outer;
      clippers.set(element, found);
    }
    return found;
  }

  function clipOf(element) {
    const clip = { left: 0, top: -Infinity, right: document.documentElement.clientWidth, bottom: Infinity };
    for (const clipper of clippersOf(element)) {
      const box = clipper.getBoundingClientRect();
      const zoom = box.width / clipper.offsetWidth || 1;
      const [left, top] = [box.left + clipper.clientLeft * zoom, box.top + clipper.clientTop * zoom];
      clip.left = Math.max(clip.left, left);
      clip.top = Math.max(clip.top, top);
      clip.right = Math.min(clip.right, left + (clipper.clientWidth || clipper.offsetWidth) * zoom); // without its scrollbar
      clip.bottom = Math.min(clip.bottom, top + (clipper.clientHeight || clipper.offsetHeight) * zoom);
    }
    return clip;
  }

  /** The box of the last character of a headline, or null where it takes no room. */
  function endOf(node) {
    const length = node.data.trimEnd().length;
    const range = document.createRange();
    range.setStart(node, Math.max(0, length - (/[\udc00-\udfff]/.test(node.data[length - 1]) ? 2 : 1)));
    range.setEnd(node, length);
    const box = [...range.getClientRects()].at(-1);
    return box?.width && box.height ? box : null;
  }

  function isVisible(element) {
    if (element.isConnected && getComputedStyle(element).display === "contents") return isVisible(above(element) ?? document.body);
    return element.isConnected && element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: false });
  }

  /** Styles or sizes changed: what cut off may do so no more. */
  function refresh() {
    clippers = new WeakMap();
    page = null;
  }

  /** Whether a reader can see it, by scrolling perhaps: not where it has no size, or all of it is cut off by what does not scroll. */
  function isSeen(element) {
    if (!isVisible(element)) return false;
    if (getComputedStyle(element).display === "contents") return isSeen(above(element) ?? document.body);
    let { left, top, right, bottom } = element.getBoundingClientRect();
    if (right - left < 1 || bottom - top < 1) return element.localName === "img"; // is still to come
    for (const clipper of clippersOf(element)) {
      const { clip, clipPath, overflowX, overflowY } = getComputedStyle(clipper);
      const box = clipper.getBoundingClientRect();
      const [acrossScrolls, downScrolls] = [overflowX, overflowY].map((overflow) => /^(?:auto|scroll)$/.test(overflow));
      if (UNSEEN.test(clip) || UNSEEN.test(clipPath)) return false;
      [left, right] = acrossScrolls ? [box.left, box.right] : [Math.max(left, box.left), Math.min(right, box.right)];
      [top, bottom] = downScrolls ? [box.top, box.bottom] : [Math.max(top, box.top), Math.min(bottom, box.bottom)];
      if (right - left < LEAST || bottom - top < LEAST) return false;
    }
    const { across, backwards } = page ??= pageSize();
    return bottom + scrollY > 0 && (backwards || (right + scrollX > 0 && left + scrollX < across));
  }

  /** How far the page goes to the right, and whether it is written from there. */
  function pageSize() {
    const root = document.documentElement;
    const cut = [root, document.body].some((one) => /^(?:hidden|clip)$/.test(getComputedStyle(one).overflowX));
    return { across: cut ? root.clientWidth : root.scrollWidth, backwards: getComputedStyle(root).direction === "rtl" };
  }

  /**
   * {corner, shapes}: whether there may be room, from geometry alone; no shapes where it is plain that there is none, null where
   * the headline itself cannot be seen: in a tab behind others, or outside of what scrolls.
   */
  function plan({ holder, last }) {
    if (!isVisible(holder)) return null;
    const clip = clipOf(holder);
    if (!last) {
      const box = holder.getBoundingClientRect();
      const inside = box.left >= clip.left - 1 && box.top >= clip.top - 1 && box.right <= clip.right + 1 && box.top + 30 < clip.bottom;
      return box.width > 80 && box.height > 40 && inside ? { corner: box, shapes: [""] } : null;
    }
    const end = endOf(last);
    const box = holder.getBoundingClientRect();
    if (box.right <= clip.left || box.left >= clip.right || box.bottom <= clip.top || box.top >= clip.bottom) return null;
    if (!end || end.right > clip.right + 1 || end.bottom > clip.bottom + 1 || end.top < clip.top - 1 || end.left < clip.left - 1) return { shapes: [] };
    const room = clip.right - end.right;
    const shapes = SHAPES.filter((shape) => room >= (shape === "small" ? 21 : shape === "low" ? 36 : 41) && (shape || end.height > 15));
    return { corner: null, shapes };
  }

  /** Where the mark goes: behind an inline link (a link's name is then its own), else behind the words. */
  function spotOf({ link, last, holder }) {
    const node = last ?? holder;
    for (let at = node; link.contains(at) && !followed(at); at = at.parentElement) {
      if (at !== node && !endsHere(at)) break;
      if (at === link && FLOWS.test(getComputedStyle(link.parentElement ?? link).display)) return link;
    }
    return node;
  }

  function endsHere(element) {
    const { display, marginRight, paddingRight, borderRightWidth } = getComputedStyle(element);
    return display === "inline" && [marginRight, paddingRight, borderRightWidth].every((width) => parseFloat(width) === 0);
  }

  function followed(node) {
    for (let next = node.nextSibling; next; next = next.nextSibling) {
      if (next.nodeType === Node.ELEMENT_NODE ? !isOwn(next) : next.data?.trim()) return true;
    }
    return false;
  }

  /** The boxes that must not change: the headline's, its link's, those around and behind it, and what scrolls. */
  function boxesOf({ link, holder, last }) {
    const parent = last?.parentElement ?? holder;
    const nodes = new Set([parent, holder, link, link.parentElement, link.nextElementSibling, link.parentElement?.parentElement]);
    const boxes = [];
    for (const node of nodes) {
      if (!node?.getBoundingClientRect || isOwn(node)) continue;
      const { x, y, width, height } = node.getBoundingClientRect();
      boxes.push(x, y, width, height);
    }
    for (const node of [...clippersOf(holder), document.documentElement]) boxes.push(node.scrollWidth, node.scrollHeight);
    if (last) {
      const end = endOf(last);
      boxes.push(end?.right ?? 0, end?.bottom ?? 0);
    }
    return boxes;
  }

  function sameBoxes(before, after) {
    return before.length === after.length && before.every((value, i) => Math.abs(value - after[i]) < 0.1);
  }

  function meets(a, b) {
    return a.left < b.right - SHARE && b.left < a.right - SHARE && a.top < b.bottom - SHARE && b.top < a.bottom - SHARE;
  }

  /** "free", "taken", or "unseen" where only a part of it is in the window: what is there cannot be told yet. */
  function roomAt({ mark, badge }, { link, holder, last }) {
    const box = badge.getBoundingClientRect();
    const clip = clipOf(holder);
    if (!box.width || box.right > clip.right || box.left < clip.left) return "taken";
    if (box.bottom > clip.bottom + SHARE || box.top < clip.top - SHARE) return "taken";
    if (box.top + scrollY < 0 || box.bottom + scrollY > document.documentElement.scrollHeight) return "taken";
    if (box.top < -SHARE || box.bottom > innerHeight + SHARE) return "unseen";
    const end = last && endOf(last);
    if (end && (box.left < end.right - 1 || box.left > end.right + FAR * end.height || Math.abs((box.top + box.bottom - end.top - end.bottom) / 2) > 6)) return "taken";
    if (last && (speaksBehind(mark) || leavesCard(box, holder, link))) return "taken";
    const seen = new Set();
    const trees = new Set([document, link.getRootNode()]);
    for (const x of [box.left + 1, (box.left + box.right) / 2, box.right - 1]) {
      for (const y of [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2]) {
        for (const tree of trees) {
          // A link stretched over its card hides what is below it.
          for (const hit of tree.elementsFromPoint(x, y)) {
            if (isOwn(hit)) continue;
            seen.add(hit);
            if (hit !== link) break;
          }
        }
      }
    }
    return [...seen].some((hit) => covers(hit, box, last ? null : holder)) ? "taken" : "free";
  }

  const PICTURES = /^(?:img|video|iframe|canvas|input|button|select|svg|path|embed|object)$/;

  /** Whether an element shows something of its own in the box. */
  function covers(element, box, picture) {
    if (element === picture) return false;
    if (PICTURES.test(element.localName) && !element.contains(picture)) return true;
    const range = document.createRange();
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      range.selectNodeContents(node);
      for (const words of range.getClientRects()) if (meets(words, box)) return true;
    }
    return false;
  }

  /** Whether a style sheet writes something behind the mark: no element is there to be found. */
  function speaksBehind(mark) {
    for (let at = mark.parentElement; at; at = at.parentElement) {
      const { content, display, position } = getComputedStyle(at, "::after");
      const says = !/^(?:none|normal|""|''|"\s*")$/.test(content);
      if (says && position !== "absolute" && position !== "fixed" && display !== "block") return true;
      if (getComputedStyle(at).display !== "inline") return false;
    }
    return false;
  }

  /** Whether the badge would lie across the edge of the card that the headline is in: one with a border or a ground of its own. */
  function leavesCard(box, holder, link) {
    let at = link.contains(holder) ? link.parentElement : holder.parentElement;
    for (let level = 0; at && at !== document.body && level < CARD_LEVELS; at = above(at), level++) {
      const { backgroundColor, borderRightWidth, boxShadow, display } = getComputedStyle(at);
      if (display === "inline" || display === "contents") continue;
      const visible = parseFloat(borderRightWidth) > 0 || boxShadow !== "none" || !/^(?:transparent|rgba\(.*, 0\))$/.test(backgroundColor);
      if (visible) return box.right > at.getBoundingClientRect().right - 1;
    }
    return false;
  }

  globalThis.clickbaitZh.places = Object.freeze({ boxesOf, endOf, isSeen, plan, refresh, roomAt, sameBoxes, spotOf });
})();
