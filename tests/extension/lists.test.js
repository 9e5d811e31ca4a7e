// Lists of sites: extension/background/lists.js.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as lists from "../../extension/background/lists.js";

test("an entry is a host, also out of an address", () => {
  assert.equal(lists.entryOf(" News.Example.TW "), "news.example.tw");
  assert.equal(lists.entryOf("https://news.example.tw:8080/a?b#c"), "news.example.tw");
  assert.equal(lists.entryOf("*.example.tw"), "*.example.tw");
  assert.equal(lists.entryOf("海風.example"), new URL("http://海風.example").hostname);
  for (const wrong of ["a b", "*", "*.", "http://", "news.*.tw", "<script>"]) assert.equal(lists.entryOf(wrong), null, wrong);
});

test("lines become entries once each, and wrong ones are told", () => {
  assert.deepEqual(lists.readEntries(["a.example", "", " A.example", "b c"]), { entries: ["a.example"], wrong: ["b c"] });
});

test("it is off where nothing is said", () => {
  assert.equal(lists.isOn("a.example", { allowed: [], blocked: [] }), false);
});

test("the closer entry decides, and a tie is off", () => {
  const both = { allowed: ["*.example", "blog.news.example"], blocked: ["*.news.example"] };
  assert.equal(lists.isOn("other.example", both), true);
  assert.equal(lists.isOn("example", both), true);
  assert.equal(lists.isOn("news.example", both), false);
  assert.equal(lists.isOn("blog.news.example", both), true);
  assert.equal(lists.isOn("notexample", both), false);
  assert.equal(lists.isOn("a.example", { allowed: ["a.example"], blocked: ["a.example"] }), false);
});

test("a switch is remembered, and turned back leaves nothing behind", () => {
  const none = { allowed: [], blocked: [] };
  const on = lists.switched("a.example", true, none);
  assert.deepEqual(on, { allowed: ["a.example"], blocked: [] });
  const off = lists.switched("a.example", false, on);
  assert.deepEqual(off, { allowed: [], blocked: ["a.example"] });
  assert.deepEqual(lists.switched("a.example", true, off), on);
  assert.deepEqual(lists.switched("b.example", true, { allowed: ["*.example"], blocked: ["b.example"] }), { allowed: ["*.example"], blocked: [] });
});

test("what is blocked is left out of the registration, unless a site below it is on", () => {
  const found = lists.excluded({ allowed: ["a.b.example", "*.c.example"], blocked: ["*.b.example", "d.example", "*.example"] });
  assert.deepEqual(found, ["d.example"]);
});

test("what was exported can be imported", () => {
  const both = { allowed: ["*.example"], blocked: ["a.example"] };
  assert.deepEqual(lists.imported(lists.exported(both)), { ...both, wrong: [] });
});

test("other files are refused", () => {
  for (const text of ["", "[]", "null", '{"allowed":[]}', '{"format":"clickbait-zh sites","allowed":[1],"blocked":[]}']) {
    assert.throws(() => lists.imported(text), undefined, text);
  }
  const odd = '{"format":"clickbait-zh sites","allowed":["a b"],"blocked":[]}';
  assert.deepEqual(lists.imported(odd).wrong, ["a b"]);
});
