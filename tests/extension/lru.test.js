// The cache: extension/background/lru.js.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lru } from "../../extension/background/lru.js";

test("what was not used for longest goes first", () => {
  const cache = new Lru(2);
  cache.set("a", 1);
  cache.set("b", 2);
  assert.equal(cache.get("a"), 1);
  cache.set("c", 3);
  assert.equal(cache.get("b"), undefined);
  assert.deepEqual(cache.entries(), [["a", 1], ["c", 3]]);
});

test("setting again does not push others out", () => {
  const cache = new Lru(2, [["a", 1], ["b", 2]]);
  cache.set("a", 3);
  assert.equal(cache.size, 2);
  assert.deepEqual(cache.entries(), [["b", 2], ["a", 3]]);
  cache.clear();
  assert.equal(cache.size, 0);
});
