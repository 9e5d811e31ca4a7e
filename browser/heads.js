/** From the outputs of the linear heads to the fields of an answer (classifier/trained_head.py). */

const SIGMOID = "sigmoid";
const FAMILY = "kinds";

function sigmoid(value) {
  return 0.5 * Math.tanh(0.5 * value) + 0.5;
}

class Head {
  constructor(entry, first) {
    Object.assign(this, { name: entry.name, classes: entry.classes, link: entry.link, first });
    Object.assign(this, { probability: entry.probability, choice: entry.choice, family: entry.family });
    this.outputs = entry.link === SIGMOID ? 1 : entry.classes.length;
    this.intercept = [entry.intercept].flat(Infinity);
    this.slope = entry.calibration ? entry.calibration.slope : 1;
    this.offset = entry.calibration ? entry.calibration.intercept : 0;
    this.levels = entry.levels ?? [];
  }

  /** P(second class) of a sigmoid, from outputs without intercepts. */
  chance(outputs) {
    return sigmoid(this.slope * (outputs[this.first] + this.intercept[0]) + this.offset);
  }

  /** The values of the head's fields by name. */
  answer(outputs) {
    if (this.link === SIGMOID) {
      const chance = this.chance(outputs);
      return this._named(this.classes[chance >= 0.5 ? 1 : 0], chance);
    }
    const own = this.intercept.map((intercept, i) => outputs[this.first + i] + intercept);
    const highest = Math.max(...own);
    const odds = own.map((value) => Math.exp(value - highest));
    const sum = odds.reduce((a, b) => a + b, 0);
    return this._named(this.classes[own.indexOf(highest)], 1 / sum);
  }

  _named(choice, probability) {
    return this.choice ? { [this.choice]: choice, [this.probability]: probability } : { [this.probability]: probability };
  }
}

/** All heads of a model. */
export class Heads {
  constructor(entries) {
    this.all = [];
    let first = 0;
    for (const entry of entries) {
      this.all.push(new Head(entry, first));
      first += this.all.at(-1).outputs;
    }
    this.primary = this.all[0];
    this._kinds = this.all.slice(1).filter((head) => head.family === FAMILY);
    this._others = this.all.slice(1).filter((head) => head.family !== FAMILY);
    this.intercept = this.primary.intercept[0];
  }

  /** Calibrated P(clickbait) of the primary head's value. */
  score(logit) {
    return sigmoid(this.primary.slope * logit + this.primary.offset);
  }

  /** Expected grade 0-3: P(grade >= 1) + P(grade >= 2) + P(grade >= 3). */
  grade(logit, score) {
    const [low, high] = this.primary.levels;
    if (!low) return 3 * score; // taught by labels alone: grade 0 or 3
    const least = Math.max(sigmoid(low[0] * logit + low[1]), score);
    return least + score + Math.min(sigmoid(high[0] * logit + high[1]), score);
  }

  /** How far the score is from the threshold, as a logit. */
  distance(logit, cut) {
    const middle = cut > 0 && cut < 1 ? Math.log(cut / (1 - cut)) : cut < 0.5 ? -Infinity : Infinity;
    return Math.abs(this.primary.slope * logit + (this.primary.offset - middle));
  }

  /** Probabilities of the kinds that agree with the score: none above it, together not below. Null without kinds. */
  kinds(outputs, score) {
    if (!this._kinds.length) return null;
    const bounded = this._kinds.map((head) => Math.min(head.chance(outputs), score));
    const total = bounded.reduce((a, b) => a + b, 0);
    const factor = total < score ? score / Math.max(total, 1e-300) : 1;
    return Object.fromEntries(this._kinds.map((head, i) => [head.probability, bounded[i] * factor]));
  }

  /** The answers of the other heads. */
  others(outputs) {
    return Object.assign({}, ...this._others.map((head) => head.answer(outputs)));
  }
}

/** The leading kind, the first one of several. */
export function leading(kinds) {
  return Object.keys(kinds).reduce((best, name) => (kinds[name] > kinds[best] ? name : best));
}
