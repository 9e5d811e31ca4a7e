// Scores lines in calls within the server's limits. A line that the server refuses stops none of the others.
import { element } from "./element.js";
import { t } from "./i18n.js";
import { fitting, learn, lengthOf, longest } from "./lines.js";
import { english } from "./problem.js";
import { call } from "./server.js";

/**
 * {results, problem}: a result {...line, prediction, version} or {...line, reason()} for each line, in their order, and
 * what stopped it before the last line, or null. `answered` gets each answer and the number of lines done so far. Once
 * `signal` is aborted the results are of no use.
 */
export async function scoreLines(lines, { signal, answered }) {
  const results = new Map(); // by line
  const refuse = (line, reason) => results.set(line.line, { ...line, reason });
  const isLeft = (line) => {
    if (!results.has(line.line) && lengthOf(line.text) > longest()) refuse(line, tooLong(line.text));
    return !results.has(line.line);
  };
  let problem = null;
  for (let left = lines.filter(isLeft); left.length && !problem && !signal.aborted; left = left.filter(isLeft)) {
    const part = left.slice(0, fitting(left));
    try {
      const answer = await call("v1/predict", { headlines: part.map(({ text }) => text), explain: true }, { signal });
      if (signal.aborted) break;
      const { predictions, model } = answer;
      part.forEach((line, i) => results.set(line.line, { ...line, prediction: predictions[i], version: model.version }));
      answered(answer, results.size);
    } catch (error) {
      const stricter = learn(error.limit); // the server was started anew with other settings
      const refused = pointed(error, part);
      for (const [line, detail] of refused) refuse(line, reasonOf(line.text, detail));
      if (!stricter && !refused.length) problem = error;
    }
  }
  return { results: lines.flatMap(({ line }) => results.get(line) ?? []), problem };
}

/** [line, detail] of what the server's pointers (/headlines/3) refer to. */
function pointed({ errors = [] }, part) {
  return errors.flatMap(({ pointer, detail }) => {
    const line = part[Number(/^\/headlines\/(\d+)/.exec(pointer)?.[1])];
    return line ? [[line, detail]] : [];
  });
}

function reasonOf(text, detail) {
  if (/visible character/.test(detail)) return () => t("invisible");
  return lengthOf(text) > longest() ? tooLong(text) : () => english(element("span", "", detail));
}

function tooLong(text) {
  const values = { found: lengthOf(text), limit: longest() };
  return () => t("tooLong", values);
}
