/** Which parts of a headline add what to its logit, largest first (classifier/headline/signals.py). */

export class Signals {
  constructor(terms, style, weights, alignment) {
    Object.assign(this, { _terms: terms, _style: style, _weights: weights, _alignment: alignment });
  }

  /** The signals of a reading: start, end, text, group, name, weight. */
  of(headline, { text, found, hits }) {
    const spans = this._alignment.spans(headline);
    const characters = Array.from(headline);
    const signals = [];
    const collect = (group, name, first, last, weight) => {
      const start = spans[first][0];
      const end = spans[last - 1][1];
      signals.push({ start, end, text: characters.slice(start, end).join(""), group, name, weight });
    };
    this._collectTerms(text, found, collect);
    this._collectStyle(hits, collect);
    return signals.sort(
      (a, b) =>
        Math.abs(b.weight) - Math.abs(a.weight) ||
        a.start - b.start ||
        a.end - b.end ||
        (a.group < b.group ? -1 : a.group > b.group ? 1 : 0),
    );
  }

  _collectTerms(text, found, collect) {
    const lengths = this._weights.lengths(found);
    found.rows.forEach((row, i) => {
      const isChar = i < found.chars;
      const first = found.starts[i];
      const last = found.ends[i];
      const name = (i >= found.plain && this._terms.className(row)) || text.slice(first, last);
      collect(isChar ? "char" : "word", name, first, last, this._weights.lead(row, isChar) / lengths[isChar ? 0 : 1]);
    });
  }

  /** Where there are more hits of a feature than count they share its weight. */
  _collectStyle(hits, collect) {
    const numbers = new Map();
    for (const [name] of hits) numbers.set(name, (numbers.get(name) ?? 0) + 1);
    for (const [name, start, end] of hits) {
      const number = numbers.get(name);
      const weight = this._weights.styleLead(this._style.number(name));
      collect("style", name, start, end, (weight * Math.min(number, this._style.cap)) / number);
    }
  }
}
