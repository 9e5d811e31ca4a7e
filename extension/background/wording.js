// Why a headline is what it is, in words. Pure functions, shared: extension/pack.py copies this file to
// extension/background/, where a test holds the copy equal. The words are those of classifier/headline/wording.json.

/** The kinds of bait, in the order that decides between equal ones. */
export const KINDS = ["withheld", "sensational", "push"];

/** The style features that show a kind: they are named first among the reasons. */
const EVIDENCE = {
  withheld: new Set(["teaser", "deictic", "how", "nameless", "pronoun", "counter", "unnamed", "?", "..."]),
  sensational: new Set(["emotion", "attack", "!", "+!", "!!", "tag", "quote"]),
  push: new Set(["urgency", "promo", "audience"]),
};
const BOUND = /^(length|segments)(<=|>=|>|=)(\d+)$/;
/** A word that points says nothing by itself: it is quoted with what it points at. */
const POINTING = new Set(["deictic"]);
/** What is a mark of punctuation is named by its words already. */
const UNQUOTED = new Set(["!", "!!", "?", "..."]);
const QUOTED = { "zh-TW": ["『", "』"], "zh-CN": ["“", "”"], en: ["“", "”"] };

/** The language of the words for a language of the browser: Traditional or Simplified Chinese, else English. */
export function languageOf(tag) {
  const [language, ...subtags] = tag.toLowerCase().split(/[-_]/);
  if (language !== "zh") return "en";
  if (subtags.includes("hant")) return "zh-TW";
  return subtags.includes("hans") || subtags.some((part) => ["cn", "sg", "my"].includes(part)) ? "zh-CN" : "zh-TW";
}

/** The leading kind of these probabilities; null for an answer of a model without kinds. */
export function leading(kinds) {
  if (!kinds) return null;
  return KINDS.reduce((best, kind) => (kinds[kind] > kinds[best] ? kind : best));
}

/** What a style feature stands for: "teaser@end" is "keeps the point back, at the very end"; null for an unknown one. */
export function describe(name, wording, language) {
  const bound = BOUND.exec(name);
  const [stem, place] = bound ? [bound[1], ""] : name.split("@");
  const what = (wording.classes?.[stem] ?? wording.features?.[stem])?.[language];
  if (!what) return null;
  if (bound) return `${what}${language === "en" ? ": " : "："}${wording.bounds[bound[2]][language].replace("{}", bound[3])}`;
  if (!place) return what;
  const where = wording.places[place]?.[language];
  if (!where) return null;
  if (language === "en") return `${what}, ${where}`;
  return where.startsWith("，") ? what + where : `${what}（${where}）`;
}

/**
 * The style features that speak for bait (or against it), in words: [{name, words, texts, said, weight}]. What stands in one
 * place under several names (a word, the same word at the end) counts once; those that show the kind come first, and
 * length and number of segments count only where nothing else speaks.
 */
export function reasonsOf({ headline, signals }, { bait, kind = null, wording, language, most = 4 }) {
  const characters = Array.from(headline); // spans count code points
  const found = new Map();
  for (const { group, name, start, end, weight } of signals) {
    if (group !== "style" || weight > 0 !== bait) continue;
    const stem = BOUND.test(name) ? name : name.split("@")[0];
    const words = describe(stem, wording, language);
    if (!words) continue;
    const reason = found.get(stem) ?? { name: stem, words, spans: [], weight: 0 };
    reason.weight += weight;
    if (end - start < characters.length) reason.spans.push([start, end]);
    found.set(stem, reason);
  }
  const shows = ({ name }) => (EVIDENCE[kind]?.has(name) ? 1 : 0);
  const telling = [...found.values()].filter(({ name }) => !BOUND.test(name));
  return (telling.length ? telling : [...found.values()])
    .sort((a, b) => shows(b) - shows(a) || Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, most)
    .map(({ spans, ...reason }) => {
      const texts = [...new Set(joined(spans).map((span) => quoted(characters, span, POINTING.has(reason.name))))];
      return { ...reason, texts, said: sentence(reason.words, UNQUOTED.has(reason.name) ? [] : texts, language) };
    });
}

/** What a span says; a single character that points, as "this", goes with the next one. */
function quoted(characters, [start, end], pointing) {
  const text = characters.slice(start, end).join("").trim();
  const next = characters[end] ?? "";
  return pointing && end - start === 1 && /[\p{L}\p{N}]/u.test(next) ? `${text}${next}…` : text;
}

function sentence(words, texts, language) {
  if (!texts.length) return words;
  const [open, close] = QUOTED[language] ?? QUOTED.en;
  const said = texts.map((text) => `${open}${text}${close}`);
  return language === "en" ? `${words}: ${said.join(", ")}` : `${words}：${said.join(language === "zh-CN" ? "" : "、")}`;
}

/** Spans that touch or overlap become one. */
function joined(spans) {
  const sorted = [...spans].sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const made = [];
  for (const [start, end] of sorted) {
    const last = made.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else made.push([start, end]);
  }
  return made;
}
