// What no table shows of webhooks: the kinds of arguments, and what an error keeps to itself.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { inspect } from "node:util";
import { Bota, verifyWebhook, type WebhookHeaders, WebhookSignatureError } from "../src/index.ts";
import { Emulator } from "./emulator.ts";

const SECRET = "whsec_example_one";
const AT = 1_760_000_000;
const NOW = { now: AT * 1000 };
const BODY = JSON.stringify({
  id: "evt_1",
  type: "recording.uploaded",
  data: { id: "rec_1", file_size_bytes: "5", end_user_id: "eu_secret" },
});

function signed(body: string): Record<string, string> {
  const digest = createHmac("sha256", SECRET).update(`${AT}.${body}`).digest("hex");
  return { "X-Bota-Signature": `v1=${digest}`, "X-Bota-Timestamp": String(AT) };
}

test("an event has the type that its name says, read as the contract says", () => {
  const event = verifyWebhook(BODY, signed(BODY), SECRET, NOW);
  assert.equal(event.type, "recording.uploaded");
  // The type checker knows the fields by now.
  if (event.type === "recording.uploaded") assert.equal(event.data.file_size_bytes, 5);
});

test("a body and headers of any kind", () => {
  const headers = signed(BODY);
  const bytes = new TextEncoder().encode(BODY);
  for (const body of [BODY, bytes, Buffer.from(BODY), bytes.buffer]) {
    assert.equal(verifyWebhook(body, headers, SECRET, NOW)["id"], "evt_1");
  }
  const upper = Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]);
  const kinds: WebhookHeaders[] = [new Headers(headers), Object.fromEntries(upper)];
  for (const kind of kinds) assert.equal(verifyWebhook(BODY, kind, SECRET, NOW)["id"], "evt_1");
});

test("without `now` the clock of the machine counts", () => {
  assert.throws(() => verifyWebhook(BODY, signed(BODY), SECRET), { message: /seconds ago/ });
});

test("an error shows neither the secret nor the body", () => {
  const old = { now: NOW.now + 301_000 };
  for (const [secret, options] of [[`${SECRET}x`, NOW] as const, [SECRET, old] as const]) {
    assert.throws(
      () => verifyWebhook(BODY, signed(BODY), secret, options),
      (error) => {
        assert.ok(error instanceof WebhookSignatureError);
        assert.doesNotMatch(inspect(error, { depth: 20, showHidden: true }), /whsec_|eu_secret/);
        return true;
      },
    );
  }
});

test("an argument of another type", () => {
  const wrong: [unknown, unknown, unknown, object][] = [
    [JSON.parse(BODY), signed(BODY), SECRET, NOW],
    [BODY, [], SECRET, NOW],
    [BODY, null, SECRET, NOW],
    [BODY, signed(BODY), undefined, NOW],
    [BODY, signed(BODY), [Buffer.from(SECRET)], NOW],
    [BODY, signed(BODY), SECRET, { now: "today" }],
    [BODY, signed(BODY), SECRET, { tolerance: "long" }],
  ];
  for (const [body, headers, secret, options] of wrong) {
    assert.throws(
      () => verifyWebhook(body as never, headers as never, secret as never, options),
      TypeError,
    );
  }
});

test("what the emulator delivers is an event that counts", async (t) => {
  const emulator = await Emulator.start();
  t.after(() => emulator.stop());
  const delivered = new Promise<[Buffer, IncomingHttpHeaders]>((resolve) => {
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      response.writeHead(204).end();
      resolve([Buffer.concat(chunks), request.headers]);
    });
    t.after(() => server.close());
    server.listen(0, "127.0.0.1", async () => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bota`;
      await emulator.control("POST", "/webhooks", { url, secret: SECRET });
      const { baseUrl, apiKey } = emulator;
      const bota = new Bota({ baseUrl, apiKey });
      await bota.recordings.create({ end_user_id: "eu_1" });
      bota.close();
    });
  });
  const [body, headers] = await delivered;
  assert.equal(verifyWebhook(body, headers, SECRET).type, "recording.created");
});
