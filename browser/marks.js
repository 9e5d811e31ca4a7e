/** Style features of punctuation, quotes, numbers and Latin words (classifier/headline/plain_marks.py). */

const EARLY_EXCLAMATION = 8;
const LATE_ELLIPSIS = 7;
const EARLY_COLON = 9;
const EARLY_SLASH = 12;
const SHORT_QUOTE = 5;
const LONG_QUOTE = 9;

export class Marks {
  /** `classes` are those of characters, by name. */
  constructor(classes) {
    this._classes = classes;
    this._readers = new Map();
    const readers = {
      EXCLAMATION: this._exclamation,
      QUESTION: this._question,
      DOT: this._ellipsis,
      COLON: this._colon,
      SLASH: this._slash,
      QUOTE_OPENS: this._quote,
      DIGIT: this._number,
      LETTER: this._latin,
    };
    for (const [name, reader] of Object.entries(readers)) {
      for (const code of classes[name].codes()) if (!this._readers.has(code)) this._readers.set(code, reader);
    }
  }

  /** Adds the hits of all marks: (name, start, end). */
  find(text, add) {
    const { codes, length } = text;
    const closing = this._closing(codes);
    for (let at = 0; at < length; ) {
      const reader = this._readers.get(codes[at]);
      at = reader ? reader.call(this, codes, at, add, closing) : at + 1;
    }
  }

  /** Where the next closing quote stands at or behind a position; the length of the text for none. */
  _closing(codes) {
    const closes = this._classes.QUOTE_CLOSES;
    const positions = [];
    for (let i = 0; i < codes.length; i++) if (closes.has(codes[i])) positions.push(i);
    let next = 0;
    return (from) => {
      while (next < positions.length && positions[next] < from) next += 1; // asked from left to right
      return positions[next] ?? codes.length;
    };
  }

  _run(codes, at, members) {
    let end = at + 1;
    while (end < codes.length && members.has(codes[end])) end += 1;
    return end;
  }

  _exclamation(codes, at, add) {
    const end = at + 1;
    add("!", at, end);
    if (end === codes.length) add("!@end", at, end);
    else if (end <= EARLY_EXCLAMATION) add("+!", at, end);
    const { EXCLAMATION, QUESTION } = this._classes;
    if (end < codes.length && (EXCLAMATION.has(codes[end]) || QUESTION.has(codes[end]))) add("!!", at, end + 1);
    return end;
  }

  _question(codes, at, add) {
    add("?", at, at + 1);
    if (at + 1 === codes.length) add("?@end", at, at + 1);
    return at + 1;
  }

  /** Two dots or more; the span is that of the first two. */
  _ellipsis(codes, at, add) {
    const end = this._run(codes, at, this._classes.DOT);
    if (end - at < 2) return end;
    add("...", at, at + 2);
    if (codes.length - at <= LATE_ELLIPSIS) add("...@end", at, at + 2);
    return end;
  }

  _colon(codes, at, add) {
    add(at + 1 <= EARLY_COLON ? "colon@early" : "colon@late", at, at + 1);
    return at + 1;
  }

  /** What closes a tag at the beginning. */
  _slash(codes, at, add) {
    if (at + 1 <= EARLY_SLASH) add("slash", at, at + 1);
    return at + 1;
  }

  /** From an opening sign to the next closing one. */
  _quote(codes, at, add, closing) {
    const close = closing(at + 1);
    if (close === codes.length) return at + 1;
    const size = close - at - 1;
    const end = close + 1;
    add("quote", at, end);
    if (size <= SHORT_QUOTE) add("quote@short", at, end);
    if (size >= LONG_QUOTE) add("quote@long", at, end);
    if (end === codes.length) add("quote@end", at, end);
    if (at === 0) add("quote@start", at, end);
    return at + 1;
  }

  /** Digits, and with the character behind them where that counts things or is the unit of a figure. */
  _number(codes, at, add) {
    const end = this._run(codes, at, this._classes.DIGIT);
    add("number", at, end);
    if (this._classes.COUNTER.has(codes[end])) add("counter", at, end + 1);
    if (this._classes.FIGURE.has(codes[end])) add("figure", at, end + 1);
    return end;
  }

  _latin(codes, at, add) {
    const end = this._run(codes, at, this._classes.LETTER);
    add("latin", at, end);
    return end;
  }
}
