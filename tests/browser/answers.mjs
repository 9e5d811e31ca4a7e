/** What the browser's modules make of headlines: a JSON string a line in, its features and its answer a line out. */

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";

import { Classifier } from "../../browser/classifier.js";
import { answered } from "./answered.js";

const [, , folder] = process.argv;
const classifier = await Classifier.load((name) => readFile(`${folder}/${name}`));
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answered(classifier, JSON.parse(line)))}\n`);
}
