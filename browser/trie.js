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
    const size = 8 * sections.ends.length; // at least so many nodes
    this._first = new Uint32Array(size + 1); // the children of node n are first[n] ... first[n + 1] - 1
    this._label = new Uint16Array(size); // the character of each node
    this.rows = new Int32Array(size); // the number of the text that ends at a node, -1 for none
    this.texts = decode(sections, this._first, this._label, this.rows);
    this._roots = new Uint32Array(alphabet.size); // child of the root by character: the step that is taken most
    for (let child = 1; child < this._first[1]; child++) this._roots[this._label[child]] = child;
  }

  /** The child of a node by a character's number; 0 where there is none. */
  step(node, number) {
    if (node === 0) return this._roots[number];
    let low = this._first[node];
    let high = this._first[node + 1];
    const label = this._label;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = label[middle];
      if (found === number) return middle;
      if (found < number) low = middle + 1;
      else high = middle;
    }
    return 0;
  }

  /** Number of the text that these numbers from `start` to `end` spell, -1 for none. */
  find(numbers, start, end) {
    let node = 0;
    for (let i = start; i < end; i++) {
      node = this.step(node, numbers[i]);
      if (node === 0) return -1;
    }
    return this.rows[node];
  }
}

/** Fills the arrays in one pass and returns the number of texts. Written out: a call for each number takes twice as long. */
function decode({ counts, labels, ends }, first, label, rows) {
  let texts = 0;
  let next = 1; // the node that gets a parent next
  let atCount = 0;
  let atLabel = 0;
  for (let node = 0; node < next; node++) {
    first[node] = next;
    let byte = counts[atCount++];
    let children = byte & 0x7f;
    for (let shift = 7; byte & 0x80; shift += 7) {
      byte = counts[atCount++];
      children |= (byte & 0x7f) << shift;
    }
    const end = next + children;
    for (let before = 0; next < end; next++) {
      byte = labels[atLabel++];
      let step = byte & 0x7f;
      for (let shift = 7; byte & 0x80; shift += 7) {
        byte = labels[atLabel++];
        step |= (byte & 0x7f) << shift;
      }
      before += step;
      label[next] = before;
    }
    rows[node] = (ends[node >> 3] >> (node & 7)) & 1 ? texts++ : -1;
  }
  first[next] = next;
  return texts;
}
