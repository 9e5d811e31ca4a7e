/** What callers ask for: headlines, a threshold or a sensitivity; and what is wrong with it. */

const SHOWN = 20; // characters of a headline that a message quotes

/** Headlines with no visible character; `positions` are the indices of all of them, `errors` as the API names them. */
export class HeadlineError extends Error {
  constructor(headlines, positions) {
    const [first] = positions;
    super(`headline ${first} (${JSON.stringify(headlines[first].slice(0, SHOWN))}) has no visible character`);
    this.name = "HeadlineError";
    this.positions = positions;
    this.errors = positions.map((place) => ({ pointer: `/headlines/${place}`, detail: "No visible character." }));
  }
}

/** The headlines as an array. Throws TypeError for one string and for values that are not strings. */
export function headlineList(headlines) {
  if (typeof headlines === "string") {
    throw new TypeError("expected a list of headlines, not one string: write [headline]");
  }
  if (typeof headlines?.[Symbol.iterator] !== "function") {
    throw new TypeError(`expected a list of headlines, not ${headlines === null ? "null" : typeof headlines}`);
  }
  const list = Array.from(headlines);
  const wrong = list.findIndex((headline) => typeof headline !== "string");
  if (wrong >= 0) throw new TypeError(`headline ${wrong} is ${list[wrong] === null ? "null" : typeof list[wrong]}, not a string`);
  return list;
}

/** The threshold itself, or the model's for a sensitivity; without either its own. Throws RangeError. */
export function cutFor({ threshold: own, cuts }, threshold, sensitivity) {
  const named = sensitivity !== undefined && sensitivity !== null;
  if (threshold !== undefined && threshold !== null) {
    if (named) throw new RangeError("give a threshold or a sensitivity, not both");
    if (!(threshold >= 0 && threshold <= 1)) throw new RangeError(`threshold ${threshold} is not between 0 and 1`);
    return threshold;
  }
  if (!named) return own;
  if (!Object.hasOwn(cuts, sensitivity)) {
    throw new RangeError(`unknown sensitivity '${sensitivity}': use one of ${Object.keys(cuts).join(", ")}`);
  }
  return cuts[sensitivity].threshold;
}
