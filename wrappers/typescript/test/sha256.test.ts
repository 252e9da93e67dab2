// The SHA-256 of a page, against that of Node.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { sha256Of } from "../src/browser/sha256.ts";

const NEVER = new AbortController().signal;

/** Around the ends of a block (64 bytes), of what ends a message, and of a slice (256 KiB). */
const SIZES = [...Array(200).keys(), 262_143, 262_144, 262_145, 524_288, 524_351, 1_000_003];

test("a Blob of any size has the SHA-256 of its bytes", async () => {
  for (const size of SIZES) {
    const bytes = randomBytes(size);
    const expected = createHash("sha256").update(bytes).digest("hex");
    assert.equal(await sha256Of(new Blob([bytes]), NEVER), expected, `${size} bytes`);
  }
});

test("hashing ends when it is cancelled", async () => {
  const reason = new Error("enough");
  const hashing = sha256Of(new Blob([new Uint8Array(1000)]), AbortSignal.abort(reason));
  await assert.rejects(hashing, reason);
});
