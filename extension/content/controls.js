// Clicks and keys on what is ours. A mark often stands in a link or in a card that is one large button: nothing that happens on
// it may reach the page, neither its listeners nor the link. So events are taken at the window, before the page gets them.
(() => {
  const TAKEN = [
    "pointerdown", "pointerup", "mousedown", "mouseup", "click", "auxclick", "dblclick", "touchstart", "touchend", "keydown", "keyup",
    "keypress", "dragstart",
  ];
  const actions = new WeakMap(); // element → what a click on it does
  const keys = new WeakMap(); // element → what a key below it does
  const outside = new Set(); // told of a press anywhere else
  let listening = false;

  function take(event) {
    const path = event.composedPath();
    if (!path.some((node) => globalThis.clickbaitZh.roots.isOwn(node))) {
      if (event.type === "pointerdown") for (const told of outside) told(event);
      return;
    }
    event.stopImmediatePropagation();
    if (!event.isTrusted) return event.preventDefault(); // a page does not vote for its reader
    if (/^(?:click|auxclick|dragstart)$/.test(event.type)) event.preventDefault();
    const doing = event.type === "click" ? actions : event.type === "keydown" ? keys : null;
    const at = doing && path.find((node) => doing.has(node));
    if (at) doing.get(at)(event);
  }

  function listen() {
    if (listening) return;
    listening = true;
    for (const type of TAKEN) addEventListener(type, take, { capture: true, passive: type.startsWith("touch") });
  }

  function stop() {
    listening = false;
    for (const type of TAKEN) removeEventListener(type, take, { capture: true });
  }

  function onClick(element, action) {
    listen();
    actions.set(element, action);
  }

  function onKey(element, action) {
    listen();
    keys.set(element, action);
  }

  globalThis.clickbaitZh.controls = Object.freeze({ listen, onClick, onKey, outside, stop });
})();
