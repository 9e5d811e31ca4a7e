/** How long to leave alone what failed: twice as long each time, up to a limit, and never as long as all others. */
export class Backoff {
  #failures = 0;
  #until = 0;

  /** `first` and `longest` in ms; `now` and `random` are those of the platform, but in tests. */
  constructor({ first, longest, now = Date.now, random = Math.random }) {
    Object.assign(this, { first, longest, now, random });
  }

  /** It failed; `atLeast` is what it asked for itself, in ms. */
  failed(atLeast = 0) {
    const wait = Math.min(this.longest, this.first * 2 ** this.#failures);
    this.#failures += 1;
    // Half of it by chance: readers whose server went away at the same moment do not come back at the same moment.
    this.#until = this.now() + Math.max(atLeast, wait / 2 + (wait / 2) * this.random());
  }

  /** It worked, or the reader wants it tried at once. */
  reset() {
    this.#failures = 0;
    this.#until = 0;
  }

  /** Whether it failed last time. */
  get failing() {
    return this.#failures > 0;
  }

  /** ms to wait before it is tried again. */
  get left() {
    return Math.max(0, this.#until - this.now());
  }
}
