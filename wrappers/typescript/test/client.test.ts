// What no scenario shows: lists, settings, stopping, a fetch of the caller's, and what is shown.

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { inspect } from "node:util";
import type { CallOptions } from "../../../generated/typescript/calling.ts";
import { Bota, type BotaOptions, NotFoundError, RateLimitError } from "../src/index.ts";
import { WORLD } from "../src/shared/waiting.ts";
import { Emulator } from "./emulator.ts";

const AUDIO = Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVE"), Buffer.alloc(300_000, 7)]);
const OWNER = { endUserId: "eu_1" };

describe("a client of the emulator", () => {
  let emulator: Emulator;
  const clients: Bota[] = [];

  function newBota(options: BotaOptions = {}, world = WORLD): Bota {
    const { baseUrl, apiKey } = emulator;
    const bota = new Bota({ baseUrl, apiKey, ...options }, world);
    clients.push(bota);
    return bota;
  }

  before(async () => {
    emulator = await Emulator.start();
  });
  after(async () => {
    for (const bota of clients) bota.close();
    await emulator.stop();
  });

  for (const paging of ["cursor", "offset"]) {
    test(`a list of several pages, by ${paging}`, async () => {
      await emulator.control("POST", "/reset");
      await emulator.control("PATCH", "/settings", { paging });
      const bota = newBota();
      const names = ["a", "b", "c", "d", "e"];
      for (const name of names) await bota.recordings.create({ end_user_id: "eu_1", name });
      const found: unknown[] = [];
      for await (const recording of bota.recordings.list({ limit: 2 })) found.push(recording.name);
      assert.deepEqual(found, names.toReversed());
      const page = await bota.recordings.list({ limit: 2 }).page();
      assert.deepEqual([page.data.length, page.has_more], [2, true]);
    });
  }

  test("a list that would never end", async () => {
    await emulator.control("POST", "/reset");
    const set = { next_cursor: "again", has_more: true };
    const fault = { kind: "api_fields", operation: "listRecordings", set, times: 99 };
    await emulator.control("POST", "/faults", fault);
    // The emulator refuses a cursor that it has not given, so the first page is answered again.
    await assert.rejects(
      async () => {
        for await (const recording of newBota({ fetch: firstPageOnly() }).recordings.list())
          inspect(recording);
      },
      { name: "InvalidResponseError", message: /repeats a cursor/ },
    );
  });

  function firstPageOnly(): typeof fetch {
    return (input, init) => fetch(String(input).split("?")[0] ?? "", init);
  }

  test("a row that cannot be read is left out of its page, with a warning", async () => {
    await emulator.control("POST", "/reset");
    const data = [{ id: "rec_1", status: "uploaded" }, { status: "uploaded" }, "row"];
    const set = { data, has_more: false };
    await emulator.control("POST", "/faults", {
      kind: "api_fields",
      operation: "listRecordings",
      set,
    });
    const warned: string[] = [];
    const listen = ({ message }: Error): void => void warned.push(message);
    process.on("warning", listen);
    try {
      const page = await newBota().recordings.list().page();
      await new Promise(setImmediate);
      assert.deepEqual(page.data, [{ id: "rec_1", status: "uploaded" }]);
      assert.deepEqual(warned, [
        "RecordingPage.data[1] was left out: Recording.id is missing",
        "RecordingPage.data[2] was left out: Recording is text, not an object",
      ]);
    } finally {
      process.off("warning", listen);
    }
  });

  test("an error by its status, with the request's id", async () => {
    await assert.rejects(newBota().recordings.get("rec_none"), (error) => {
      assert.ok(error instanceof NotFoundError);
      assert.equal(error.name, "NotFoundError");
      assert.equal(error.status, 404);
      assert.match(error.requestId ?? "", /^req_/);
      return true;
    });
  });

  test("an id that would change the URL is refused before anything is sent", async () => {
    await emulator.control("POST", "/reset");
    for (const id of ["", "..", "a/b", "a?b", " rec_1", "rec_1\n"]) {
      await assert.rejects(newBota().recordings.get(id), TypeError, JSON.stringify(id));
    }
    assert.deepEqual(await emulator.requests(), []);
  });

  test("options of an upload that are wrong are refused before anything is sent", async () => {
    await emulator.control("POST", "/reset");
    const bota = newBota();
    const wrong: object[] = [
      { endUserId: "eu_1", colour: "red" },
      { endUserId: "eu_1", recordingId: "rec_1" },
      { endUserId: "eu_1", checksum: "crc" },
      { endUserId: "eu_1", onProgress: true },
      { endUserId: "eu_1\n" },
      { endUserId: 5 },
      { endUserId: "eu_1", metadata: "text" },
      { endUserId: "eu_1", startedAt: "yesterday" },
      { recordingId: "../x" },
    ];
    for (const options of wrong) {
      await assert.rejects(bota.upload(AUDIO, options), TypeError, JSON.stringify(options));
    }
    await assert.rejects(bota.upload(AUDIO, {}), {
      name: "ConfigurationError",
      message: /endUserId/,
    });
    await assert.rejects(bota.upload(5 as never, OWNER), TypeError);
    assert.deepEqual(await emulator.requests(), []);
  });

  test("a signal ends an upload in the midst of its body", async () => {
    await emulator.control("POST", "/reset");
    await emulator.control("POST", "/faults", {
      kind: "storage_stall",
      bytes: 100_000,
      seconds: 600,
    });
    const controller = new AbortController();
    const large = Buffer.concat([AUDIO, Buffer.alloc(30_000_000)]);
    const uploading = newBota().upload(large, {
      ...OWNER,
      signal: controller.signal,
      onProgress: ({ phase, bytesSent }) => {
        if (phase === "uploading" && bytesSent > 0) controller.abort(new Error("enough"));
      },
    });
    await assert.rejects(uploading, (error: Error & { state?: string }) => {
      assert.equal(error.name, "UploadCancelledError");
      assert.match(error.message, /is there, without its audio/);
      assert.equal((error.cause as Error).message, "enough");
      return true;
    });
  });

  test("a deadline ends an upload whose storage is silent", async () => {
    await emulator.control("POST", "/reset");
    await emulator.control("POST", "/faults", { kind: "storage_stall", seconds: 600 });
    await assert.rejects(newBota().upload(AUDIO, { ...OWNER, deadline: 400 }), {
      name: "DeadlineExceededError",
      message: /not done after 0.4 seconds; the recording .* may be stored or not/,
    });
  });

  test("what onProgress throws ends the upload", async () => {
    await emulator.control("POST", "/reset");
    const onProgress = ({ bytesSent }: { bytesSent: number }): void => {
      if (bytesSent > 0) throw new RangeError("of the caller");
    };
    await assert.rejects(newBota().upload(AUDIO, { ...OWNER, onProgress }), RangeError);
  });

  test("a long stream is kept in a file that is gone afterwards", async () => {
    await emulator.control("POST", "/reset");
    const folder = mkdtempSync(join(tmpdir(), "bota-spool-"));
    const before = process.env["TMPDIR"];
    process.env["TMPDIR"] = folder;
    try {
      const kept: string[][] = [];
      const onProgress = (): void => void kept.push(readdirSync(folder));
      const chunks = Array.from({ length: 8 }, () => AUDIO);
      const receipt = await newBota().upload(chunks, { ...OWNER, onProgress });
      assert.equal(receipt.bytes, 8 * AUDIO.length);
      assert.ok(kept.some((names) => names.length === 1));
      assert.deepEqual(readdirSync(folder), []);
    } finally {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
      rmSync(folder, { recursive: true });
    }
  });

  for (const name of ["Idempotency-Key", "idempotency-key"]) {
    test(`the caller's ${name} is kept`, async () => {
      await emulator.control("POST", "/reset");
      const bota = newBota();
      const create = async (options: CallOptions): Promise<string> =>
        (await bota.recordings.create({ end_user_id: "eu_1" }, options)).id;
      const id = await create({ headers: { [name]: "key-1" } });
      assert.equal(await create({ headers: { [name]: "key-1" } }), id);
      assert.equal(await create({ idempotencyKey: "key-1" }), id);
      assert.notEqual(await create({}), id);
    });
  }

  test("a header of one call takes the place of the client's, in any letter case", async () => {
    await emulator.control("POST", "/reset");
    let sent = new Headers();
    const own: typeof fetch = (input, init) => {
      sent = new Headers(init?.headers);
      return fetch(input, init);
    };
    const defaultHeaders = { "X-Team": "all", "User-Agent": "app/1" };
    const bota = newBota({ fetch: own, apiVersion: "2025-01-15", defaultHeaders });
    const shown = () => ["x-team", "user-agent", "bota-version"].map((name) => sent.get(name));
    await bota.recordings.list().page();
    assert.deepEqual(shown(), ["all", "app/1", "2025-01-15"]);
    const headers = { "x-team": "one", "user-agent": "app/2", "BOTA-VERSION": "2025-02-01" };
    await bota.recordings.create({ end_user_id: "eu_1" }, { headers });
    assert.deepEqual(shown(), ["one", "app/2", "2025-02-01"]);
  });

  test("an empty idempotency key is refused before anything is sent", async () => {
    await emulator.control("POST", "/reset");
    const wrong = [{ idempotencyKey: "" }, { headers: { "idempotency-key": " " } }];
    for (const options of wrong) {
      await assert.rejects(newBota().recordings.create({ end_user_id: "eu_1" }, options), {
        name: "ConfigurationError",
        message: /idempotency key is empty/,
      });
    }
    assert.deepEqual(await emulator.requests(), []);
  });

  /** A chunk, and then nothing more. */
  class Stalled implements AsyncIterableIterator<Uint8Array> {
    readonly onStall: () => void;
    asked = 0;
    closed = 0;

    constructor(onStall: () => void) {
      this.onStall = onStall;
    }
    async next(): Promise<IteratorResult<Uint8Array>> {
      this.asked += 1;
      if (this.asked === 1) return { done: false, value: AUDIO };
      this.onStall();
      return new Promise(() => {});
    }
    return(): Promise<IteratorResult<Uint8Array>> {
      this.closed += 1;
      return new Promise(() => {});
    }
    [Symbol.asyncIterator](): this {
      return this;
    }
  }

  test("a deadline and a signal end an upload whose source stalls", {
    timeout: 60_000,
  }, async () => {
    await emulator.control("POST", "/reset");
    const bota = newBota();
    const controller = new AbortController();
    const late = new Stalled(() => {});
    await assert.rejects(bota.upload(late, { ...OWNER, deadline: 50 }), {
      name: "DeadlineExceededError",
      message: /no recording was created/,
    });
    const stopped = new Stalled(() => controller.abort());
    await assert.rejects(bota.upload(stopped, { ...OWNER, signal: controller.signal }), {
      name: "UploadCancelledError",
    });
    assert.deepEqual([late.closed, stopped.closed], [1, 1]);
    assert.deepEqual(await emulator.requests(), []);
  });

  test("a source whose chunks are no bytes is closed", async () => {
    let isClosed = false;
    const chunks = (function* () {
      try {
        yield "text";
      } finally {
        isClosed = true;
      }
    })();
    await assert.rejects(newBota().upload(chunks as never, OWNER), TypeError);
    assert.ok(isClosed);
  });

  test("calls of the API over a fetch of the caller's", async () => {
    await emulator.control("POST", "/reset");
    const paths: string[] = [];
    const own: typeof fetch = (input, init) => {
      paths.push(new URL(String(input)).pathname.replace(/rec_\w+/, "{id}"));
      return fetch(input, init);
    };
    const receipt = await newBota({ fetch: own }).upload(AUDIO, OWNER);
    assert.ok(receipt.verified);
    const expected = [
      "/v1/recordings",
      "/v1/recordings/{id}/upload-url",
      "/v1/recordings/{id}/upload-complete",
    ];
    assert.deepEqual(paths, expected);
  });

  // A timer of Node takes no longer one than this, and makes 1 ms of it.
  for (const timeout of [Infinity, 2 ** 31]) {
    test(`a timeout of ${timeout} ms does not end what takes a moment`, async () => {
      await emulator.control("POST", "/reset");
      await emulator.control("POST", "/faults", { kind: "api_delay", before: 0.02, times: 9 });
      const long = { timeout, storageTimeout: timeout, maxRetries: 0 };
      assert.ok((await newBota(long).upload(AUDIO, OWNER)).verified);
      await newBota({ ...long, fetch })
        .recordings.list()
        .page();
    });
  }

  test("a wait for the rate limit that is too long is an error, with nothing sent", async () => {
    await emulator.control("POST", "/reset");
    const headers = { "Retry-After": "50" };
    const fault = { kind: "api_status", operation: "getRecording", status: 429, headers };
    await emulator.control("POST", "/faults", fault);
    const bota = newBota({ maxWait: 1_000 });
    for (const times of [1, 2]) {
      await assert.rejects(bota.recordings.get("rec_1"), (error) => {
        assert.ok(error instanceof RateLimitError, String(times));
        assert.ok((error.retryAfter ?? 0) > 40_000);
        return true;
      });
    }
    assert.equal((await emulator.requests()).length, 1);
  });

  test("no inspection shows a signed URL or a key, and JSON has the URL", async () => {
    await emulator.control("POST", "/reset");
    const bota = newBota();
    const { id } = await bota.recordings.create({ end_user_id: "eu_1" });
    const file = { content_type: "audio/wav", file_size_bytes: 5 };
    const response = await bota.uploads.createUrl(id, file);
    assert.doesNotMatch(
      inspect([bota, response], { depth: 20, showHidden: true }),
      /Signature=|sk_test/,
    );
    assert.match(JSON.stringify(response), /X-Amz-Signature=/);
    assert.match(response.upload_url, /X-Amz-Signature=/);
  });

  test("a client that was closed", async () => {
    const bota = newBota();
    bota.close();
    await assert.rejects(bota.recordings.get("rec_1"), { name: "ClientClosedError" });
  });
});

test("settings that cannot be used", () => {
  const wrong: [BotaOptions, string][] = [
    [{ apiKey: "" }, "ConfigurationError"],
    [{ apiKey: "a b" }, "ConfigurationError"],
    [{ apiKey: "k", baseUrl: "http://api.example.com/v1" }, "ConfigurationError"],
    [{ apiKey: "k", baseUrl: "https://u:p@api.example.com/v1" }, "ConfigurationError"],
    [{ apiKey: "k", timeout: 0 }, "ConfigurationError"],
    [{ apiKey: "k", maxRetries: -1 }, "ConfigurationError"],
    [{ apiKey: "k", defaultHeaders: { Authorization: "x" } }, "ConfigurationError"],
    [{ apiKey: "k", defaultHeaders: { "X-A": "a\nb" } }, "ConfigurationError"],
    [{ apiKey: "k", defaultHeaders: { "idempotency-key": "k" } }, "ConfigurationError"],
    [{ apiKey: 5 as never }, "TypeError"],
    [{ apiKey: "k", fetch: "fetch" as never }, "TypeError"],
  ];
  for (const [options, name] of wrong) assert.throws(() => new Bota(options), { name });
});
