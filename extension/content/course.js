// When a page is looked at: soon after it changed, not too often, and one look (and so one request) at a time.
(() => {
  const AT_ONCE = 30; // ms: what a page does in one go is read in one go
  const THROTTLE = 400; // ms between looks at a page that changes

  let look = null;
  let running = false;
  let again = false;
  let timer = null;
  let due = Infinity;
  let last = -THROTTLE;

  /** From now on, `looking` is called, and waited for, when it is time. */
  function start(looking) {
    look = looking;
    last = -THROTTLE;
  }

  function stop() {
    look = null;
    clearTimeout(timer);
    timer = null;
  }

  function soon() {
    after(Math.max(AT_ONCE, last + THROTTLE - performance.now()));
  }

  /** At the latest after so many ms. */
  function after(delay) {
    const at = performance.now() + delay;
    if (timer && due <= at) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(now, delay);
  }

  async function now() {
    clearTimeout(timer);
    timer = null;
    if (running) return (again = true);
    running = true;
    do {
      again = false;
      last = performance.now();
      await look?.();
    } while (look && again);
    running = false;
  }

  globalThis.clickbaitZh.course = Object.freeze({ after, now, soon, start, stop });
})();
