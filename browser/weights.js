/** Inverse document frequencies and weights of the terms and of the style features, as the artefact has them. */

import { Halves, wholes } from "./files.js";

const GROUPS = ["char", "word"]; // in the order of the rows
const STYLE = "style";

export class Weights {
  /** `heads` as in heads.js, in the order of their outputs; `styles` is the number of style features. */
  constructor(sections, layout, heads, styles) {
    this.outputs = heads.reduce((sum, head) => sum + head.outputs, 0);
    const columnsOf = (name, rows) => columns(sections, layout.heads[name] ?? {}, heads, name, rows);
    let first = 0;
    this._groups = GROUPS.map((name) => {
      const rows = layout.idf[name]?.terms ?? 0;
      const group = { first, idf: rows ? new Frequencies(sections, layout.idf[name], name) : null, columns: columnsOf(name, rows) };
      first += rows;
      return group;
    });
    this.styled = Boolean(layout.heads[STYLE]);
    this._style = columnsOf(STYLE, styles);
    this._sums = new Float64Array(this.outputs);
    this._times = new Uint16Array(first); // how often a term stands in the text that is being read
  }

  /** Runs of a group's occurrences: [group, start, end). `found` as of terms.js. */
  _runs(found) {
    return [[this._groups[0], 0, found.chars], [this._groups[1], found.chars, found.rows.length]];
  }

  /** Euclidean lengths of the vectors of both groups; 1 for an empty one. A term that stands n times counts n * idf. */
  lengths(found) {
    return this._runs(found).map(([group, start, end]) => this._length(group, found.rows, start, end));
  }

  _length(group, rows, start, end) {
    const times = this._times;
    let squares = 0;
    for (let i = start; i < end; i++) {
      const idf = group.idf.at(rows[i] - group.first);
      squares += (2 * ++times[rows[i]] - 1) * idf * idf;
    }
    for (let i = start; i < end; i++) times[rows[i]] = 0;
    return Math.sqrt(Math.max(squares, 1)); // an idf is at least 1
  }

  /** Adds what the terms weigh to the outputs. */
  addTerms(found, outputs) {
    const sums = this._sums;
    for (const [group, start, end] of this._runs(found)) {
      if (start === end) continue;
      const length = this._length(group, found.rows, start, end);
      sums.fill(0);
      for (let i = start; i < end; i++) {
        const row = found.rows[i] - group.first;
        const idf = group.idf.at(row);
        for (const column of group.columns) column.add(row, idf, sums);
      }
      for (let i = 0; i < sums.length; i++) outputs[i] += sums[i] / length;
    }
  }

  /** Adds what `count` hits of a style feature weigh. */
  addStyle(feature, count, outputs) {
    for (const column of this._style) column.add(feature, count, outputs);
  }

  /** Weight of a term for the first output, times its idf. */
  lead(row, isChar) {
    const group = this._groups[isChar ? 0 : 1];
    return group.idf.at(row - group.first) * leadOf(group.columns, row - group.first);
  }

  /** Weight of a style feature for the first output. */
  styleLead(feature) {
    return leadOf(this._style, feature);
  }
}

function leadOf([column], row) {
  return column?.first === 0 ? column.at(row) : 0;
}

/** The idf of each term: the number of one of a few thousand values. */
class Frequencies {
  constructor(sections, { terms, distinct, type }, name) {
    this._values = new Float32Array(wholes(sections[`${name}.distinct`], distinct).buffer);
    const bytes = sections[`${name}.idf`];
    const whole = type === "uint16" ? null : wholes(bytes, terms);
    this._places = whole ? { at: (i) => whole[i] } : new Halves(bytes, terms);
  }

  at(row) {
    return this._values[this._places.at(row)];
  }
}

/** The weights of the heads that read a group; a head that does not has none here. */
function columns(sections, types, heads, name, rows) {
  const found = [];
  let first = 0;
  for (const { name: head, outputs } of heads) {
    const bytes = sections[`${name}.${head}`];
    const Kind = types[head] === "float16" ? HalfColumn : WholeColumn;
    if (types[head]) found.push(new Kind(bytes, rows, first, outputs));
    first += outputs;
  }
  return found;
}

/** The weights of one head in float16: rows of its outputs, which begin at `first`. */
class HalfColumn {
  constructor(bytes, rows, first, outputs) {
    Object.assign(this, { first, _outputs: outputs, _bits: new Halves(bytes, rows * outputs) });
  }

  at(row) {
    return VALUES[this._bits.at(row)];
  }

  add(row, factor, sums) {
    const { first, _outputs: outputs, _bits: bits } = this;
    for (let i = 0; i < outputs; i++) sums[first + i] += factor * VALUES[bits.at(row * outputs + i)];
  }
}

/** The same in float32. */
class WholeColumn {
  constructor(bytes, rows, first, outputs) {
    Object.assign(this, { first, _outputs: outputs });
    this._values = new Float32Array(wholes(bytes, rows * outputs).buffer);
  }

  at(row) {
    return this._values[row];
  }

  add(row, factor, sums) {
    const { first, _outputs: outputs, _values: values } = this;
    for (let i = 0; i < outputs; i++) sums[first + i] += factor * values[row * outputs + i];
  }
}

/** The value of each float16. */
const VALUES = halfValues();

function halfValues() {
  const found = new Float32Array(1 << 16);
  for (let bits = 0; bits < found.length; bits++) {
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    const size = exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24;
    found[bits] = bits >> 15 ? -size : size;
  }
  return found;
}
