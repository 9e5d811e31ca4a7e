/** Features and answer of one headline as plain values, as tests/golden has them. Runs in Node and in browsers. */

const SIZES = [1, 2, 3, 4];
const EDGE = "\n";

export function answered(classifier, headline) {
  const { text, tokens, hits } = classifier.read(headline);
  const words = [];
  for (let i = 0; i < tokens.length; i += 2) words.push(text.slice(tokens[i], tokens[i + 1]));
  const features = { normal: text.string, key: classifier.newsKey(headline), tokens: words, char: counted(grams(text.string)) };
  Object.assign(features, { style: capped(hits), style_hits: hits });
  try {
    const { signals, ...prediction } = classifier.explain(headline);
    return { ...features, prediction, signals: signals.map((s) => [s.start, s.end, s.group, s.name, s.weight, s.text]) };
  } catch (error) {
    return { ...features, error: error.name, positions: error.positions };
  }
}

function grams(normal) {
  const marked = [EDGE, ...normal, EDGE];
  const found = SIZES.flatMap((size) => marked.slice(0, marked.length - size + 1).map((_, i) => marked.slice(i, i + size).join("")));
  return found.filter((gram) => gram !== EDGE);
}

function counted(names) {
  const counts = {};
  for (const name of names) counts[name] = (Object.hasOwn(counts, name) ? counts[name] : 0) + 1;
  return counts;
}

function capped(hits) {
  const counts = counted(hits.map(([name]) => name));
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Math.min(count, 2)]));
}
