// Where a badge can stand without a change to the page: geometry only, in pixels of the viewport.
(() => {
  const WIDTH = 36; // as in page.css
  const HEIGHT = 18;
  const GAP = 5;
  const clippers = new WeakMap();

  /** The ancestors that cut off what sticks out. */
  function clippersOf(element) {
    if (!element || element === document.body || element === document.documentElement) return [];
    let found = clippers.get(element);
    if (!found) {
      const { overflowX, overflowY } = getComputedStyle(element);
      const above = clippersOf(element.parentElement);
      found = overflowX === "visible" && overflowY === "visible" ? above : [element, ...above];
      clippers.set(element, found);
    }
    return found;
  }

  function clipOf(element) {
    const clip = { left: 0, top: -Infinity, right: document.documentElement.clientWidth, bottom: Infinity };
    for (const clipper of clippersOf(element)) {
      const box = clipper.getBoundingClientRect();
      clip.left = Math.max(clip.left, box.left);
      clip.top = Math.max(clip.top, box.top);
      clip.right = Math.min(clip.right, box.right);
      clip.bottom = Math.min(clip.bottom, box.bottom);
    }
    return clip;
  }

  /** The last line of the headline that can be seen, or null. */
  function lastLine(holder, clip) {
    const range = document.createRange();
    range.selectNodeContents(holder);
    let line = null;
    for (const box of range.getClientRects()) {
      const middle = (box.top + box.bottom) / 2;
      if (box.width < 2 || box.height < 2 || middle < clip.top || middle > clip.bottom) continue;
      if (box.left >= clip.right || box.right <= clip.left) continue;
      if (!line || middle > line.bottom) line = { left: box.left, right: box.right, top: box.top, bottom: box.bottom };
      else if (middle > line.top) {
        line.left = Math.min(line.left, box.left);
        line.right = Math.max(line.right, box.right);
      }
    }
    return line;
  }

  /** Whether something that floats over the page (a fixed head, a dialogue) hides the point. */
  function isCovered(hit, link) {
    for (let at = hit; at && !at.contains(link) && !link.contains(at); at = at.parentElement) {
      if (at.localName === "dialog" || /fixed|sticky/.test(getComputedStyle(at).position)) return true;
    }
    return false;
  }

  function isBlank(x, y, link, host) {
    const hit = document.elementFromPoint(x, y);
    return !hit || hit === host || hit.contains(link) || link.contains(hit);
  }

  /** {x, y} of the badge's upper left corner, or null where the headline cannot be seen. */
  function placeOf({ link, holder, teaser }, host) {
    if (!holder.isConnected || !holder.checkVisibility?.({ visibilityProperty: true, opacityProperty: true })) return null;
    const clip = clipOf(holder);
    if (holder.localName === "img") return onPicture(holder.getBoundingClientRect(), clip, link);
    const line = lastLine(holder, clip);
    if (!line) return null;
    const middle = (line.top + line.bottom) / 2;
    if (middle < 0 || middle > innerHeight) return null;
    const seen = document.elementFromPoint(Math.min(line.right, clip.right) - 2, middle);
    if (seen && seen !== host && isCovered(seen, link)) return null;
    const block = (teaser === link ? link.parentElement : teaser).getBoundingClientRect();
    const limit = Math.min(clip.right, Math.max(block.right, line.right));
    const y = middle - HEIGHT / 2;
    const textFollows = link.nextSibling?.nodeType === Node.TEXT_NODE && link.nextSibling.data.trim();
    if (line.right + GAP + WIDTH <= limit && !textFollows && isBlank(line.right + GAP + WIDTH / 2, middle, link, host)) {
      return { x: line.right + GAP, y };
    }
    // No room behind the text: in the gap below its end, where it covers least.
    return { x: Math.max(clip.left, Math.min(line.right, limit) - WIDTH), y: line.bottom - 3 };
  }

  function onPicture(box, clip, link) {
    const [x, y] = [Math.max(box.left, clip.left) + GAP, Math.max(box.top, clip.top) + GAP];
    if (box.width < WIDTH || x + WIDTH > clip.right || y + HEIGHT > clip.bottom || y < 0 || y > innerHeight) return null;
    const seen = document.elementFromPoint(x, y);
    return seen && isCovered(seen, link) ? null : { x, y };
  }

  globalThis.clickbaitZh.places = Object.freeze({ placeOf });
})();
