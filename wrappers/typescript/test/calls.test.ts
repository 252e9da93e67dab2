// How calls end that do not go well: what their errors say, and what ends them from outside.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import * as net from "node:net";
import { after, before, describe, test } from "node:test";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import { ApiConnectionError, Bota, type BotaOptions, RateLimitError } from "../src/index.ts";
import { WORLD, type World } from "../src/shared/waiting.ts";
import { Emulator } from "./emulator.ts";

const AUDIO = Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVE"), Buffer.alloc(300_000, 7)]);
const OWNER = { endUserId: "eu_1" };

/**
 * A server in a thread of its own, which refuses each request a moment after it has begun, every time a
 * little later, and resets its connection at once.
 */
const REFUSER = `
  const xml = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>";
  const head = "HTTP/1.1 403 Forbidden\\r\\nContent-Length: " + xml.length + "\\r\\n\\r\\n";
  let wait = 0;
  const server = require("node:net").createServer((socket) => {
    const refuse = () => socket.write(head + xml, () => socket.resetAndDestroy());
    let received = 0;
    socket.on("error", () => {}).on("data", (chunk) => {
      if (received === 0) socket.write("HTTP/1.1 100 Continue\\r\\n\\r\\n");
      if (received < 65536 && received + chunk.length >= 65536) setTimeout(refuse, (wait += 1));
      received += chunk.length;
    });
  });
  const { parentPort } = require("node:worker_threads");
  server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

/** Listen on a port that is free, and return the URL of an API there. */
async function listen(server: net.Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as net.AddressInfo).port}/v1`;
}

describe("calls over a connection that fails", () => {
  let nowhere = "";

  before(async () => {
    const server = net.createServer();
    nowhere = await listen(server);
    await new Promise((resolve) => server.close(resolve));
  });

  for (const options of [{}, { fetch }]) {
    test(`have the platform's error ${"fetch" in options ? "of a fetch" : ""}`, async () => {
      const bota = new Bota({ apiKey: "sk_test_x", baseUrl: nowhere, maxRetries: 0, ...options });
      await assert.rejects(bota.recordings.get("rec_1"), (error) => {
        assert.ok(error instanceof ApiConnectionError);
        assert.equal(error.code, "ECONNREFUSED");
        assert.match((error.cause as Error).message, /ECONNREFUSED/);
        assert.equal((error.cause as { code?: string }).code, "ECONNREFUSED");
        return true;
      });
    });
  }

  test("show no byte of a response that cannot be read", async () => {
    const secret = `X-Amz-Signature=${"a1b2".repeat(16)}`;
    const server = net.createServer((socket) => {
      socket.on("error", () => {}).once("data", () => socket.end(`HTTP/1.1 ?? ${secret}\r\n\r\n`));
    });
    const bota = new Bota({ apiKey: "k", baseUrl: await listen(server), maxRetries: 0 });
    await assert.rejects(bota.recordings.get("rec_1"), (error) => {
      assert.ok(error instanceof ApiConnectionError);
      assert.match(error.code ?? "", /^HPE_/);
      assert.deepEqual(Object.keys(error.cause as object).sort(), ["code", "name"]);
      assert.doesNotMatch(inspect(error, { depth: 20, showHidden: true }), /Signature=a1b2/);
      return true;
    });
    bota.close();
    server.close();
  });

  // The connection that the first call has left is closed just before the second call: whether its
  // request was read nobody would know, and so it must not go there.
  test("do not begin on a kept one where they cannot be repeated", async () => {
    const sockets = new Set<net.Socket>();
    const server: Server = createServer((request, response) => {
      sockets.add(request.socket);
      response.end(JSON.stringify({ id: "dev_1", serial_number: "1", status: "unbound" }));
    });
    const bota = new Bota({ apiKey: "k", baseUrl: await listen(server), maxRetries: 0 });
    await bota.devices.get("dev_1");
    for (const socket of sockets) socket.destroy();
    assert.equal((await bota.devices.update("dev_1", { name: "Desk" })).id, "dev_1");
    assert.equal(sockets.size, 2);
    bota.close();
    server.close();
  });
});

describe("a call", () => {
  let emulator: Emulator;
  /** Takes connections, and says nothing. */
  const server = net.createServer((socket) => void socket.on("error", () => {}));
  let silent = "";

  function newBota(options: BotaOptions = {}, world: World = WORLD): Bota {
    const { baseUrl, apiKey } = emulator;
    return new Bota({ baseUrl, apiKey, ...options }, world);
  }

  before(async () => {
    silent = await listen(server);
    emulator = await Emulator.start();
  });
  after(async () => {
    server.close();
    await emulator.stop();
  });

  const deaf: typeof fetch = () => new Promise(() => {});
  for (const [way, options] of [
    ["", {}],
    [" over a fetch", { fetch }],
    [" over a fetch that ignores its signal", { fetch: deaf }],
  ] as const) {
    test(`is cancelled by its signal${way}`, async () => {
      const bota = newBota({ baseUrl: silent, ...options });
      const reason = new Error("enough");
      for (const signal of [abortedSoon(reason), AbortSignal.abort(reason)]) {
        await assert.rejects(bota.recordings.get("rec_1", { signal }), {
          name: "UploadCancelledError",
          message: "the call of getRecording was cancelled",
          cause: reason,
        });
      }
      bota.close();
    });

    test(`ends with its client${way}`, async () => {
      const bota = newBota({ baseUrl: silent, ...options });
      const calls = [bota.recordings.get("rec_1"), bota.upload(AUDIO, OWNER)];
      const ended = calls.map((call) => assert.rejects(call, { name: "ClientClosedError" }));
      await new Promise(setImmediate);
      bota.close();
      await Promise.all(ended);
      await assert.rejects(bota.upload(AUDIO, OWNER), {
        name: "ClientClosedError",
        message: /no recording was created$/,
      });
    });
  }

  function abortedSoon(reason: Error): AbortSignal {
    const controller = new AbortController();
    setImmediate(() => controller.abort(reason));
    return controller.signal;
  }

  test("ends with its client while it waits for its turn", async () => {
    await emulator.control("POST", "/reset");
    const headers = { "Retry-After": "3600" };
    const fault = { kind: "api_status", operation: "getRecording", status: 429, headers };
    await emulator.control("POST", "/faults", fault);
    const waits: number[] = [];
    const world: World = {
      ...WORLD,
      sleep: (seconds, signal) => {
        waits.push(seconds);
        bota.close();
        return WORLD.sleep(seconds, signal);
      },
    };
    const bota = newBota({ maxWait: 100_000 }, world);
    await assert.rejects(bota.recordings.get("rec_1"), { name: "ClientClosedError" });
    assert.equal(waits.length, 1);
  });

  test("of a PUT under way ends with its client, and no other follows", async () => {
    await emulator.control("POST", "/reset");
    await emulator.control("POST", "/faults", { kind: "storage_stall", bytes: 1000, seconds: 600 });
    const bota = newBota();
    const large = Buffer.concat([AUDIO, Buffer.alloc(30_000_000)]);
    const onProgress = ({ bytesSent }: { bytesSent: number }): void => {
      if (bytesSent > 0) bota.close();
    };
    await assert.rejects(bota.upload(large, { ...OWNER, onProgress }), {
      name: "ClientClosedError",
      message: /^the client was closed, and the upload ended; the recording rec_\w+ is there/,
    });
    const puts = (await emulator.requests()).filter(({ operation }) => operation === "PUT object");
    assert.equal(puts.length, 1);
  });

  // While the loop does something else, between its reading and its writing, the server refuses and
  // resets: the write that follows fails, and the response has not been read.
  test("reads a refusal that comes before the end of its body and a reset", async () => {
    await emulator.control("POST", "/reset");
    const refuser = new Worker(REFUSER, { eval: true });
    const [port] = (await once(refuser, "message")) as [number];
    const elsewhere: typeof fetch = async (input, init) => {
      const text = await (await fetch(input, init)).text();
      return new Response(text.replace(/127\.0\.0\.1:\d+\/(?=[^"]*X-Amz)/, `127.0.0.1:${port}/`));
    };
    const bota = newBota({ maxRetries: 0, fetch: elsewhere });
    const nobody = new Int32Array(new SharedArrayBuffer(4));
    let isOver = false;
    const beBusy = (): void => {
      Atomics.wait(nobody, 0, 0, 3);
      if (!isOver) setImmediate(beBusy);
    };
    setImmediate(beBusy);
    const large = Buffer.concat([AUDIO, Buffer.alloc(16_000_000)]);
    const ended: string[] = [];
    for (let left = 10; left > 0; left -= 1) {
      await bota.upload(large, OWNER).catch((error: Error) => ended.push(String(error)));
    }
    isOver = true;
    await refuser.terminate();
    bota.close();
    for (const said of ended) assert.match(said, /^StorageError: .* 403 AccessDenied/);
    assert.equal(ended.length, 10);
  });

  test("says how long the service asks to wait, however long that is", async () => {
    await emulator.control("POST", "/reset");
    const headers = { "Retry-After": "3600" };
    const fault = { kind: "api_status", operation: "getRecording", status: 429, headers };
    await emulator.control("POST", "/faults", fault);
    await assert.rejects(newBota().recordings.get("rec_1"), (error) => {
      assert.ok(error instanceof RateLimitError);
      assert.equal(error.retryAfter, 3_600_000);
      return true;
    });
  });

  test("without the options that it needs is refused in words", async () => {
    await emulator.control("POST", "/reset");
    const bota = newBota();
    await assert.rejects(bota.upload(AUDIO), { name: "ConfigurationError", message: /endUserId/ });
    const noOptions = { name: "TypeError", message: /^the options are an object, not/ };
    for (const options of ["eu_1", null] as never[]) {
      await assert.rejects(bota.upload(AUDIO, options), noOptions);
      await assert.rejects(bota.transcribe("rec_1", options), noOptions);
      await assert.rejects(bota.summarize("txn_1", options), noOptions);
      await assert.rejects(bota.download("rec_1", "/", options), noOptions);
      assert.throws(() => new Bota(options), noOptions);
    }
    assert.deepEqual(await emulator.requests(), []);
  });

  test("sends words as they were written, and no id with white space around it", async () => {
    await emulator.control("POST", "/reset");
    const bota = newBota();
    const name = " Stand-up,\n\tMonday \n";
    const { id } = await bota.recordings.create({ end_user_id: "eu_1", name });
    assert.equal((await bota.recordings.get(id)).name, name);
    assert.equal((await bota.upload(AUDIO, { ...OWNER, name })).recording.name, name);
    const wrong = { name: "TypeError", message: /white space around it/ };
    await assert.rejects(bota.recordings.create({ end_user_id: "eu_1\n" }), wrong);
    await assert.rejects(bota.upload(AUDIO, { endUserId: " eu_1" }), wrong);
    bota.close();
  });
});

test("a list by offset counts the rows that cannot be read", async () => {
  const rows = [1, 2, 3, 4, 5].map((number) => ({ id: `rec_${number}`, status: "uploaded" }));
  const bad: object[] = rows
    .with(1, { id: "", status: "uploaded" })
    .map((row) => (row.id ? row : {}));
  const asked: string[] = [];
  const own: typeof fetch = async (input) => {
    const offset = new URL(String(input)).searchParams.get("offset") ?? "0";
    asked.push(offset);
    const data = bad.slice(Number(offset), Number(offset) + 2);
    return Response.json({ data, has_more: Number(offset) + 2 < bad.length });
  };
  const bota = new Bota({ apiKey: "k", baseUrl: "https://api.example.com/v1", fetch: own });
  const found: string[] = [];
  for await (const { id } of bota.recordings.list({ limit: 2 })) found.push(id);
  assert.deepEqual(found, ["rec_1", "rec_3", "rec_4", "rec_5"]);
  assert.deepEqual(asked, ["0", "2", "4"]);
});
