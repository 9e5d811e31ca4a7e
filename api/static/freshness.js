// Whether the results on the screen are those of what is in the form now; where they are not, the page says so.
import { onLanguage, t } from "./i18n.js";
import { onTab, openTab } from "./tabs.js";

const place = document.getElementById("stale");
const area = document.querySelector(".output");
const tabs = new Map();

/** Keeps count of one tab's calls and results. `read` returns what is in its form, as one string. */
export class Freshness {
  #form;
  #read;
  #controller = null; // of the call in progress
  #asked = null; // what it was asked
  #shown = null; // what the results on the screen were asked
  #stopped = false;

  constructor(tab, form, read) {
    this.#form = form;
    this.#read = read;
    tabs.set(tab, this);
    form.addEventListener("input", () => this.#edited());
  }

  /** The signal of a new call, which ends the one before; null where the same is being asked already. */
  start() {
    const asked = this.#read();
    if (this.#controller && this.#asked === asked) return null;
    this.#end();
    this.#controller = new AbortController();
    this.#asked = asked;
    this.#tell();
    return this.#controller.signal;
  }

  /** The call has its answer; whether that gives results, which are shown from now on. */
  answered(results) {
    if (results) this.#shown = this.#asked;
    this.#controller = null;
    this.#tell();
  }

  /** Nothing is shown and nothing asked any more. */
  reset() {
    this.#end();
    this.#shown = null;
    this.#tell();
  }

  get running() {
    return this.#controller !== null;
  }

  get old() {
    return this.#shown !== null && (this.running || this.#shown !== this.#read());
  }

  /** What the reader should know, as the key of a text; "" for nothing. */
  get told() {
    if (this.running) return this.old ? "runningOld" : "running";
    if (this.old) return "old";
    return this.#stopped ? "stopped" : "";
  }

  /** What is on its way would be the answer to an earlier text. */
  #edited() {
    if (this.running && this.#asked !== this.#read()) {
      this.#end();
      this.#stopped = true;
    }
    this.#tell();
  }

  #end() {
    this.#controller?.abort();
    this.#controller = null;
    this.#stopped = false;
  }

  #tell() {
    this.#form.setAttribute("aria-busy", String(this.running));
    render();
  }
}

function render() {
  const open = tabs.get(openTab());
  const text = open?.told ? t(open.told) : "";
  if (place.textContent !== text) place.textContent = text; // else it would be read aloud at every key
  area.classList.toggle("old", Boolean(open?.old));
}

onTab(render);
onLanguage(render);
