// Whether what a server answered is what the API answers, and what pages get of it. Pure functions.
import { leading } from "./wording.js";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isShare = (value) => typeof value === "number" && value >= 0 && value <= 1;

function isPrediction(value) {
  return isObject(value) && typeof value.headline === "string" && isShare(value.score) && typeof value.label === "string" &&
    (value.kinds === undefined || (isObject(value.kinds) && Object.values(value.kinds).every(isShare)));
}

/** The answer to /v1/predict for these headlines: one prediction each, in their order, of a model with a name. */
export function isPredictions(answer, headlines) {
  return isObject(answer) && isObject(answer.model) && typeof answer.model.version === "string" && isShare(answer.threshold) &&
    Array.isArray(answer.predictions) && answer.predictions.length === headlines.length &&
    answer.predictions.every(isPrediction);
}

/** The same with signals: what "explain" asks for. */
export function isExplained(answer, headlines) {
  return isPredictions(answer, headlines) && answer.predictions.every(({ signals }) => Array.isArray(signals));
}

/** The answer to /v1/model. */
export function isModel(answer) {
  return isObject(answer) && typeof answer.version === "string" && isShare(answer.threshold) &&
    (answer.cuts === undefined || isObject(answer.cuts)) && (answer.heads === undefined || Array.isArray(answer.heads));
}

/** What pages get of a prediction. */
export function entryOf({ headline, score, uncertain, ...answers }) {
  return [score, uncertain, { ...answers, leading: leading(answers.kinds) }];
}
