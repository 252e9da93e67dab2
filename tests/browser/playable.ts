// Which scenarios of tests/conformance a page can play.

import type { Scenario } from "../../wrappers/typescript/test/scenario_files.ts";

const IN_A_PAGE: ReadonlySet<string> = new Set(["path", "bytes", "file", "blob"]);

// A page's connections are the browser's, which keeps them and may send a request once more by itself
// when a kept one breaks (RFC 9112, section 9.3.1), or lose an early response with it.
const OF_THE_BROWSER: ReadonlySet<string> = new Set([
  "storage_reset",
  "storage_early_reset",
  "storage_half_close",
]);

/** What is left out by its name, and why. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  "one request to the page's server stands for two to the API": ["the API is down for a moment"],
  "only the page's server reads this response of the API": [
    "a recording without an id",
    "a recording whose id is null",
    "HTML with a success status",
    "a success that is not UTF-8",
    "an empty success",
    "a list in place of an object",
    "a success of another kind",
    "every response of the API sent twice",
    "a creation answered twice, once for another recording",
    "a completion answered twice, once for another recording",
  ],
  "only the page's server may ask for the recording": [
    "a completion that went through and returns 409",
    "a completion that is refused for good",
  ],
  "a browser follows redirects before a page sees them": [
    "a redirect to another host",
    "a bucket that has moved",
  ],
  "a browser says of a success that all was sent": ["a success before the body"],
  "a page computes no MD5": ["another ETag", "always another ETag"],
  "a browser unpacks what it reads": ["a storage whose response unpacks to more than memory holds"],
};

/** The names of what is left out by name. */
export const NAMES_LEFT_OUT: readonly string[] = Object.values(LEFT_OUT).flat();

/** Return why a scenario cannot be played in a page; null if it can. */
export function whyNotInPage(scenario: Scenario): string | null {
  const { source = {}, upload, before, faults = [] } = scenario;
  if (!IN_A_PAGE.has(source.kind ?? "path")) return "a page uploads Blobs alone";
  if (source.change !== undefined) return "a page cannot write to a file";
  if (upload?.checksum === "md5") return "a page computes no MD5";
  if (before !== undefined) return "an upload in a page learns nothing from the one before";
  if (faults.some(({ kind }) => kind === "storage_continue")) return "a page cannot send Expect";
  if (faults.some(({ kind }) => OF_THE_BROWSER.has(kind))) {
    return "a browser repeats by itself what breaks on a kept connection";
  }
  const found = Object.entries(LEFT_OUT).find(([, names]) => names.includes(scenario.name));
  return found?.[0] ?? null;
}
