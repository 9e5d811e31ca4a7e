/** A map with a limit: what was not used for longest goes first. */
export class Lru {
  #entries;
  #limit;

  constructor(limit, entries = []) {
    this.#limit = limit;
    this.#entries = new Map(entries);
  }

  get size() {
    return this.#entries.size;
  }

  get(key) {
    if (!this.#entries.has(key)) return undefined;
    const value = this.#entries.get(key);
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key, value) {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#limit) this.#entries.delete(this.#entries.keys().next().value);
  }

  clear() {
    this.#entries.clear();
  }

  /** Pairs, the one that goes first in front. */
  entries() {
    return [...this.#entries];
  }
}
