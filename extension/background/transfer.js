// Settings as a file: what the reader takes along, or gives to others. Never a server, a key or a vote. Pure functions.
import { isLines, readEntries, SITES_FORMAT } from "./lists.js";
import { MODES, SENSITIVITIES, SYNCED } from "./settings.js";
import { KINDS } from "./wording.js";

const FORMAT = "clickbait-zh settings";
const VALID = {
  mode: (value) => MODES.includes(value),
  threshold: (value) => value === null || (typeof value === "number" && value >= 0 && value <= 1),
  sensitivity: (value) => SENSITIVITIES.includes(value),
  kinds: (value) => Array.isArray(value) && value.every((kind) => KINDS.includes(kind)),
  showAll: (value) => typeof value === "boolean",
  allowed: isLines,
  blocked: isLines,
};

/** What is written to a file. */
export function exportedSettings(settings) {
  const chosen = Object.fromEntries(SYNCED.map((name) => [name, settings[name]]));
  return JSON.stringify({ format: FORMAT, version: 1, ...chosen }, null, 2) + "\n";
}

/**
 * {settings, wrong} of such a file: settings that it names and that are valid, and what it says that is not understood.
 * Throws SyntaxError or TypeError for another file.
 */
export function importedSettings(text) {
  const found = JSON.parse(text);
  if (![FORMAT, SITES_FORMAT].includes(found?.format)) throw new TypeError("not a file of settings");
  const settings = {};
  const wrong = [];
  for (const name of SYNCED.filter((known) => known in found)) {
    if (!VALID[name](found[name])) {
      wrong.push(name);
    } else if (name === "allowed" || name === "blocked") {
      const read = readEntries(found[name]);
      settings[name] = read.entries;
      wrong.push(...read.wrong);
    } else {
      settings[name] = found[name];
    }
  }
  return { settings, wrong };
}
