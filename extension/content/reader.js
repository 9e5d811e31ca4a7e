// Reads the links of a page into the plain data that headlines.js judges.
(() => {
  const { addressKey, clean, hanLength, hasHeadlineLength, normalForm } = globalThis.clickbaitZh.headlines;
  const { above, isOwn } = globalThis.clickbaitZh.roots;
  // What does not end a piece of text or a line.
  const INLINE = new Set(["a", "abbr", "b", "bdi", "cite", "data", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "time", "u", "wbr"]);
  const FORMATTING = new Set(["b", "bdi", "em", "font", "i", "mark", "small", "strong", "sub", "sup", "u", "wbr"]);
  const TEASER_ENDS = new Set(["body", "main", "section", "aside", "ul", "ol", "dl", "table", "tbody", "tr"]);
  const NOT_TEXT = new Set(["script", "style", "noscript", "template", "svg"]);
  const SUMMARY = 110; // characters of a summary, a source and a date
  const FORM_LINKS = 12; // of a form that is no search and no login
  const MANY_TITLES = 2; // a page with more h1 has them on its cards
  const described = new WeakMap();

  /** Whether a form holds the page, as those of ASP.NET do, and not a search or a login. */
  function holdsPage(form) {
    const links = form.querySelectorAll("a[href]").length;
    return links > FORM_LINKS || links * 2 > document.links.length || form.querySelector("h1, h2, h3, h4, article, [name=__VIEWSTATE]") !== null;
  }

  function describe(element) {
    let found = described.get(element);
    if (!found) {
      const names = [...element.classList];
      const id = element.getAttribute("id"); // `id` itself is a field's in a form that has a field of that name
      if (id) names.push(id);
      const wide = element.localName === "form" && holdsPage(element);
      found = { tag: wide ? "div" : element.localName, role: element.getAttribute("role") ?? "", names };
      described.set(element, found);
    }
    return found;
  }

  /** Where a link leads: one in a drawing (SVG) has another kind of `href`. */
  function addressOf(link) {
    return typeof link.href === "string" ? link.href : new URL(link.href.baseVal, document.baseURI).href;
  }

  function tooltipOf(link) {
    return clean(link.getAttribute("title") ?? "");
  }

  function pathOf(link) {
    const path = [];
    for (let at = link; at && at.localName !== "body"; at = above(at)) path.push(describe(at));
    return path;
  }

  /** The pieces of text in a link, with the elements that hold them and their last text nodes. */
  function piecesOf(link) {
    const pieces = [];
    const walk = (nodes, holder) => {
      for (const child of nodes) {
        if (child.nodeType === Node.TEXT_NODE) {
          if (!child.data.trim()) continue;
          const last = pieces.at(-1);
          if (last?.holder === holder && last.source === "text") Object.assign(last, { text: last.text + child.data, last: child });
          else pieces.push({ holder, source: "text", text: child.data, last: child });
        } else if (child.localName === "img" && child.alt) {
          pieces.push({ holder: child, source: "image", text: child.alt, last: null });
        } else if (child.nodeType === Node.ELEMENT_NODE && !NOT_TEXT.has(child.localName) && !isOwn(child)) {
          const slot = child.localName === "slot"; // has no box of its own
          const inside = slot ? child.assignedNodes({ flatten: true }) : child.shadowRoot?.childNodes;
          walk(inside?.length ? inside : child.childNodes, slot || FORMATTING.has(child.localName) ? holder : child);
        }
      }
    };
    walk((link.shadowRoot ?? link).childNodes, link);
    for (const piece of pieces) piece.text = clean(piece.text);
    if (!pieces.some(({ text }) => hasHeadlineLength(text))) {
      const label = clean(link.getAttribute("aria-label") || tooltipOf(link));
      if (label) pieces.push({ holder: link, source: "label", text: label, last: null });
    }
    return pieces;
  }

  /** What a link says and where it leads: while this is the same, so is the judgement. */
  function signatureOf(link) {
    return [link.getAttribute("href"), document.baseURI, tooltipOf(link), ...piecesOf(link).map(({ text }) => text)].join("\n");
  }

  /** The words in a teaser that a link without words (stretched over it) names in its label: {holder, last}, or null. */
  function wordsOf(label, teaser) {
    const wanted = normalForm(label);
    const walker = document.createTreeWalker(teaser, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.data.length >= 8 && normalForm(node.data) === wanted) return { holder: node.parentElement, last: node };
    }
    for (const element of teaser.querySelectorAll("h1, h2, h3, h4, h5, h6, p, span, div, strong")) {
      if (element.textContent.length > label.length + 20 || normalForm(element.textContent) !== wanted) continue;
      const inside = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let last = null;
      for (let node = inside.nextNode(); node; node = inside.nextNode()) if (node.data.trim()) last = node;
      if (last) return { holder: last.parentElement, last };
    }
    return null;
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
        if (at.localName === "a") continue; // a list of links is no sentence
        count += hanLength(at.textContent);
        for (const link of at.getElementsByTagName("a")) count -= hanLength(link.textContent);
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
  function teaserOf(link, keyOf, titles) {
    const key = keyOf(link);
    const longest = lengthOf(link) + SUMMARY;
    let teaser = link;
    for (let outer = link.parentElement; outer && !TEASER_ENDS.has(outer.localName); outer = outer.parentElement) {
      for (const other of outer.getElementsByTagName("a")) if (other.hasAttribute("href") && keyOf(other) !== key) return teaser;
      if (lengthOf(outer) > longest || titles.some((title) => outer.contains(title))) return teaser;
      teaser = outer;
      if (outer.localName === "li" || outer.localName === "article") return teaser;
    }
    return teaser;
  }

  /** The titles of the page itself: an h1 that leads elsewhere is a card's, and so are those of a page full of them. */
  function pageOf(keyOf) {
    const named = [document.querySelector('meta[property="og:title"]')?.content, document.title].filter(Boolean).map(clean);
    const own = addressKey(location.href);
    const leadsAway = (link) => link?.hasAttribute("href") && keyOf(link) !== own;
    let titles = [...document.querySelectorAll("h1")].filter((h1) => !leadsAway(h1.closest("a")) && !leadsAway(h1.querySelector("a")));
    if (titles.length > MANY_TITLES) titles = titles.filter((h1) => named.some((name) => name.startsWith(clean(h1.textContent))));
    return { titles, data: { url: location.href, titles: [...titles.map((h1) => clean(h1.textContent)), ...named].filter(Boolean) } };
  }

  /**
   * The headlines among these links: [{text, link, holder, last, teaser, signature}]. `holder` is the element of the headline
   * itself, `last` its last text node, null for a picture. Gives the thread back every `slice` ms; `spent` is told how long each stretch took.
   */
  async function read(links, { slice = 8, pause, spent }) {
    const keys = new Map();
    const teasers = new Map();
    const keyOf = (link) => {
      if (!keys.has(link)) keys.set(link, addressKey(addressOf(link)));
      return keys.get(link);
    };
    const page = pageOf(keyOf);
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
      const teaser = teaserOf(link, keyOf, page.titles);
      if (!teasers.has(teaser)) teasers.set(teaser, teasers.size);
      const several = pieces.length > 1;
      const texts = pieces.map(({ holder, source, text }) => ({
        ...describe(holder), source, text, size: several ? parseFloat(getComputedStyle(holder).fontSize) : 16,
      }));
      const data = {
        href: addressOf(link), tooltip: tooltipOf(link), texts, path: pathOf(link), lineShare: lineShare(link),
        item: teasers.get(teaser), opens: /^(?:#|javascript:)/i.test(link.getAttribute("href")) && link.querySelector("img, video") !== null,
        figure: Boolean(link.closest("figure")?.querySelector("figcaption")),
      };
      read.push({ link, pieces, teaser, data });
    }
    spent(performance.now() - began);
    await pause();
    began = performance.now();
    const found = globalThis.clickbaitZh.headlines.find(read.map(({ data }) => data), page.data);
    const items = found.map(({ text, link, piece }) => {
      const { link: element, pieces, teaser } = read[link];
      const { holder, last, source } = pieces[piece];
      const picture = element.querySelector("img, video");
      const words = source === "label" ? wordsOf(text, teaser) ?? (picture && { holder: picture }) : null;
      return { text, link: element, holder, last, teaser, signature: signatureOf(element), ...words };
    });
    spent(performance.now() - began);
    return items;
  }

  globalThis.clickbaitZh.reader = Object.freeze({ read, signatureOf });
})();
