/** The style features of a headline, each with its span (classifier/headline/plain_style.py). */

import { CharacterClass } from "./characters.js";
import { Marks } from "./marks.js";
import { part } from "./segmenter.js";
import { Trie, varints } from "./trie.js";

export class Style {
  constructor(words, lists, alphabet) {
    const { style } = lists;
    this.names = style.names;
    this.cap = style.cap;
    this._numbers = new Map(style.names.map((name, i) => [name, i]));
    this._classes = Object.fromEntries(
      Object.entries(lists.classes).map(([name, members]) => [name, new CharacterClass(members)]),
    );
    this._marks = new Marks(this._classes);
    this._trie = new Trie(part(words, "styled"), alphabet);
    this._classOf = varints(words["styled.values"], this._trie.texts, new Uint8Array(this._trie.texts));
    this._wordClasses = style.classes;
    this._run = style.run;
    this._hidden = new Set(style.hidden);
    this._lengths = style.lengths;
    this._segments = style.segments;
    this._firstGiven = lists.first_given.codePointAt(0);
    this._notGiven = new CharacterClass(lists.not_given);
  }

  number(name) {
    return this._numbers.get(name);
  }

  /** All hits of a text and its tokens: (name, start, end). An empty text has none. */
  hits(text, tokens) {
    const hits = [];
    if (!text.length) return hits;
    const add = (name, start, end) => hits.push([name, start, end]);
    const segments = this._segmentStarts(text.codes);
    const persons = this._persons(text.codes, tokens);
    const words = this._words(text.numbers, tokens);
    this._marks.find(text, add);
    for (const [start, end] of persons) {
      add("person", start, end);
      if (upTo(segments, start) <= 1) add("person@first", start, end);
    }
    this._placed(text.codes, words, segments, add);
    if (!persons.length) {
      for (const [name, start, end] of words) if (this._hidden.has(name)) add("unnamed", start, end);
      add("nobody", 0, text.length);
    }
    if (!words.length) add("wordless", 0, text.length);
    add(this._lengthClass(text.length), 0, text.length);
    add(this._segmentClass(segments.length), 0, text.length);
    return hits;
  }

  /** The value of each feature that has hits, by its number: how many, at most `cap`. */
  counts(hits) {
    const counts = new Map();
    for (const [name] of hits) {
      const feature = this.number(name);
      counts.set(feature, Math.min((counts.get(feature) ?? 0) + 1, this.cap));
    }
    return counts;
  }

  _segmentStarts(codes) {
    const starts = [];
    const { EDGE } = this._classes;
    for (let i = 0; i < codes.length; i++) {
      if (!EDGE.has(codes[i]) && (i === 0 || EDGE.has(codes[i - 1]))) starts.push(i);
    }
    return starts;
  }

  /** A surname, then a character that may be part of a given name, each a token of its own. */
  _persons(codes, tokens) {
    const persons = [];
    for (let i = 0; i + 3 < tokens.length; i += 2) {
      if (tokens[i + 1] - tokens[i] !== 1 || tokens[i + 3] - tokens[i + 2] !== 1) continue;
      const given = codes[tokens[i + 2]];
      if (!this._classes.SURNAME.has(codes[tokens[i]])) continue;
      if (given >= this._firstGiven && !this._notGiven.has(given)) persons.push([tokens[i], tokens[i + 3]]);
    }
    return persons;
  }

  /** The words of a style class: runs of whole tokens, also inside each other. */
  _words(numbers, tokens) {
    const words = [];
    for (let i = 0; i < tokens.length; i += 2) {
      let node = 0;
      let at = tokens[i];
      for (let j = i; j < Math.min(i + 2 * this._run, tokens.length); j += 2) {
        for (; at < tokens[j + 1]; at++) {
          node = this._trie.step(node, numbers[at]);
          if (node === 0) break;
        }
        if (node === 0) break;
        const row = this._trie.rows[node];
        if (row >= 0) words.push([this._wordClasses[this._classOf[row]], tokens[i], at]);
      }
    }
    return words;
  }

  _placed(codes, words, segments, add) {
    const { MUTE, QUOTE_OPENS, QUOTE_CLOSES } = this._classes;
    let spoken = codes.length; // where the last character that speaks ends
    while (spoken > 0 && MUTE.has(codes[spoken - 1])) spoken -= 1;
    let depth = 0; // quotes that are open behind the character before `at`
    let at = 0;
    for (const [name, start, end] of words) {
      add(name, start, end);
      const segment = upTo(segments, start); // its number; 0 before the first
      if (segments.length > 1 && segment <= 1) add(`${name}@first`, start, end);
      if (segments.length > 1 && segment === segments.length) add(`${name}@last`, start, end);
      if (end === spoken) add(`${name}@end`, start, end);
      for (; at <= start; at++) depth += QUOTE_OPENS.has(codes[at]) ? 1 : QUOTE_CLOSES.has(codes[at]) ? -1 : 0;
      if (depth > 0) add(`${name}@quote`, start, end);
    }
  }

  _lengthClass(length) {
    const bound = this._lengths.find((bound) => length <= bound);
    return bound === undefined ? `length>${this._lengths.at(-1)}` : `length<=${bound}`;
  }

  _segmentClass(segments) {
    return segments >= this._segments ? `segments>=${this._segments}` : `segments=${Math.max(segments, 1)}`;
  }
}

/** How many of the ascending positions are not behind `position`. */
function upTo(positions, position) {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (positions[middle] <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
