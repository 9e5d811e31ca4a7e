// What marks, cards and stubs look like. Each has its style in its own shadow root: page styles do not get in, a page's content
// security policy does not forbid what a content script writes, and it holds in the shadow roots of pages, too, which the
// style sheets of an extension do not reach. page.css says what happens to the page's own elements.
(() => {
  const PALETTE = `
    --paper: light-dark(#f7f5f0, #131519);
    --card: light-dark(#ffffff, #1c1f25);
    --sunk: light-dark(#efece5, #252931);
    --ink: light-dark(#1d1f24, #eceae5);
    --soft: light-dark(#5a5e66, #a8acb5);
    --line: light-dark(#e1ddd3, #30353e);
    --edge: light-dark(#85888e, #7b818c);
    --bait: light-dark(#b3261a, #ff9484);
    --bait-tint: light-dark(#fbe6e2, #43211d);
    --plain: light-dark(#14608f, #86c1f0);
    --plain-tint: light-dark(#e2eff8, #16304a);
    --good: light-dark(#1c6b3c, #7fd1a0);
    --doubt: light-dark(#735200, #e8c364);
    --doubt-tint: light-dark(#faf0d2, #3a2f12);`; // as in palette.css; a test holds them equal
  const HOST = `
    :host { all: initial !important; color-scheme: light dark !important; writing-mode: inherit !important; ${PALETTE} }
    :host {
      --sunk: light-dark(#efece5, #2e333c); --line: light-dark(#e1ddd3, #3a404a);
      --type: system-ui, "PingFang TC", "Microsoft JhengHei", "Noto Sans TC", "Noto Sans CJK TC", sans-serif;
    }
    button:focus-visible { outline: 3px solid var(--plain); outline-offset: 2px; }
`;

  /* A mark is an empty inline box: it takes no width, no height and no line, so nothing moves; its badge hangs from it. */
  const MARK = `
    :host { position: relative !important; font: inherit !important; line-height: 0 !important; visibility: inherit !important; }
    :host([raised]) { z-index: 2 !important; }
    [part~=badge] {
      box-sizing: border-box; position: absolute; top: 50%; left: 5px; display: flex; gap: 3px; align-items: center; justify-content: center;
      width: 36px; height: 18px; margin: 0; padding: 0; border: 1px solid; border-radius: 9px; transform: translateY(-50%);
      font: 700 11px/1 var(--type); font-variant-numeric: tabular-nums; letter-spacing: 0; text-indent: 0; white-space: nowrap;
      cursor: pointer; user-select: none; pointer-events: auto;
    }
    [part~=badge][part~=low] { width: 31px; height: 14px; border-radius: 7px; font-size: 10px; gap: 2px; }
    [part~=badge][part~=small] { width: 16px; font-size: 0; gap: 0; }
    [part~=badge][part~=corner] { top: var(--y); left: var(--x); transform: none; }
    [part~=away] { visibility: hidden; }
    [part~=badge]::after { position: absolute; inset: -4px -2px; content: ""; } /* 24 px high for fingers */
    [part~=bait] { border-color: var(--bait); background: var(--bait); color: light-dark(#ffffff, #2b0f0b); }
    [part~=badge][part~=doubt] { border: 1px dashed var(--doubt); background: var(--doubt-tint); color: var(--doubt); }
    [part~=badge][part~=plain] { border-color: var(--plain); background: var(--plain-tint); color: var(--plain); }
    [part~=badge][part~=voted] { border-color: var(--edge); background: var(--card); color: var(--soft); }
    [part~=hook] { width: 8px; height: 11px; overflow: visible; }
    [part~=hook-line] { fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
    [part~=sign] { font: 700 11px/1 var(--type); }
`;

  const CARD = `
    [part~=card] {
      box-sizing: border-box; position: fixed; inset: 0 auto auto 0; width: min(340px, 100vw - 16px); max-height: calc(100vh - 16px);
      margin: 0; padding: 14px 16px 12px; overflow: auto; border: 1px solid var(--line); border-radius: 12px; background: var(--card); color: var(--ink);
      box-shadow: 0 1px 3px #0000001f, 0 12px 32px light-dark(#00000029, #00000080); font: 14px/1.5 var(--type); text-align: left; white-space: normal; cursor: auto;
    }
    [part~=facts] { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; }
    [part~=label] { padding: 1px 9px; border-radius: 10px; font-size: 13px; font-weight: 700; white-space: nowrap; }
    [part~=label][part~=bait] { background: var(--bait-tint); color: var(--bait); }
    [part~=label][part~=plain] { background: var(--plain-tint); color: var(--plain); }
    [part~=number] { font-size: 16px; font-weight: 700; font-variant-numeric: tabular-nums; }
    [part~=number][part~=for], [part~=weight] { font-variant-numeric: tabular-nums; }
    [part~=number][part~=for] { color: var(--bait); }
    [part~=number][part~=against] { color: var(--plain); }
    [part~=bar] { position: relative; flex: 1 1 48px; height: 6px; border-radius: 3px; background: var(--sunk); }
    [part~=fill] { position: absolute; top: 0; bottom: 0; left: 0; border-radius: 3px; }
    [part~=fill][part~=bait] { background: var(--bait); }
    [part~=fill][part~=plain] { background: var(--plain); }
    [part~=tick] { position: absolute; top: -3px; width: 2px; height: 12px; margin-left: -1px; background: var(--ink); }
    [part~=topic], [part~=answer] { color: var(--soft); font-size: 13px; white-space: nowrap; }
    [part~=doubt] { padding: 1px 8px; border-radius: 10px; background: var(--doubt-tint); color: var(--doubt); font-size: 12px; font-weight: 600; white-space: nowrap; }
    [part~=headline] { margin: 10px 0 8px; font-size: 15px; font-weight: 600; line-height: 1.75; overflow-wrap: anywhere; }
    [part~=mark] { background: none; color: inherit; text-decoration-line: underline; text-decoration-thickness: 2px; text-underline-offset: 4px; text-decoration-skip-ink: none; }
    [part~=mark][part~=for] { text-decoration-color: var(--bait); }
    [part~=mark][part~=against] { text-decoration-color: var(--plain); text-decoration-style: dotted; }
    [part~=kinds] { display: grid; grid-template-columns: repeat(3, 1fr); gap: 10px; margin: 9px 0 0; padding: 0; list-style: none; }
    [part~=kind] { display: flex; flex-wrap: wrap; gap: 0 6px; justify-content: space-between; color: var(--soft); font-size: 12px; line-height: 1.5; }
    [part~=kind][part~=leading] { color: var(--ink); font-weight: 700; }
    [part~=kind-track] { order: 1; width: 100%; height: 4px; border-radius: 2px; background: var(--sunk); }
    [part~=kind-fill] { display: block; height: 4px; border-radius: 2px; background: var(--edge); }
    [part~=kind-fill][part~=leading] { background: var(--bait); }
    [part~=kind-number] { font-variant-numeric: tabular-nums; }
    [part~=reasons] { margin: 0 0 9px; padding: 0 0 0 1.1em; font-size: 13.5px; overflow-wrap: anywhere; }
    [part~=weights] { margin: 0 0 11px; }
    [part~=weights-title] { width: fit-content; color: var(--soft); font-size: 13px; cursor: pointer; }
    [part~=weights-title]:focus-visible { outline: 3px solid var(--plain); outline-offset: 2px; }
    [part~=signals] { display: flex; flex-wrap: wrap; gap: 4px 6px; margin: 6px 0 0; padding: 0; list-style: none; }
    [part~=signal] { display: flex; gap: 4px; padding: 0 8px 0 2px; border-radius: 6px; background: var(--sunk); font-size: 13px; }
    [part~=signal][part~=for] { color: var(--bait); }
    [part~=signal][part~=against] { color: var(--plain); }
    [part~=note] { color: var(--soft); font-size: 13px; }
    [part~=votes] { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin: 0 -16px -12px; padding: 9px 12px 9px 16px; border-top: 1px solid var(--line); }
    [part~=question] { flex: 1; white-space: nowrap; color: var(--soft); font-size: 13px; }
    [part~=which] { flex-basis: 100%; color: var(--soft); font-size: 13px; }
    [part~=named] { min-height: 26px; padding: 1px 9px; font-weight: 400; }
    [part~=silent] { position: absolute; width: 1px; height: 1px; overflow: hidden; }
    [part~=status] { flex: auto; color: var(--soft); font-size: 13px; }
    [part~=vote] { min-height: 30px; padding: 3px 11px; border: 1px solid var(--edge); border-radius: 8px; background: var(--card); color: var(--ink); font: 600 13px/1.4 var(--type); cursor: pointer; }
    [part~=vote]:hover { background: var(--sunk); }
    [part~=undo] { border-color: var(--plain); color: var(--plain); }
    [part~=badge]:focus-visible, [part~=vote]:focus-visible, [part~=stub]:focus-visible { outline: 3px solid var(--plain); outline-offset: 2px; }
    @media (forced-colors: active) { [part~=fill] { background: Highlight; } [part~=tick] { background: CanvasText; } }
`;

  const STUB = `
    :host { display: block !important; visibility: visible !important; }
    :host([over]) { position: absolute !important; z-index: 1 !important; inset: 0 auto auto 0 !important; width: 100% !important; }
    :host([over][opened]) { width: auto !important; opacity: .85 !important; }
    [part~=stub] {
      box-sizing: border-box; width: 100%; min-height: 26px; margin: 0; padding: 3px 10px; border: 1px dashed var(--edge); border-radius: 8px;
      background: light-dark(#f7f5f0, #1c1f25); color: var(--soft); font: 13px/1.4 var(--type); text-align: left; cursor: pointer;
    }
    [part~=stub]::before { content: "▸ "; content: "▸ " / ""; }
    [part~=stub][part~=opened]::before { content: "▾ "; content: "▾ " / ""; }
    [part~=stub]:hover { color: var(--ink); }
`;

  const ATTRIBUTES = ["", "-line", "-over", "-flash"].map((name) => `data-clickbait-zh${name}`);
  const ours = new WeakSet(); // elements that we made, and those of the page that have an attribute of ours
  const PRINT = "@media print { :host { display: none !important; } }";
  const TEXT = { mark: HOST + MARK + PRINT, card: CARD, stub: HOST + STUB + PRINT };

  const PAGE = `
    @media not print {
      [data-clickbait-zh-line] { text-decoration: underline solid 1.5px #d0402f !important; text-underline-offset: 2px !important; text-decoration-skip-ink: none !important; }
      [data-clickbait-zh-line="doubt"] { text-decoration: underline dashed 1.5px #a87800 !important; }
      [data-clickbait-zh="dim"] { opacity: .28 !important; }
      [data-clickbait-zh="blur"] { filter: blur(6px) !important; }
      [data-clickbait-zh="dim"]:hover, [data-clickbait-zh="dim"]:focus-within { opacity: 1 !important; }
      [data-clickbait-zh="blur"]:hover, [data-clickbait-zh="blur"]:focus-within { filter: none !important; }
      [data-clickbait-zh="collapsed"] { display: none !important; }
      [data-clickbait-zh="covered"] { visibility: hidden !important; }
      [data-clickbait-zh-over] { position: relative !important; }
      [data-clickbait-zh-flash] { outline: 3px solid #d0821f !important; outline-offset: 3px !important; }
    }
    @media not print and (prefers-reduced-motion: no-preference) {
      [data-clickbait-zh="dim"] { transition: opacity .15s !important; }
      [data-clickbait-zh="blur"] { transition: filter .15s !important; }
    }
`;

  /** The style of a kind of ours: "mark", "card" or "stub". */
  function styleOf(kind) {
    const style = document.createElement("style");
    style.textContent = TEXT[kind];
    return style;
  }

  /** page.css for a shadow root of the page, which style sheets of the document do not reach. */
  function intoTree(tree) {
    if (tree === document || !tree.append || tree.querySelector(":scope > clickbait-zh-style")) return;
    const holder = document.createElement("clickbait-zh-style");
    const style = document.createElement("style");
    style.textContent = PAGE;
    holder.append(style);
    tree.append(holder);
  }

  /** A new element of ours with a style of that kind. */
  function made(name, kind, ...content) {
    const host = document.createElement(name);
    host.attachShadow({ mode: "open" }).append(styleOf(kind), ...content);
    ours.add(host);
    return host;
  }

  /** Set an attribute of ours on an element of the page. */
  function set(element, name, value) {
    ours.add(element);
    element.setAttribute(name, value);
  }

  /** Take out what is ours by name and not by making: copies that a page made of its own elements, and what an older script left. */
  function cleanUp(tree) {
    for (const left of tree.querySelectorAll("clickbait-zh-mark, clickbait-zh-marks, clickbait-zh-stub")) if (!ours.has(left)) left.remove();
    for (const name of ATTRIBUTES) {
      for (const left of tree.querySelectorAll(`[${name}]`)) if (!ours.has(left)) left.removeAttribute(name);
      if (tree.hasAttribute?.(name) && !ours.has(tree)) tree.removeAttribute(name);
    }
  }

  globalThis.clickbaitZh.styles = Object.freeze({ cleanUp, intoTree, made, set, styleOf });
})();
