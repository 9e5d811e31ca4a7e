// Kinds and reasons: extension/background/wording.js, the playground's file. Every headline is invented.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { describe, languageOf, leading, reasonsOf } from "../../extension/background/wording.js";

const wording = JSON.parse(readFileSync(new URL("../../classifier/headline/wording.json", import.meta.url), "utf8"));
const HEADLINE = "𠮷她一句話讓全場傻眼 原因曝光";
const ZH = { wording, language: "zh-TW", bait: true };

function signal(name, text, weight, group = "style") {
  const characters = Array.from(HEADLINE);
  const start = characters.join("").indexOf(text) === 0 ? 0 : Array.from(HEADLINE.slice(0, HEADLINE.indexOf(text))).length;
  return { group, name, text, weight, start, end: start + Array.from(text).length };
}

test("the leading kind is the most probable one, and the first of equal ones", () => {
  assert.equal(leading({ withheld: 0.2, sensational: 0.7, push: 0.1 }), "sensational");
  assert.equal(leading({ withheld: 0.5, sensational: 0.5, push: 0.5 }), "withheld");
  assert.equal(leading(undefined), null);
  assert.equal(leading(null), null);
});

test("features have words in both languages, and unknown ones have none", () => {
  assert.equal(describe("teaser@end", wording, "zh-TW"), "把重點留著不說（在句尾）");
  assert.equal(describe("teaser@end", wording, "en"), "keeps the point back, at the very end");
  assert.equal(describe("quote@short", wording, "zh-TW"), "引號，很短");
  assert.equal(describe("length<=16", wording, "en"), "length of the headline: at most 16");
  assert.equal(describe("segments=2", wording, "zh-TW"), "標題的段數：2");
  for (const unknown of ["novelty", "teaser@nowhere", "constructor"]) assert.equal(describe(unknown, wording, "en"), null, unknown);
  assert.equal(describe("teaser", {}, "en"), null);
});

test("what touches is one span, by code points, and the kind's features come first", () => {
  const signals = [
    signal("emotion", "傻眼", 2), signal("emotion@last", "傻眼", 1), signal("teaser", "原因", 0.3), signal("teaser@end", "曝光", 0.4),
    signal("teaser@last", "曝光", 0.3), signal("formal", "全場", -0.5), signal("讓", "讓", 9, "word"),
  ];
  const found = reasonsOf({ headline: HEADLINE, signals }, { ...ZH, kind: "withheld" });
  assert.deepEqual(found.map(({ words, texts }) => [words, texts]), [["把重點留著不說", ["原因曝光"]], ["替讀者先動情緒", ["傻眼"]]]);
  assert.equal(found[1].weight, 3);
  assert.equal(found[0].said, "把重點留著不說：『原因曝光』");
  const [first] = reasonsOf({ headline: HEADLINE, signals }, { ...ZH, kind: "sensational" });
  assert.equal(first.words, "替讀者先動情緒");
  const against = reasonsOf({ headline: HEADLINE, signals }, { ...ZH, bait: false, kind: null });
  assert.deepEqual(against.map(({ name }) => name), ["formal"]);
});

test("length speaks only where nothing else does, and has no place", () => {
  const length = signal("length<=16", HEADLINE, 0.9);
  assert.deepEqual(
    reasonsOf({ headline: HEADLINE, signals: [length] }, ZH).map(({ words, texts }) => [words, texts]), [["標題的字數：不超過 16", []]], // and so nothing is said behind it
  );
  const found = reasonsOf({ headline: HEADLINE, signals: [length, signal("!", "原", 0.1)] }, ZH);
  assert.deepEqual(found.map(({ name }) => name), ["!"]);
});

test("at most four reasons", () => {
  const names = ["teaser", "emotion", "pronoun", "urgency", "promo", "how"];
  assert.equal(reasonsOf({ headline: HEADLINE, signals: names.map((name, i) => signal(name, "她", i + 1)) }, ZH).length, 4);
});

test("a word that points is quoted with what it points at", () => {
  const headline = "睡前別喝這杯 醫師勸這";
  const signals = [[4, 5], [10, 11]].map(([start, end]) => ({ group: "style", name: "deictic", text: "這", weight: 1, start, end }));
  const [found] = reasonsOf({ headline, signals }, ZH);
  assert.equal(found.said, "用「這…」帶過，不說是什麼：『這杯…』、『這』");
  const simplified = reasonsOf({ headline, signals }, { ...ZH, language: "zh-CN" });
  assert.equal(simplified[0].said, "用“这…”带过，不说是什么：“這杯…”“這”");
  const english = reasonsOf({ headline, signals }, { ...ZH, language: "en" });
  assert.equal(english[0].said, "points at something without naming it: “這杯…”, “這”");
});

test("a mark of punctuation is not quoted: its words name it", () => {
  const [found] = reasonsOf({ headline: HEADLINE, signals: [signal("?", "原", 1)] }, ZH);
  assert.equal(found.said, "用問句吊著，答案要點進去才有");
});

test("the browser's language chooses the script", () => {
  const found = ["zh-TW", "zh-HK", "zh", "zh-Hant-CN", "zh-CN", "zh_CN", "zh-SG", "zh-Hans-TW", "en-GB", "ja"].map(languageOf);
  assert.deepEqual(found, ["zh-TW", "zh-TW", "zh-TW", "zh-TW", "zh-CN", "zh-CN", "zh-CN", "zh-CN", "en", "en"]);
});

test("every feature, class, place and bound has words in each language", () => {
  for (const group of Object.values(wording)) {
    for (const [name, words] of Object.entries(group)) assert.deepEqual(Object.keys(words), ["zh-TW", "zh-CN", "en"], name);
  }
});
