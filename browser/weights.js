/** Inverse document frequencies and weights of the terms and of the style features, as the artefact has them. */

import { fromPlanes } from "./files.js";

const GROUPS = ["char", "word"]; // in the order of the rows
const TWICE = 2;

export class Weights {
  /** `heads` as in heads.js, in the order of their outputs. */
  constructor(sections, layout, heads, styles) {
    this.outputs = heads.reduce((sum, head) => sum + head.outputs, 0);
    const groups = GROUPS.filter((name) => layout.idf[name]);
    this._rows = groups.reduce((sum, name) => sum + layout.idf[name].terms, 0);
    this.idf = new Float32Array(this._rows);
    this._columns = heads.map((head) => new Column(this._rows, head.outputs));
    this._times = new Uint32Array(this._rows); // how often a term stands in the text that is being read
    let first = 0;
    for (const name of groups) {
      const { terms, distinct, type } = layout.idf[name];
      const values = new Float32Array(fromPlanes(sections[`${name}.distinct`], distinct, 4).buffer);
      const places = fromPlanes(sections[`${name}.idf`], terms, bytesOf(type));
      for (let i = 0; i < terms; i++) this.idf[first + i] = values[places[i]];
      heads.forEach((head, i) => {
        const kept = layout.heads[name][head.name];
        if (kept) this._columns[i].fill(first, terms, sections[`${name}.${head.name}`], kept);
      });
      first += terms;
    }
    this.styled = Boolean(layout.heads.style);
    this._style = heads.map((head) => {
      const kept = this.styled && layout.heads.style[head.name];
      const column = new Column(styles, head.outputs);
      if (kept) column.fill(0, styles, sections[`style.${head.name}`], kept);
      return column;
    });
  }

  /** Euclidean length of the vector of these rows; 1 where there is none. A term that stands n times counts n * idf. */
  length(rows, start, end) {
    let squares = 0;
    for (let i = start; i < end; i++) {
      const times = ++this._times[rows[i]];
      squares += (TWICE * times - 1) * this.idf[rows[i]] ** 2;
    }
    for (let i = start; i < end; i++) this._times[rows[i]] = 0;
    return Math.sqrt(Math.max(squares, 1)); // an idf is at least 1
  }

  /** Adds what the terms weigh to the outputs; `found` as of terms.js. */
  addTerms(found, outputs) {
    const sums = new Float64Array(this.outputs);
    for (const [start, end] of [[0, found.chars], [found.chars, found.rows.length]]) {
      if (start === end) continue;
      const length = this.length(found.rows, start, end);
      sums.fill(0);
      for (let i = start; i < end; i++) {
        const row = found.rows[i];
        let first = 0;
        for (const column of this._columns) {
          column.add(row, this.idf[row], sums, first);
          first += column.outputs;
        }
      }
      for (let i = 0; i < sums.length; i++) outputs[i] += sums[i] / length;
    }
  }

  /** Adds what `count` hits of a style feature weigh. */
  addStyle(feature, count, outputs) {
    let first = 0;
    for (const column of this._style) {
      column.add(feature, count, outputs, first);
      first += column.outputs;
    }
  }

  /** Weight of a term for the first output, times its idf. */
  lead(row) {
    return this.idf[row] * this._columns[0].at(row);
  }

  /** Weight of a style feature for the first output. */
  styleLead(feature) {
    return this._style[0].at(feature);
  }
}

/** The weights of one head: rows of float16 as they came, looked up when they are used, or of float32. */
class Column {
  constructor(rows, outputs) {
    this._rows = rows;
    this.outputs = outputs;
    this._half = null;
    this._single = null;
  }

  fill(first, rows, bytes, type) {
    const found = fromPlanes(bytes, rows * this.outputs, bytesOf(type));
    const size = this._rows * this.outputs;
    if (type === "float16" && !this._single) {
      this._half ??= new Uint16Array(size);
      this._half.set(found, first * this.outputs);
    } else {
      this._single ??= this._half ? Float32Array.from(this._half, (half) => HALVES[half]) : new Float32Array(size);
      this._half = null;
      const values = type === "float16" ? Float32Array.from(found, (half) => HALVES[half]) : new Float32Array(found.buffer);
      this._single.set(values, first * this.outputs);
    }
  }

  at(row) {
    return this._single ? this._single[row] : this._half ? HALVES[this._half[row]] : 0;
  }

  add(row, factor, sums, first) {
    const start = row * this.outputs;
    if (this._half) {
      for (let i = 0; i < this.outputs; i++) sums[first + i] += factor * HALVES[this._half[start + i]];
    } else if (this._single) {
      for (let i = 0; i < this.outputs; i++) sums[first + i] += factor * this._single[start + i];
    }
  }
}

function bytesOf(type) {
  return { float16: 2, uint16: 2, float32: 4, uint32: 4 }[type];
}

/** The value of each float16. */
const HALVES = halves();

function halves() {
  const found = new Float32Array(1 << 16);
  for (let bits = 0; bits < found.length; bits++) {
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    const size = exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24;
    found[bits] = bits >> 15 ? -size : size;
  }
  return found;
}
