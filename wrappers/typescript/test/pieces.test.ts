// How much of a body is sent at a time: what a slow network takes in time, and what a fast one is worth.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, test } from "node:test";
import { Response } from "../src/shared/outcome.ts";
import { exchange } from "../src/wire/exchange.ts";
import { Pool, targetOf } from "../src/wire/pool.ts";
import { CHUNK, LARGE, pieceSize } from "../src/wire/ring.ts";

const MIB = 1 << 20;

describe("a piece", () => {
  for (const [accepted, seconds, expected] of [
    [0, 0, CHUNK],
    [16 * MIB - 1, 0, CHUNK],
    [16 * MIB, 8, LARGE],
    [16 * MIB, 8.1, CHUNK],
    [1024 * MIB, 1, LARGE],
    [1024 * MIB, 513, CHUNK],
  ] as const) {
    test(`after ${accepted} bytes in ${seconds} seconds has ${expected}`, () => {
      assert.equal(pieceSize(accepted, seconds), expected);
    });
  }

  test("is small until more has gone than a system buffers, then large", async () => {
    const hash = createHash("sha256");
    const server = createServer(async (request, response) => {
      for await (const chunk of request) hash.update(chunk as Buffer);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const bytes = randomBytes(24 * MIB);
    const pieces: number[] = [];
    let sent = 0;
    const pool = new Pool();
    try {
      const response = await exchange(pool, {
        method: "PUT",
        target: targetOf(`http://127.0.0.1:${port}/`),
        headers: { "Content-Length": String(bytes.length) },
        body: {
          next: async (buffer) => {
            if (sent === bytes.length) return null;
            pieces.push(buffer.length);
            const count = bytes.copy(buffer, 0, sent);
            sent += count;
            return buffer.subarray(0, count);
          },
          accepted: () => {},
        },
        timeouts: { connect: 60, write: 60, read: 60 },
        signal: null,
      });
      assert.ok(response instanceof Response && response.status === 200);
    } finally {
      pool.close();
      server.close();
    }
    assert.deepEqual(new Set(pieces.slice(0, (16 * MIB) / CHUNK)), new Set([CHUNK]));
    assert.equal(pieces.at(-1), LARGE);
    assert.equal(hash.digest("hex"), createHash("sha256").update(bytes).digest("hex"));
  });
});
