/** Calls to a worker: each message has a number, and its answer has the same one. */
export class Calls {
  #worker = null;
  #open = new Map(); // number → {resolve, reject}
  #next = 0;
  #start;

  /** `start` makes the worker, at the first call and after it has died. */
  constructor(start) {
    this.#start = start;
  }

  /** The worker's answer to {call, value}. Rejects with its message where it failed, or when the worker died. */
  ask(call, value) {
    this.#worker ??= this.#started();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.#worker.postMessage({ id, call, value });
    });
  }

  #started() {
    const worker = this.#start();
    worker.onmessage = ({ data }) => {
      const { resolve, reject } = this.#open.get(data.id);
      this.#open.delete(data.id);
      if ("error" in data) reject(new Error(data.error));
      else resolve(data.answer);
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      worker.terminate();
      this.#worker = null;
      const open = [...this.#open.values()];
      this.#open.clear();
      for (const { reject } of open) reject(new Error(event.message || "the worker cannot be started"));
    };
    return worker;
  }
}
