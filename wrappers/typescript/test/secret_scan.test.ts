// The scan of the whole run finds what it looks for.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const SCAN = new URL("./secret_scan.ts", import.meta.url).href;

function statusOf(program: string): number | null {
  // The secrets are put together there, so that none stands in this file's output.
  const given = ["--import", SCAN, "--input-type=module", "--eval", program];
  return spawnSync(process.execPath, given, { stdio: "ignore" }).status;
}

test("a secret ends the process with an error, wherever it is shown", () => {
  const shows = [
    'console.log("sk_test_" + "emulator")',
    'process.stderr.write(Buffer.from("X-Amz-Signature=" + "01234567"))',
    'new Error("Bearer " + "abc")',
    'new (class extends Error {})("a", { cause: new TypeError("Bearer " + "abc") })',
    'Object.assign(new RangeError("a"), { inner: { key: "dtok_" + "12345678" } })',
  ];
  for (const program of shows) assert.equal(statusOf(program), 1, program);
});

test("what shows none does not", () => {
  assert.equal(statusOf('console.log(new Error("Bearer [redacted]").message)'), 0);
});
