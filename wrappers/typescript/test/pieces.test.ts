// How much of a body is sent at a time: what a slow network takes in time, and what a fast one is worth.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, test } from "node:test";
import { Response } from "../src/shared/outcome.ts";
import { type Body, exchange, type WireRequest } from "../src/wire/exchange.ts";
import { Pool, type Target, targetOf } from "../src/wire/pool.ts";
import { CHUNK, LARGE, pieceSize } from "../src/wire/ring.ts";

const MIB = 1 << 20;

describe("a piece", () => {
  for (const [accepted, rate, expected] of [
    [0, 0, CHUNK],
    [16 * MIB - 1, 100 * MIB, CHUNK],
    [16 * MIB, 2 * MIB, LARGE],
    [16 * MIB, 2 * MIB - 1, CHUNK],
    [1024 * MIB, Number.POSITIVE_INFINITY, LARGE],
    [1024 * MIB, 100_000, CHUNK],
  ] as const) {
    test(`after ${accepted} bytes, the last at ${rate} a second, has ${expected}`, () => {
      assert.equal(pieceSize(accepted, rate), expected);
    });
  }

  test("is small until more has gone than a system buffers, then large", async () => {
    const pieces = await put(new Pool());
    assert.deepEqual(new Set(pieces.slice(0, (16 * MIB) / CHUNK)), new Set([CHUNK]));
    assert.ok(pieces.includes(LARGE), `${pieces}`);
  });

  test("stays small for a host that has stalled", async () => {
    const pieces = await put(new Pool(), true);
    assert.deepEqual(new Set(pieces), new Set([CHUNK]));
  });

  test("that is not accepted in time is remembered of its host", async () => {
    const pool = new Pool();
    const server = createServer(() => {});
    const target = await listening(server);
    try {
      const timeouts = { connect: 60, write: 0.05, read: 60 };
      const stalled = await exchange(pool, { ...request(target, endless()), timeouts });
      assert.ok(!(stalled instanceof Response));
    } finally {
      pool.close();
      server.closeAllConnections();
      server.close();
    }
    assert.deepEqual(pool.slowHosts, new Set([target.origin]));
  });
});

async function listening(server: Server): Promise<Target> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return targetOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

function request(target: Target, body: Body): WireRequest {
  const timeouts = { connect: 60, write: 60, read: 60 };
  return { method: "PUT", target, headers: {}, body, timeouts, signal: null };
}

function endless(): Body {
  return { next: async (buffer) => buffer, accepted: () => {} };
}

/** PUT 24 MiB, and return how much was asked for at a time. */
async function put(pool: Pool, hasStalled = false): Promise<number[]> {
  const hash = createHash("sha256");
  const server = createServer(async (incoming, response) => {
    for await (const chunk of incoming) hash.update(chunk as Buffer);
    response.end();
  });
  const target = await listening(server);
  if (hasStalled) pool.slowHosts.add(target.origin);
  const bytes = randomBytes(24 * MIB);
  const pieces: number[] = [];
  let sent = 0;
  const next = async (buffer: Buffer): Promise<Buffer | null> => {
    if (sent === bytes.length) return null;
    pieces.push(buffer.length);
    const count = bytes.copy(buffer, 0, sent);
    sent += count;
    return buffer.subarray(0, count);
  };
  try {
    const response = await exchange(pool, request(target, { next, accepted: () => {} }));
    assert.ok(response instanceof Response && response.status === 200);
  } finally {
    pool.close();
    server.close();
  }
  assert.equal(hash.digest("hex"), createHash("sha256").update(bytes).digest("hex"));
  return pieces;
}
