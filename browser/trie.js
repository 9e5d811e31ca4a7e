/** Texts as a trie: numbered characters, and arrays of nodes in the order of their levels (browser/trie.py packs them). */

/** Reads numbers of seven bits a byte, the lowest first. */
export function varints(bytes, count, into) {
  let at = 0;
  for (let i = 0; i < count; i++) {
    let byte = bytes[at++];
    let value = byte & 0x7f;
    for (let shift = 7; byte & 0x80; shift += 7) {
      byte = bytes[at++];
      value |= (byte & 0x7f) << shift;
    }
    into[i] = value;
  }
  return into;
}

/** The number of each character, 0 for one that no text holds. */
export class Alphabet {
  constructor(characters) {
    this._low = new Uint16Array(0x10000);
    this._high = new Map();
    let number = 0;
    for (const character of characters) {
      const code = character.codePointAt(0);
      number += 1;
      if (code < 0x10000) this._low[code] = number;
      else this._high.set(code, number);
    }
    this.size = number + 1;
  }

  number(code) {
    return code < 0x10000 ? this._low[code] : (this._high.get(code) ?? 0);
  }

  numbers(codes) {
    return Uint16Array.from(codes, (code) => this.number(code));
  }
}

export class Trie {
  /** `sections` holds counts, labels and ends; the root is node 0. */
  constructor(sections, alphabet) {
    const { counts, labels, ends } = sections;
    const size = nodesOf(counts);
    this._first = new Uint32Array(size + 1); // the children of node n are first[n] ... first[n + 1] - 1
    this._label = varints(labels, size - 1, new Uint16Array(size).subarray(1));
    this._roots = new Uint32Array(alphabet.size); // child of the root by character: the step that is taken most
    const children = varints(counts, size, new Uint16Array(size));
    const first = this._first;
    const label = this._label;
    first[0] = 1;
    for (let node = 0; node < size; node++) {
      const end = (first[node + 1] = first[node] + children[node]);
      for (let child = first[node] - 1, before = 0; child < end - 1; child++) before = label[child] += before;
    }
    for (let child = 1; child < first[1]; child++) this._roots[label[child - 1]] = child;
    this.rows = this._number(ends, size);
  }

  /** For each node the place of its text among all texts in their order, -1 where none ends. */
  _number(ends, size) {
    const first = this._first;
    const below = new Uint32Array(size); // texts at and below a node
    for (let node = size - 1; node >= 0; node--) {
      let texts = (ends[node >> 3] >> (node & 7)) & 1;
      for (let child = first[node]; child < first[node + 1]; child++) texts += below[child];
      below[node] = texts;
    }
    const rows = new Int32Array(size);
    for (let node = 0; node < size; node++) {
      const own = (ends[node >> 3] >> (node & 7)) & 1;
      let next = rows[node] + own; // a node's place stands here until its children have theirs
      for (let child = first[node]; child < first[node + 1]; child++) {
        rows[child] = next;
        next += below[child];
      }
      if (!own) rows[node] = -1;
    }
    this.texts = below[0];
    return rows;
  }

  /** The child of a node by a character's number; 0 where there is none. */
  step(node, number) {
    if (node === 0) return this._roots[number];
    let low = this._first[node];
    let high = this._first[node + 1];
    const label = this._label;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = label[middle - 1];
      if (found === number) return middle;
      if (found < number) low = middle + 1;
      else high = middle;
    }
    return 0;
  }

  /** Place of the text that these numbers from `start` to `end` spell, -1 for none. */
  find(numbers, start, end) {
    let node = 0;
    for (let i = start; i < end; i++) {
      node = this.step(node, numbers[i]);
      if (node === 0) return -1;
    }
    return this.rows[node];
  }
}

/** Each number ends with a byte below 128: so many are there. */
function nodesOf(bytes) {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) count += bytes[i] >> 7 ? 0 : 1;
  return count;
}
