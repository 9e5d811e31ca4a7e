/** The normal form of a headline: one for every script, way of writing, and width (classifier/text/normal_form.py). */

import { Outlets } from "./outlets.js";

export class NormalForm {
  constructor(lists) {
    this.blank = new RegExp(lists.blank, "gu");
    this.ignored = new RegExp(lists.ignored, "gu");
    this._forms = new Map();
    const [others, kept] = lists.forms.map((characters) => [...characters]);
    others.forEach((other, i) => this._forms.set(other, kept[i]));
    this._phrases = lists.phrases;
    this._parties = lists.parties;
    this._outlets = new Outlets(lists.outlets);
  }

  /** What the score is made of: the news key with one name for all parties. */
  of(headline) {
    return this.oneParty(this.newsKey(headline));
  }

  /** What tells one piece of news from another. */
  newsKey(headline) {
    return this.withoutOutlet(singleSpaces(this.unify(this.fold(headline))));
  }

  /** Blank characters become spaces, ignored ones go, then Unicode NFKC and ASCII lower case. */
  fold(text) {
    const visible = text.replace(this.blank, " ").replace(this.ignored, "").normalize("NFKC");
    return visible.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  }

  /** The text in one form, with as many characters. */
  unify(text) {
    let unified = "";
    for (const character of text) unified += this._forms.get(character) ?? character;
    return replaced(unified, this._phrases);
  }

  withoutOutlet(line) {
    return this._outlets.dropped(line);
  }

  oneParty(text) {
    return replaced(text, this._parties);
  }
}

function replaced(text, pairs) {
  for (const [other, kept] of pairs) if (text.includes(other)) text = text.replaceAll(other, kept);
  return text;
}

/** The line without spaces at its ends, and with one for several. */
function singleSpaces(line) {
  return line.replace(/ {2,}/g, " ").replace(/^ | $/g, "");
}
