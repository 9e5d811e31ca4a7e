/** Names of outlets behind a headline, dropped where what stands behind a bar or dash is one (classifier/text/outlets.py). */

export class Outlets {
  constructor({ bars, names, sections, longest }) {
    this._names = new Set(names);
    this._sections = sections;
    this._longest = longest;
    // Bars and underscores need no space, nor do hyphens beside Han; longer dashes part a sentence unless between spaces.
    this._mark = new RegExp(
      ` ?(?:[${bars}_]|(?<![a-z\\p{Nd}-])-{1,2}|-{1,2}(?![a-z\\p{Nd}-])|(?<= )[-\\u2013-\\u2015]+(?= ))+ ?`,
      "gu",
    );
    this._furthest = 4 * longest; // units of a name from its mark to the end, with a space behind each
    this._cue = new RegExp(`[${bars}_-]| [\\u2013-\\u2015]`, "u");
  }

  /** The line without the outlets at its end; something is left of every line. */
  dropped(line) {
    if (!this._cue.test(line)) return line;
    for (let cut = this._cut(line); cut > 0; cut = this._cut(line)) line = line.slice(0, cut).replace(/ +$/, "");
    return line;
  }

  /** Where the first mark begins that has nothing but an outlet behind it; 0 for none. */
  _cut(line) {
    this._mark.lastIndex = line.codePointAt(0) > 0xffff ? 2 : 1; // no mark at the beginning
    for (let found = this._mark.exec(line); found; found = this._mark.exec(line)) {
      const end = found.index + found[0].length;
      if (line.length - end <= this._furthest && this._isOutlet(line.slice(end))) return found.index;
    }
    return 0;
  }

  /** Whether a text is an outlet, alone or with a section. */
  _isOutlet(text) {
    const name = text.replaceAll(" ", "");
    if ([...name].length > this._longest) return false;
    return (
      this._names.has(name) ||
      this._sections.some((section) => name.endsWith(section) && this._names.has(name.slice(0, -section.length)))
    );
  }
}
