/** Segmentation into jieba's tokens, its HMM off: the likeliest path through the words of the dictionary. */

import { isAlphanumeric, joins } from "./characters.js";
import { Trie, varints } from "./trie.js";

const SPACE = 0x20;

export class Segmenter {
  /** `total` is the logarithm of the sum of all frequencies. */
  constructor(sections, total, alphabet) {
    this._trie = new Trie(part(sections, "words"), alphabet);
    this._frequency = varints(sections["words.values"], this._trie.texts, new Uint16Array(this._trie.texts));
    const logarithms = sections["logarithms"];
    this._logarithms = new Float64Array(logarithms.slice().buffer);
    this._total = total;
    this._grow(256);
  }

  /** The tokens of a text without spaces: their starts and ends, one after the other. */
  cut(text) {
    const { codes, length } = text;
    if (length >= this._ends.length) this._grow(2 * length);
    const spans = [];
    for (let start = 0; start < length; ) {
      if (!joins(codes[start])) {
        if (codes[start] !== SPACE) spans.push(start, start + 1);
        start += 1;
        continue;
      }
      let end = start + 1;
      while (end < length && joins(codes[end])) end += 1;
      this._route(text.numbers, start, end);
      this._walk(codes, start, end, spans);
      start = end;
    }
    return spans;
  }

  _grow(size) {
    this._likelihood = new Float64Array(size + 1);
    this._ends = new Uint32Array(size + 1);
  }

  /** From the end of a block: the likeliest word at each character, the longer one of two. */
  _route(numbers, start, end) {
    const { _trie: trie, _likelihood: likelihood, _ends: ends, _total: total } = this;
    likelihood[end] = 0;
    for (let i = end - 1; i >= start; i--) {
      let best = -Infinity;
      let to = 0;
      for (let node = 0, j = i; j < end; ) {
        node = trie.step(node, numbers[j]);
        if (node === 0) break;
        j += 1;
        const row = trie.rows[node];
        if (row < 0) continue;
        const found = this._logarithms[this._frequency[row]] - total + likelihood[j];
        if (to === 0 || found >= best) {
          best = found;
          to = j;
        }
      }
      likelihood[i] = to === 0 ? 0 - total + likelihood[i + 1] : best;
      ends[i] = to === 0 ? i + 1 : to;
    }
  }

  /** The words of the route; letters and digits that stand alone in it are joined. */
  _walk(codes, start, end, spans) {
    let run = -1;
    for (let i = start; i < end; ) {
      const to = this._ends[i];
      if (to - i === 1 && isAlphanumeric(codes[i])) {
        if (run < 0) run = i;
      } else {
        if (run >= 0) spans.push(run, i);
        run = -1;
        spans.push(i, to);
      }
      i = to;
    }
    if (run >= 0) spans.push(run, end);
  }
}

/** The sections of one trie. */
export function part(sections, name) {
  return { counts: sections[`${name}.counts`], labels: sections[`${name}.labels`], ends: sections[`${name}.ends`] };
}
