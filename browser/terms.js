/** The two TF-IDF groups: n-grams of characters, and words, pairs of words and topical classes (classifier/text/terms.py). */

import { part } from "./segmenter.js";
import { Trie, varints } from "./trie.js";

/** The known terms of a text, one entry an occurrence: first `chars` n-grams, then words. */
class Occurrences {
  constructor() {
    this.rows = [];
    this.starts = [];
    this.ends = [];
    this.chars = 0;
    this.plain = 0; // entries before the topical classes, whose name is not their text
  }

  add(row, start, end) {
    this.rows.push(row);
    this.starts.push(start);
    this.ends.push(end);
  }
}

export class Terms {
  constructor(sections, words, lists, alphabet) {
    const groups = Object.keys(sections).filter((name) => name.endsWith(".counts"));
    const trie = (group) => (groups.includes(`${group}.counts`) ? new Trie(part(sections, group), alphabet) : null);
    this._char = trie("char");
    this._word = trie("word");
    this.chars = this._char ? this._char.texts : 0;
    this.size = this.chars + (this._word ? this._word.texts : 0);
    this._edge = alphabet.number(lists.marks.edge.codePointAt(0));
    this._pair = alphabet.number(lists.marks.pair.codePointAt(0));
    this._marked = new Uint16Array(256); // numbers of a text between its marks
    this._longest = Math.max(...lists.sizes);
    this._topical = new Trie(part(words, "topical"), alphabet);
    this._classes = varints(words["topical.values"], this._topical.texts, new Uint8Array(this._topical.texts));
    const spelled = lists.topics.map((topic) => lists.marks.class + topic);
    this.classNames = lists.topics;
    this._classRows = spelled.map((name) => this._rowOf(alphabet.numbers(Array.from(name, (c) => c.codePointAt(0)))));
  }

  /** The known terms of a text, which is not empty, and its tokens. */
  find(text, tokens) {
    const found = new Occurrences();
    if (this._char) this._findGrams(text, found);
    found.chars = found.rows.length;
    if (this._word) this._findWords(text.numbers, tokens, found);
    return found;
  }

  _rowOf(numbers) {
    const row = this._word ? this._word.find(numbers, 0, numbers.length) : -1;
    return row < 0 ? -1 : this.chars + row;
  }

  _findGrams({ numbers, length }, found) {
    const trie = this._char;
    if (this._marked.length < length + 2) this._marked = new Uint16Array(2 * length);
    const marked = this._marked;
    marked.set(numbers, 1);
    marked[0] = marked[length + 1] = this._edge;
    for (let start = 0; start < length + 1; start++) {
      const last = Math.min(start + this._longest, length + 2);
      for (let node = 0, end = start; end < last; ) {
        node = trie.step(node, marked[end]);
        if (node === 0) break;
        end += 1;
        // Without the marks, which have no place in the text.
        if (trie.rows[node] >= 0) found.add(trie.rows[node], Math.max(start - 1, 0), Math.min(end - 1, length));
      }
    }
  }

  _findWords(numbers, tokens, found) {
    const trie = this._word;
    const nodes = [];
    for (let i = 0; i < tokens.length; i += 2) {
      const node = walk(trie, 0, numbers, tokens[i], tokens[i + 1]);
      if (node > 0 && trie.rows[node] >= 0) found.add(this.chars + trie.rows[node], tokens[i], tokens[i + 1]);
      nodes.push(node);
    }
    for (let i = 0; i + 2 < tokens.length; i += 2) {
      const first = nodes[i / 2] && trie.step(nodes[i / 2], this._pair);
      const node = first && walk(trie, first, numbers, tokens[i + 2], tokens[i + 3]);
      if (node > 0 && trie.rows[node] >= 0) found.add(this.chars + trie.rows[node], tokens[i], tokens[i + 3]);
    }
    found.plain = found.rows.length;
    for (let i = 0; i < tokens.length; i += 2) {
      const word = this._topical.find(numbers, tokens[i], tokens[i + 1]);
      const row = word < 0 ? -1 : this._classRows[this._classes[word]];
      if (row >= 0) found.add(row, tokens[i], tokens[i + 1]);
    }
  }

  /** The topical class that a row stands for, undefined for every other term. */
  className(row) {
    return this.classNames[this._classRows.indexOf(row)];
  }
}

function walk(trie, from, numbers, start, end) {
  let node = from;
  for (let i = start; i < end && (i === start || node > 0); i++) node = trie.step(node, numbers[i]);
  return node;
}
