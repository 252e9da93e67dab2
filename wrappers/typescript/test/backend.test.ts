// What a page takes for a network that failed. The browsers' own words, of which this machine has but
// one, stand in "fetch" of each; a mistake in the page's code is a TypeError too.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isOfNetwork } from "../src/browser/backend.ts";

const OF_NETWORK: readonly string[] = [
  "Failed to fetch",
  "Failed to fetch (api.example.com)",
  "network error",
  "NetworkError when attempting to fetch resource.",
  "Error in input stream",
  "Load failed",
  "Load failed (api.example.com)",
  "The network connection was lost.",
  "The Internet connection appears to be offline.",
  "The request timed out.",
  "Could not connect to the server.",
  "A server with the specified hostname could not be found.",
  "A network error occurred.",
  "Network request failed",
  "fetch failed",
  "terminated",
];

const OF_THE_PAGE: readonly string[] = [
  "Cannot read properties of undefined (reading 'url')",
  "undefined is not an object (evaluating 'backend.nothing.url')",
  "backend.nothing is undefined",
  "Failed to execute 'fetch' on 'Window': Failed to parse URL from http://",
  "Window.fetch: http:// is not a valid URL.",
  "Body is unusable: Body has already been read",
  "",
];

test("a network that failed is known by its words, and by nothing else", async () => {
  for (const words of OF_NETWORK) assert.ok(isOfNetwork(new TypeError(words)), words);
  for (const words of OF_THE_PAGE) assert.ok(!isOfNetwork(new TypeError(words)), words);
  for (const words of OF_NETWORK) assert.ok(!isOfNetwork(new Error(words)), words);
  await assert.rejects(fetch("http://127.0.0.1:1"), isOfNetwork);
});
