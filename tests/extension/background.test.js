// The background's pure modules: waiting, answers of a server, hosts, files of settings, calls to a worker.
import assert from "node:assert/strict";
import { test } from "node:test";

import { entryOf, isExplained, isModel, isPredictions } from "../../extension/background/answers.js";
import { Backoff } from "../../extension/background/backoff.js";
import { Calls } from "../../extension/background/calls.js";
import { hostOfSender, webHost } from "../../extension/background/hosts.js";
import { entryFor, patternOf, siteOf, switched } from "../../extension/background/lists.js";
import { checkedAddress, DEFAULTS, serverPattern } from "../../extension/background/settings.js";
import { exportedSettings, importedSettings } from "../../extension/background/transfer.js";

test("what failed is left alone twice as long each time, within limits, and not by all at the same moment", () => {
  let now = 0;
  let random = 0;
  const backoff = new Backoff({ first: 5000, longest: 60_000, now: () => now, random: () => random });
  assert.deepEqual([backoff.left, backoff.failing], [0, false]);
  const least = [5000, 10_000, 20_000, 40_000, 60_000, 60_000];
  for (const wait of least) {
    backoff.failed();
    assert.equal(backoff.left, wait / 2);
  }
  random = 1;
  backoff.failed();
  assert.equal(backoff.left, 60_000);
  backoff.failed(90_000);
  assert.equal(backoff.left, 90_000);
  now = 90_000;
  assert.deepEqual([backoff.left, backoff.failing], [0, true]);
  backoff.reset();
  backoff.failed();
  assert.equal(backoff.left, 5000);
});

test("an answer is the API's only where it has a prediction for each headline", () => {
  const one = { headline: "a", label: "clickbait", score: 0.9, uncertain: false };
  const good = { model: { version: "1" }, threshold: 0.5, predictions: [one, one] };
  assert.equal(isPredictions(good, ["a", "a"]), true);
  for (const wrong of [
    null, [], "no", 7, {}, { ...good, predictions: [one] }, { ...good, predictions: [one, one, one] }, { ...good, predictions: [one, null] },
    { ...good, predictions: { length: 2 } }, { ...good, model: {} }, { ...good, threshold: "0.5" }, { ...good, predictions: [one, { ...one, score: 2 }] },
    { ...good, predictions: [one, { ...one, score: NaN }] }, { ...good, predictions: [one, { ...one, kinds: { push: "x" } }] },
  ]) {
    assert.equal(isPredictions(wrong, ["a", "a"]), false, JSON.stringify(wrong));
  }
  assert.equal(isExplained(good, ["a", "a"]), false);
  assert.equal(isExplained({ ...good, predictions: [{ ...one, signals: [] }] }, ["a"]), true);
  assert.equal(isModel({ version: "1", threshold: 0.5 }), true);
  for (const wrong of [null, [], {}, { version: "1" }, { version: "1", threshold: 0.5, cuts: [] }]) assert.equal(isModel(wrong), false);
});

test("pages get score, doubt and the rest, with the leading kind", () => {
  const kinds = { withheld: 0.2, sensational: 0.7, push: 0.1 };
  assert.deepEqual(entryOf({ headline: "a", score: 0.9, uncertain: true, topic: "life", kinds }), [0.9, true, { topic: "life", kinds, leading: "sensational" }]);
});

test("a host is that of a page of the web, which browsers do not keep to themselves", () => {
  assert.equal(webHost("https://News.example:8080/a"), "news.example");
  for (const other of [undefined, "", "about:blank", "chrome://extensions", "file:///a", "https://chromewebstore.google.com/", "https://addons.mozilla.org/zh-TW/"]) {
    assert.equal(webHost(other), null, other);
  }
  assert.equal(hostOfSender({ url: "about:srcdoc", origin: "https://news.example" }), "news.example");
  assert.equal(hostOfSender({ url: "data:text/html,", origin: "null" }), null);
});

test("the whole site of a host ends below a public suffix", () => {
  for (const [host, site] of [
    ["money.udn.com", "*.udn.com"], ["udn.com", "*.udn.com"], ["news.ltn.com.tw", "*.ltn.com.tw"], ["www.mingpao.com", "*.mingpao.com"],
    ["std.stheadline.com.hk", "*.stheadline.com.hk"], ["com.tw", null], ["a.b.idv.tw", "*.b.idv.tw"], ["writer.blogspot.com", "*.writer.blogspot.com"],
    ["someone.github.io", "*.someone.github.io"], ["127.0.0.1", null], ["[::1]", null], ["localhost", null],
  ]) {
    assert.equal(siteOf(host), site, host);
  }
});

test("a whole site goes on and off with all below it", () => {
  const none = { allowed: [], blocked: [] };
  const on = switched("*.udn.com", true, { allowed: ["money.udn.com"], blocked: ["a.udn.com", "blog.udn.com"] }, "a.udn.com");
  assert.deepEqual(on, { allowed: ["money.udn.com", "*.udn.com"], blocked: ["blog.udn.com"] });
  assert.equal(entryFor("a.udn.com", on), "*.udn.com");
  assert.equal(entryFor("money.udn.com", on), "money.udn.com");
  assert.equal(entryFor("blog.udn.com", on), null);
  const off = switched("*.udn.com", false, on);
  assert.deepEqual(off, { allowed: [], blocked: ["blog.udn.com", "*.udn.com"] });
  assert.equal(entryFor("money.udn.com", off), null);
  assert.deepEqual(switched("*.udn.com", true, none, "udn.com"), { allowed: ["*.udn.com"], blocked: [] });
  const part = switched("money.udn.com", false, { allowed: ["*.udn.com"], blocked: [] });
  assert.deepEqual(part, { allowed: ["*.udn.com"], blocked: ["money.udn.com"] });
  assert.equal(patternOf("*.udn.com"), "*://*.udn.com/*");
});

test("a server's address and its pattern", () => {
  assert.equal(checkedAddress("  "), "");
  assert.equal(checkedAddress("http://127.0.0.1:8000/"), "http://127.0.0.1:8000");
  assert.equal(serverPattern("http://127.0.0.1:8000"), "http://127.0.0.1/*");
  for (const wrong of ["news", "ftp://a.example", "http://a:b@c.example", "http://a.example/?b"]) assert.throws(() => checkedAddress(wrong), TypeError);
});

test("settings go to a file without server and key, and come back; what is not understood is told", () => {
  const settings = { ...DEFAULTS, address: "http://a.example", key: "secret", mode: "dim", allowed: ["*.udn.com"] };
  const text = exportedSettings(settings);
  assert.equal(/secret|a\.example/.test(text), false);
  const { address, key, ...rest } = settings;
  assert.deepEqual(importedSettings(text), { settings: rest, wrong: [] });
  const odd = JSON.stringify({ ...JSON.parse(text), mode: "loud", kinds: ["push", "x"], threshold: 2, allowed: ["a b", "c.example"], address: "http://x.example" });
  const read = importedSettings(odd);
  assert.deepEqual(read.wrong, ["mode", "threshold", "kinds", "a b"]);
  assert.deepEqual(read.settings.allowed, ["c.example"]);
  assert.equal("address" in read.settings || "mode" in read.settings, false);
  assert.deepEqual(importedSettings('{"format":"clickbait-zh sites","version":1,"allowed":["a.example"],"blocked":[]}').settings, { allowed: ["a.example"], blocked: [] });
  for (const other of ["", "[]", "null", "{}", '{"format":"x"}']) assert.throws(() => importedSettings(other), undefined, other);
});

test("a worker answers calls by their number, and is made anew when it died", async () => {
  const made = [];
  const calls = new Calls(() => {
    const worker = { sent: [], postMessage: (message) => worker.sent.push(message), terminate: () => (worker.ended = true) };
    made.push(worker);
    return worker;
  });
  const [first, second, failed] = [calls.ask("a", 1), calls.ask("a", 2), calls.ask("b")];
  const [worker] = made;
  worker.onmessage({ data: { id: 1, answer: "two" } });
  worker.onmessage({ data: { id: 0, answer: "one" } });
  worker.onmessage({ data: { id: 2, error: "no" } });
  assert.deepEqual([await first, await second], ["one", "two"]);
  await assert.rejects(failed, /no/);
  const lost = calls.ask("c");
  worker.onerror({ message: "out of memory" });
  await assert.rejects(lost, /out of memory/);
  assert.equal(worker.ended, true);
  calls.ask("d");
  assert.equal(made.length, 2);
});
