// The end of a script whose extension was updated: nothing answers it any more, and the new version brings its own script.
(() => {
  const { isAlive } = globalThis.clickbaitZh.texts;
  const TAKEOVER = "clickbait-zh-takeover";
  const PULSE = 5000; // ms
  let timer = null;
  let end = null;

  /** Call `died` when the extension is gone; scripts of an older version in this page are told that this one is here. */
  function start(died) {
    end = died;
    document.dispatchEvent(new Event(TAKEOVER));
    document.addEventListener(TAKEOVER, look);
    document.addEventListener("visibilitychange", look);
    timer = setInterval(look, PULSE);
  }

  function stop() {
    clearInterval(timer);
    document.removeEventListener(TAKEOVER, look);
    document.removeEventListener("visibilitychange", look);
  }

  function look() {
    if (!isAlive()) end();
  }

  globalThis.clickbaitZh.life = Object.freeze({ isOn: isAlive, start, stop });
})();
