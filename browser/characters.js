/** A text as code points and as numbers of the alphabet: positions are those of Python, also behind an emoji. */

export class Text {
  constructor(string, alphabet) {
    this.string = string;
    this.codes = codesOf(string);
    this.length = this.codes.length;
    const numbers = new Uint16Array(this.length);
    for (let i = 0; i < this.length; i++) numbers[i] = alphabet.number(this.codes[i]);
    this.numbers = numbers;
    this._plain = this.length === string.length;
  }

  /** The characters from `start` to `end`. */
  slice(start, end) {
    return this._plain ? this.string.slice(start, end) : stringOf(this.codes.subarray(start, end));
  }
}

/** Code points of a string; half of an emoji is one. */
function codesOf(string) {
  const codes = new Uint32Array(string.length);
  let count = 0;
  for (let i = 0; i < string.length; i++) {
    const code = string.codePointAt(i);
    codes[count++] = code;
    if (code > 0xffff) i += 1;
  }
  return codes.subarray(0, count);
}

const AT_ONCE = 4096; // arguments of one call

/** The string of these code points. */
function stringOf(codes) {
  if (codes.length <= AT_ONCE) return String.fromCodePoint(...codes);
  const parts = [];
  for (let i = 0; i < codes.length; i += AT_ONCE) parts.push(String.fromCodePoint(...codes.subarray(i, i + AT_ONCE)));
  return parts.join("");
}

/** A set of characters, asked by code point. */
export class CharacterClass {
  constructor(characters) {
    this._codes = new Set(codesOf(characters));
  }

  has(code) {
    return this._codes.has(code);
  }

  codes() {
    return this._codes;
  }
}

/** The characters that the segmenter reads together, as one block (jieba's): Han, ASCII letters, digits, some signs. */
export function joins(code) {
  if (code >= 0x4e00 && code <= 0x9fff) return true;
  if (code < 0x80) {
    return (
      isAlphanumeric(code) ||
      (code === 0x2b || code === 0x23 || code === 0x26 || code === 0x2e || code === 0x5f || code === 0x25 || code === 0x2d)
    ); // + # & . _ % -
  }
  return EXTENSIONS.some(([first, last]) => code >= first && code <= last);
}

const EXTENSIONS = [
  [0x3400, 0x4dbf],
  [0xf900, 0xfaff],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2b73f],
  [0x2b740, 0x2b81f],
  [0x2b820, 0x2ceaf],
  [0x2ceb0, 0x2ebef],
  [0x2f800, 0x2fa1f],
];

/** ASCII letters and digits. */
export function isAlphanumeric(code) {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}
