// Reads the links of a page into the plain data that headlines.js judges.
(() => {
  const { addressKey, clean, hanLength } = globalThis.clickbaitZh.headlines;
  // What does not end a piece of text or a line.
  const INLINE = new Set(["a", "abbr", "b", "bdi", "cite", "data", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "time", "u", "wbr"]);
  const FORMATTING = new Set(["b", "bdi", "em", "font", "i", "mark", "small", "strong", "sub", "sup", "u", "wbr"]);
  const TEASER_ENDS = new Set(["body", "main", "section", "aside", "ul", "ol", "dl", "table", "tbody", "tr"]);
  const NOT_TEXT = new Set(["script", "style", "noscript", "template", "svg"]);
  const SUMMARY = 110; // characters of a summary, a source and a date
  const described = new WeakMap();

  function describe(element) {
    let found = described.get(element);
    if (!found) {
      const names = [...element.classList];
      if (element.id) names.push(element.id);
      found = { tag: element.localName, role: element.getAttribute("role") ?? "", names };
      described.set(element, found);
    }
    return found;
  }

  function pathOf(link) {
    const path = [];
    for (let at = link; at && at.localName !== "body"; at = at.parentElement) path.push(describe(at));
    return path;
  }

  /** The pieces of text in a link, with the elements that hold them. */
  function piecesOf(link) {
    const pieces = [];
    const walk = (node, holder) => {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) {
          if (!child.data.trim()) continue;
          const last = pieces.at(-1);
          if (last?.holder === holder && last.source === "text") last.text += child.data;
          else pieces.push({ holder, source: "text", text: child.data });
        } else if (child.localName === "img" && child.alt) {
          pieces.push({ holder: child, source: "image", text: child.alt });
        } else if (child.nodeType === Node.ELEMENT_NODE && !NOT_TEXT.has(child.localName)) {
          walk(child, FORMATTING.has(child.localName) ? holder : child);
        }
      }
    };
    walk(link, link);
    for (const piece of pieces) piece.text = clean(piece.text);
    return pieces;
  }

  /** Chinese characters beside a node on its line, in one direction. */
  function beside(node, direction) {
    let count = 0;
    for (let at = node; ; ) {
      const next = at[direction];
      if (!next) {
        at = at.parentElement;
        if (!at || !INLINE.has(at.localName)) return count;
        continue;
      }
      at = next;
      if (at.nodeType === Node.TEXT_NODE) count += hanLength(at.data);
      else if (at.nodeType === Node.ELEMENT_NODE) {
        if (!INLINE.has(at.localName)) return count;
        if (at.localName !== "a") count += hanLength(at.textContent); // a list of links is no sentence
      }
    }
  }

  function lineShare(link) {
    const own = hanLength(link.textContent);
    const others = beside(link, "previousSibling") + beside(link, "nextSibling");
    return own ? own / (own + others) : 1;
  }

  /** How long the text of an element is, without the white space of its source. */
  function lengthOf(element) {
    const text = element.textContent;
    return text.length > 4000 ? Infinity : text.replace(/\s+/g, "").length;
  }

  /**
   * The largest element around a link in which all links lead to the same page: its teaser. It has little more text than
   * the link, or the only link of an article would have the article for a teaser.
   */
  function teaserOf(link, keyOf) {
    const key = keyOf(link);
    const longest = lengthOf(link) + SUMMARY;
    let teaser = link;
    for (let above = link.parentElement; above && !TEASER_ENDS.has(above.localName); above = above.parentElement) {
      for (const other of above.getElementsByTagName("a")) if (other.href && keyOf(other) !== key) return teaser;
      if (lengthOf(above) > longest || above.getElementsByTagName("h1").length) return teaser;
      teaser = above;
      if (above.localName === "li" || above.localName === "article") return teaser;
    }
    return teaser;
  }

  function pageOf(document) {
    const titles = [...document.querySelectorAll("h1")].map((h1) => h1.textContent);
    titles.push(document.querySelector('meta[property="og:title"]')?.content, document.title);
    return { url: location.href, titles: titles.filter(Boolean).map(clean) };
  }

  /**
   * The headlines among these links: [{text, link, holder, teaser}], elements all but the text. `holder` is the element
   * of the headline itself. Gives the thread back every `slice` ms; `spent` is told how long each stretch took.
   */
  async function read(links, { slice = 8, pause, spent }) {
    const keys = new Map();
    const teasers = new Map();
    const keyOf = (link) => {
      if (!keys.has(link)) keys.set(link, addressKey(link.href));
      return keys.get(link);
    };
    const read = [];
    let began = performance.now();
    for (const link of links) {
      if (performance.now() - began > slice) {
        spent(performance.now() - began);
        await pause();
        began = performance.now();
      }
      const pieces = link.isConnected ? piecesOf(link) : [];
      if (!pieces.some(({ text }) => hanLength(text) > 3)) continue;
      const teaser = teaserOf(link, keyOf);
      if (!teasers.has(teaser)) teasers.set(teaser, teasers.size);
      const several = pieces.length > 1;
      const texts = pieces.map(({ holder, source, text }) => ({
        ...describe(holder), source, text, size: several ? parseFloat(getComputedStyle(holder).fontSize) : 16,
      }));
      const data = {
        href: link.href, tooltip: clean(link.title), texts, path: pathOf(link), lineShare: lineShare(link),
        item: teasers.get(teaser),
      };
      read.push({ link, pieces, teaser, data });
    }
    spent(performance.now() - began);
    await pause();
    began = performance.now();
    const found = globalThis.clickbaitZh.headlines.find(read.map(({ data }) => data), pageOf(document));
    spent(performance.now() - began);
    return found.map(({ text, link, piece }) => {
      const { link: element, pieces, teaser } = read[link];
      return { text, link: element, holder: pieces[piece].holder, teaser };
    });
  }

  globalThis.clickbaitZh.reader = Object.freeze({ read });
})();
