// The lines of the headlines' box, and how many of them fit into one call.
const data = document.body.dataset;
const UTF8 = new TextEncoder();
const OVERHEAD = 64; // bytes of a request around its headlines
const limits = {
  max_headlines: Number(data.maxHeadlines),
  max_headline_length: Number(data.maxHeadlineLength),
  max_explained_characters: Number(data.maxExplainedCharacters),
  max_body_bytes: Number(data.maxBytes) || Infinity,
};

/** {text, line, start, end} of each line that is not blank; lines count from 1, start and end are places in the box. */
export function readLines(value) {
  const found = [];
  let start = 0;
  value.split("\n").forEach((text, i) => {
    if (text.trim()) found.push({ text: text.trim(), line: i + 1, start, end: start + text.length });
    start += text.length + 1;
  });
  return found;
}

/** Code points, as the server counts. */
export function lengthOf(text) {
  return Array.from(text).length;
}

/** The most characters that a headline may have. */
export function longest() {
  return Math.min(limits.max_headline_length, limits.max_explained_characters);
}

/** How many of the first lines fit into one call: at least one. */
export function fitting(lines) {
  let characters = 0;
  let bytes = OVERHEAD;
  let count = 0;
  for (const { text } of lines) {
    characters += lengthOf(text);
    bytes += UTF8.encode(JSON.stringify(text)).length + 1;
    const over =
      count >= limits.max_headlines || characters > limits.max_explained_characters || bytes > limits.max_body_bytes;
    if (count && over) break;
    count += 1;
  }
  return count;
}

/** Whether a limit that the server names in an error is stricter than the one known so far; it is kept. */
export function learn(limit) {
  if (!(limit?.value < limits[limit?.name])) return false;
  limits[limit.name] = limit.value;
  return true;
}
