// What of the decision no table of tests/vectors shows.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NoResponse, Response } from "../src/shared/outcome.ts";
import { budgetOf, decide, isDamaged } from "../src/storage/decision.ts";
import { parseResponse, type StorageOutcome } from "../src/storage/response.ts";

const DIGESTS = { sha256: "0".repeat(64), md5: "d41d8cd98f00b204e9800998ecf8427e" };
const OTHER = { etag: '"900150983cd24fb0d6963f7d28e17f72"' };

function outcomeOf(response: StorageOutcome["response"]): StorageOutcome {
  return { response, phase: "after", bytesSent: 5, digests: DIGESTS, urlEnd: null };
}

test("the budget of an upload", () => {
  assert.deepEqual(budgetOf(3), { retries: 3, refreshes: 2, doubtfulRefreshes: 1 });
});

test("what would fail alike again is not retried", () => {
  const lasting = new NoResponse("a wrong certificate", { sent: false, transient: false });
  assert.deepEqual(decide(outcomeOf(lasting), budgetOf(3)), { kind: "stop" });
  const passing = new NoResponse("a reset", { sent: true });
  assert.equal(decide(outcomeOf(passing), budgetOf(3)).kind, "retry");
});

test("only a success says by its ETag what was stored", () => {
  const responded = (status: number): StorageOutcome =>
    outcomeOf(parseResponse(new Response(status, OTHER, Buffer.of())));
  assert.equal(isDamaged(responded(200)), true);
  assert.equal(isDamaged(responded(503)), false);
  assert.equal(isDamaged(outcomeOf(new NoResponse("a reset", { sent: true }))), false);
});
