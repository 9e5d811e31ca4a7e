/** Where each character of a normal form stands in the headline, in code points (classifier/text/alignment.py). */

export class Alignment {
  constructor(normalForm, combining) {
    this._form = normalForm;
    this._combining = combining;
    this._ignored = new RegExp(normalForm.ignored.source, "u");
  }

  /** For each character of the headline's normal form: [start, end). */
  spans(headline) {
    const [text, spans] = singleSpaces(...this._folded(headline));
    const result = this._form.of(headline);
    const { length } = Array.from(result);
    if (this._form.oneParty(this._form.withoutOutlet(text)) !== result) {
      // NFKC reached across a cut: the detail is not known.
      return Array(length).fill([0, Array.from(headline).length]);
    }
    return spans.slice(0, length); // an outlet's name at the end has no place in the normal form
  }

  _folded(headline) {
    const visible = [];
    Array.from(headline.replace(this._form.blank, " ")).forEach((character, place) => {
      if (!this._ignored.test(character)) visible.push({ character, place });
    });
    const spans = [];
    let folded = "";
    for (const [start, end] of this._chunks(visible)) {
      const piece = this._form.fold(visible.slice(start, end).map(({ character }) => character).join(""));
      folded += piece;
      const span = [visible[start].place, visible[end - 1].place + 1];
      for (let i = Array.from(piece).length; i > 0; i--) spans.push(span);
    }
    return [this._form.unify(folded), spans];
  }

  /** Cuts where NFKC works on each piece by itself. */
  _chunks(visible) {
    const chunks = [];
    let start = 0;
    for (let i = 1; i < visible.length; i++) {
      if (this._parts(visible[i - 1].character, visible[i].character)) {
        chunks.push([start, i]);
        start = i;
      }
    }
    if (visible.length) chunks.push([start, visible.length]);
    return chunks;
  }

  _parts(left, right) {
    if (ALONE.test(left) && ALONE.test(right)) return true;
    if (this._combines(right.codePointAt(0))) return false;
    return (left + right).normalize("NFKC") === left.normalize("NFKC") + right.normalize("NFKC");
  }

  _combines(code) {
    let low = 0;
    let high = this._combining.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const [first, last] = this._combining[middle];
      if (code < first) high = middle;
      else if (code > last) low = middle + 1;
      else return true;
    }
    return false;
  }
}

const ALONE = /^[ -~\u3400-\u9fff\uff01-\uff5e]$/; // each folds by itself, whatever stands beside it

/** The text without spaces at its ends and with the first of several, each character with its span. */
function singleSpaces(text, spans) {
  const characters = Array.from(text);
  const kept = [];
  characters.forEach((character, i) => {
    if (character !== " " || (i > 0 && characters[i - 1] !== " ")) kept.push(i);
  });
  if (kept.length && characters[kept.at(-1)] === " ") kept.pop();
  return [kept.map((i) => characters[i]).join(""), kept.map((i) => spans[i])];
}
