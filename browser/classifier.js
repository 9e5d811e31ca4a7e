/** The classifier in a browser or in Node: the answers of `clickbait predict` and of POST /v1/predict, without either. */

import { Alignment } from "./alignment.js";
import { Text } from "./characters.js";
import { cutFor, headlineList, HeadlineError } from "./requests.js";
import { readFiles } from "./files.js";
import { Heads, leading } from "./heads.js";
import { NormalForm } from "./normal-form.js";
import { Segmenter } from "./segmenter.js";
import { Signals } from "./signals.js";
import { Style } from "./style.js";
import { Terms } from "./terms.js";
import { Alphabet } from "./trie.js";
import { Weights } from "./weights.js";

export { ModelError } from "./files.js";
export { HeadlineError } from "./requests.js";

const CLICKBAIT = "clickbait";
const SUBSTANTIVE = "substantive";
const HAN = /[\u3400-\u9fff]/;

export class Classifier {
  /** The classifier of a folder that `clickbait export browser` wrote; `read(name)` promises the bytes of a file. */
  static async load(read) {
    const { manifest, files } = await readFiles(read);
    return new Classifier(manifest, files);
  }

  constructor(manifest, { lists, words, terms, weights }) {
    const tables = JSON.parse(new TextDecoder().decode(lists.lists));
    this._info = manifest.info;
    this._margin = manifest.margin;
    this._alphabet = new Alphabet(tables.alphabet);
    this._form = new NormalForm(tables);
    this._segmenter = new Segmenter(words, manifest.total, this._alphabet);
    this._style = new Style(words, tables, this._alphabet);
    this._terms = new Terms(terms, words, tables, this._alphabet);
    this._heads = new Heads(manifest.heads);
    this._weights = new Weights(weights, manifest.layout, this._heads.all, tables.style.names.length);
    const alignment = new Alignment(this._form, tables.combining);
    this._signals = new Signals(this._terms, this._style, this._weights, alignment);
  }

  /** What GET /v1/model says: name, version, threshold, cuts, heads, ... */
  get info() {
    return this._info;
  }

  /** The score from which a headline is clickbait. Throws RangeError as Python's ValueError. */
  cutFor({ threshold, sensitivity } = {}) {
    return cutFor(this._info, threshold, sensitivity);
  }

  /**
   * The answer for each headline, with the members of the API's predictions. Throws HeadlineError, which names all
   * headlines without a visible character, TypeError for what is no list of strings, and RangeError as `cutFor`.
   */
  predict(headlines, options = {}) {
    const cut = this.cutFor(options);
    const list = headlineList(headlines);
    const empty = [];
    const predictions = list.map((headline, i) => {
      const reading = this.read(headline);
      if (!reading.text.length) empty.push(i);
      return empty.length ? null : this._answer(headline, reading, cut).prediction;
    });
    if (empty.length) throw new HeadlineError(list, empty);
    return predictions;
  }

  /** The answer for one headline with logit, intercept and signals. Throws as `predict`. */
  explain(headline, options = {}) {
    const cut = this.cutFor(options);
    const list = headlineList([headline]);
    const reading = this.read(headline);
    if (!reading.text.length) throw new HeadlineError(list, [0]);
    const { prediction, logit } = this._answer(headline, reading, cut);
    const signals = this._signals.of(headline, reading);
    return { ...prediction, logit, intercept: this._heads.intercept, signals };
  }

  /** What tells one piece of news from another, for lists without duplicates. */
  newsKey(headline) {
    return this._form.newsKey(headline);
  }

  /** The features of a headline: its text in normal form, tokens, known terms and style hits. */
  read(headline) {
    const text = new Text(this._form.of(headline), this._alphabet);
    const tokens = this._segmenter.cut(text);
    const found = this._terms.find(text, tokens);
    return { text, tokens, found, hits: this._weights.styled ? this._style.hits(text, tokens) : [] };
  }

  _answer(headline, { text, found, hits }, cut) {
    const outputs = new Float64Array(this._weights.outputs);
    this._weights.addTerms(found, outputs);
    for (const [feature, count] of this._style.counts(hits)) this._weights.addStyle(feature, count, outputs);
    const logit = outputs[0] + this._heads.intercept;
    const score = this._heads.score(logit);
    const label = score >= cut ? CLICKBAIT : SUBSTANTIVE;
    const uncertain = this._heads.distance(logit, cut) < this._margin || !HAN.test(text.string);
    const prediction = { headline, label, score, uncertain, grade: this._heads.grade(logit, score) };
    const kinds = this._heads.kinds(outputs, score);
    if (kinds) Object.assign(prediction, { kind: label === CLICKBAIT ? leading(kinds) : null, kinds });
    return { prediction: Object.assign(prediction, this._heads.others(outputs)), logit };
  }
}
