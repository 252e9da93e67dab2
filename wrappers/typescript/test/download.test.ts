// A recording's audio comes down whole and right, or not at all.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { after, afterEach, before, beforeEach, describe, type TestContext, test } from "node:test";
import {
  Bota,
  type BotaOptions,
  DeadlineExceededError,
  type Download,
  type DownloadOptions,
  type DownloadTarget,
  IntegrityError,
  InvalidResponseError,
  StorageConnectionError,
  StorageError,
  StorageTimeoutError,
  TargetError,
  UploadCancelledError,
} from "../src/index.ts";
import type { World } from "../src/shared/waiting.ts";
import { Emulator } from "./emulator.ts";

const GET = "GET object";
const URL_CALL = "getDownloadUrl";
const PATTERN = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const AUDIO = Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVE"), Buffer.alloc(3_000_000, PATTERN)]);
const DIGEST = createHash("sha256").update(AUDIO).digest("hex");
const HALF = 1_500_000;

/** A stream that keeps what it gets. */
class Kept extends Writable {
  readonly chunks: Buffer[] = [];

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.chunks.push(Buffer.from(chunk));
    setImmediate(done);
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

describe("downloads from the emulator", () => {
  let emulator: Emulator;
  let bota: Bota;
  let recordingId: string;
  let folder: string;
  const sleeps: number[] = [];
  const world: World = {
    random: () => 1,
    now: () => performance.now() / 1000 + sleeps.reduce((sum, each) => sum + each, 0),
    sleep: async (seconds, signal) => {
      signal?.throwIfAborted();
      sleeps.push(seconds);
    },
  };

  function renew(options: BotaOptions = {}): void {
    bota?.close();
    const { baseUrl, apiKey } = emulator;
    bota = new Bota({ baseUrl, apiKey, storageTimeout: 3_000, ...options }, world);
  }

  before(async () => {
    emulator = await Emulator.start();
  });
  beforeEach(async () => {
    await emulator.control("POST", "/reset");
    await emulator.control("POST", "/clock", { speed: 0 });
    folder = fs.mkdtempSync(join(tmpdir(), "bota-download-"));
    renew();
    recordingId = (await bota.upload(AUDIO, { endUserId: "eu_1" })).recordingId;
    await emulator.control("DELETE", "/requests");
    sleeps.length = 0;
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));
  after(async () => {
    bota.close();
    await emulator.stop();
  });

  const download = (target: DownloadTarget, options?: DownloadOptions): Promise<Download> =>
    bota.download(recordingId, target, options);
  const fault = (operation: string, kind: string, about: object = {}): Promise<unknown> =>
    emulator.control("POST", "/faults", { operation, kind, ...about });
  const seen = async (name: string): Promise<(number | null)[]> =>
    (await emulator.requests())
      .filter(({ operation }) => operation === name)
      .map(({ status }) => status);

  function check(found: Download, path: string | null): void {
    const whole = { path, bytes: AUDIO.length, sha256: DIGEST, verified: true };
    assert.deepEqual(found, whole);
    if (path !== null) assert.ok(fs.readFileSync(path).equals(AUDIO));
  }

  test("into a file, a folder, and streams", async () => {
    const path = join(folder, "a.wav");
    const reports: [number, number | null][] = [];
    check(await download(path, { onProgress: (...report) => void reports.push(report) }), path);
    assert.deepEqual(reports.at(-1), [AUDIO.length, AUDIO.length]);
    assert.ok(reports.length >= 2);
    check(await download(folder), join(folder, `${recordingId}.wav`));

    const kept = new Kept();
    check(await download(kept), null);
    assert.ok(kept.bytes.equals(AUDIO));
    assert.ok(kept.writable, "it is not ended");
    const chunks: Uint8Array[] = [];
    const web = new WritableStream<Uint8Array>({ write: (chunk) => void chunks.push(chunk) });
    check(await download(web), null);
    assert.ok(Buffer.concat(chunks).equals(AUDIO));
    assert.ok(!web.locked);
    assert.equal(fs.readdirSync(folder).length, 2);
  });

  test("a file that is there stays, unless it is to be replaced", async () => {
    const path = join(folder, "a.wav");
    fs.writeFileSync(path, "mine");
    const dangling = join(folder, "dangling.wav");
    fs.symlinkSync(join(folder, "none"), dangling);
    for (const taken of [path, dangling]) await assert.rejects(download(taken), TargetError);
    await assert.rejects(download(join(folder, "none", "a.wav")), TargetError);
    await assert.rejects(download("/dev/null"), { name: "TargetError", message: /a device/ });
    assert.deepEqual(await emulator.requests(), []);
    const link = join(folder, "link.wav");
    fs.symlinkSync(path, link);
    check(await download(link, { overwrite: true }), link);
    assert.ok(fs.lstatSync(link).isSymbolicLink());
    assert.ok(fs.readFileSync(path).equals(AUDIO));
  });

  test("what somebody made meanwhile stays", async () => {
    const path = join(folder, "a.wav");
    const onProgress = (): void => fs.writeFileSync(path, "theirs");
    await assert.rejects(download(path, { onProgress }), TargetError);
    assert.equal(fs.readFileSync(path, "utf8"), "theirs");
    assert.deepEqual(fs.readdirSync(folder), ["a.wav"]);
  });

  for (const into of ["file", "stream"]) {
    test(`a broken connection is gone on from where it broke, into a ${into}`, async () => {
      for (const bytes of [HALF, 1000]) await fault(GET, "storage_truncate", { bytes });
      await fault(GET, "storage_reset");
      const kept = new Kept();
      const path = into === "file" ? join(folder, "a.wav") : null;
      check(await download(path ?? kept), path);
      if (path === null) assert.ok(kept.bytes.equals(AUDIO));
      assert.deepEqual(await seen(GET), [null, null, null, 206]);
      assert.equal((await seen(URL_CALL)).length, 1);
      assert.equal(sleeps.length, 3);
    });
  }

  test("a URL that expires under way is replaced", async () => {
    await fault(GET, "storage_truncate", { bytes: HALF });
    const late = { side: "storage", when: "after", seconds: 3660 };
    await fault(GET, "advance_clock", late);
    const kept = new Kept();
    check(await download(kept), null);
    assert.ok(kept.bytes.equals(AUDIO));
    assert.deepEqual(await seen(GET), [null, 403, 206]);
    assert.equal((await seen(URL_CALL)).length, 2);
  });

  test("what brings bytes is retried more often", async () => {
    for (const bytes of [1000, 1000, 1_200_000, 1000, 1000, 1_200_000, 1000, 1000]) {
      await fault(GET, "storage_truncate", { bytes });
    }
    const kept = new Kept();
    check(await download(kept), null);
    assert.ok(kept.bytes.equals(AUDIO));
    assert.equal(sleeps.length, 8);
  });

  test("a storage that stays broken ends in an error, and leaves nothing", async () => {
    await fault(GET, "storage_truncate", { bytes: 1000, times: 99 });
    await assert.rejects(download(folder), (error) => {
      assert.ok(error instanceof StorageConnectionError);
      assert.match(error.message, /^download from S3: .* after 4 attempts$/);
      return true;
    });
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  for (const [code, statuses] of [
    ["SlowDown", [503, 503, 503, 503]],
    ["AccessDenied", [403, 403]],
    ["NoSuchKey", [404]],
  ] as const) {
    test(`S3 refuses with ${code}`, async () => {
      await fault(GET, "storage_error", { code, times: 99 });
      await assert.rejects(download(folder), (error) => {
        assert.ok(error instanceof StorageError);
        assert.equal(error.code, code);
        assert.ok(error.requestId);
        assert.match(error.message, /^S3 refused the download after/);
        return true;
      });
      assert.deepEqual(await seen(GET), statuses);
      assert.deepEqual(fs.readdirSync(folder), []);
    });
  }

  const wrong: [string, object, new (...given: never[]) => Error, RegExp][] = [
    [URL_CALL, { download_url: "http://example.com/x" }, InvalidResponseError, /not this machine/],
    [URL_CALL, { download_url: 5 }, InvalidResponseError, /download_url is a number/],
    [URL_CALL, { file_size_bytes: 17 }, IntegrityError, /bytes, but the service says 17/],
    [URL_CALL, { file_size_bytes: String(2 ** 40) }, IntegrityError, /3000012 bytes, but/],
    ["getRecording", { content_sha256: "0".repeat(64) }, IntegrityError, /SHA-256 is/],
  ];
  for (const [operation, set, kind, words] of wrong) {
    test(`what is wrong leaves nothing: ${JSON.stringify(set)}`, async () => {
      await fault(operation, "api_fields", { set });
      await assert.rejects(download(folder), (error) => {
        assert.ok(error instanceof kind, String(error));
        assert.match(error.message, words);
        return true;
      });
      assert.deepEqual(fs.readdirSync(folder), []);
    });
  }

  test("what the service does not know is not verified", async () => {
    const nothing = { content_sha256: null, file_size_bytes: null };
    await fault("getRecording", "api_fields", { set: nothing });
    await fault(URL_CALL, "api_fields", { set: { content_type: null, file_size_bytes: null } });
    const { bytes, sha256, verified } = await download(folder);
    assert.deepEqual([bytes, sha256, verified], [AUDIO.length, DIGEST, false]);
  });

  test("arguments that cannot be used are refused before anything is sent", async () => {
    const ended = new PassThrough();
    ended.end();
    const locked = new WritableStream();
    locked.getWriter();
    for (const target of [5, null, undefined, "", "a\0b", {}, Buffer.from("a"), ended, locked]) {
      await assert.rejects(download(target as never), TypeError);
    }
    const path = join(folder, "a.wav");
    const options = [
      { signal: 5 },
      { deadline: "5" },
      { onProgress: 5 },
      { overwrite: "yes" },
      null,
    ];
    for (const each of options) await assert.rejects(download(path, each as never), TypeError);
    await assert.rejects(bota.download("../x", path), TypeError);
    assert.deepEqual(await emulator.requests(), []);
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  test("what onProgress throws, and a stream that breaks, end the download", async () => {
    const onProgress = (): void => {
      throw new RangeError("of the caller");
    };
    await assert.rejects(download(folder, { onProgress }), RangeError);
    assert.deepEqual(fs.readdirSync(folder), []);
    const full = new Writable({ write: (_, __, done) => done(new Error("no space")) });
    await assert.rejects(download(full), { name: "TargetError", message: /no space/ });
    const gone: Writable = new Writable({ write: () => void gone.destroy() });
    await assert.rejects(download(gone), TargetError);
    const web = new WritableStream({ write: () => Promise.reject(new Error("no space")) });
    await assert.rejects(download(web), { name: "TargetError", message: /no space/ });
  });

  test("a signal, a deadline and a silent storage end it", async () => {
    const controller = new AbortController();
    const slow = new Writable({ write: () => controller.abort() });
    await assert.rejects(download(slow, { signal: controller.signal }), (error) => {
      assert.ok(error instanceof UploadCancelledError);
      assert.equal(error.message, "the download was cancelled");
      return true;
    });
    await fault(GET, "storage_delay", { body: 600, times: 99 });
    await assert.rejects(download(folder, { deadline: 400 }), (error) => {
      assert.ok(error instanceof DeadlineExceededError);
      assert.equal(error.message, "the download was not done after 0.4 seconds");
      return true;
    });
    renew({ storageTimeout: 200, maxRetries: 1 });
    await assert.rejects(download(folder), StorageTimeoutError);
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  /** Have downloads go to a server that responds so, one after the other; return their headers. */
  async function storage(
    t: TestContext,
    ...responses: ((response: ServerResponse) => unknown)[]
  ): Promise<IncomingHttpHeaders[]> {
    const heads: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      heads.push(request.headers);
      responses[heads.length - 1]?.(response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const set = { download_url: `http://127.0.0.1:${port}/k` };
    await fault(URL_CALL, "api_fields", { set, times: 99 });
    t.after(() => {
      server.close();
      server.closeAllConnections();
    });
    return heads;
  }

  const whole =
    (etag: string, body = AUDIO) =>
    (response: ServerResponse): unknown =>
      response.writeHead(200, { "Content-Length": AUDIO.length, ETag: etag }).end(body);
  const half =
    (etag: string, body = AUDIO) =>
    (response: ServerResponse): unknown =>
      response
        .writeHead(200, { "Content-Length": AUDIO.length, ETag: etag })
        .write(body.subarray(0, HALF), () => setImmediate(() => response.destroy()));

  test("a storage without ranges", async (t) => {
    const heads = await storage(t, half('"one"'), whole('"one"'));
    const kept = new Kept();
    check(await download(kept), null);
    assert.ok(kept.bytes.equals(AUDIO));
    assert.match(heads[1]?.range ?? "", /^bytes=\d+-$/);
    assert.equal(heads[1]?.["if-range"], '"one"');
    assert.equal(heads[0]?.authorization, undefined);
  });

  test("a range needs a strong ETag", async (t) => {
    const heads = await storage(t, half('W/"one"'), whole('W/"one"'));
    const path = join(folder, "a");
    check(await download(path), path);
    assert.equal(heads[1]?.range, undefined);
  });

  test("an object that became another one", async (t) => {
    const old = Buffer.alloc(AUDIO.length, 1);
    await storage(t, half('"old"', old), whole('"new"'), half('"old"', old), whole('"new"'));
    const path = join(folder, "a");
    check(await download(path), path);
    await assert.rejects(download(new Kept()), (error) => {
      assert.ok(error instanceof IntegrityError);
      assert.match(error.message, /became another one/);
      return true;
    });
  });

  for (const headers of [
    { ETag: '"one"', "Content-Range": `bytes 0-99/${AUDIO.length}` },
    { ETag: '"two"', "Content-Range": `bytes ${HALF}-${HALF + 99}/${AUDIO.length}` },
    { ETag: '"one"' },
  ]) {
    test(`other bytes than asked for are not taken: ${JSON.stringify(headers)}`, async (t) => {
      const heads = await storage(
        t,
        half('"one"'),
        (response) => response.writeHead(206, headers).end(Buffer.alloc(100)),
        whole('"one"'),
      );
      const path = join(folder, "a");
      check(await download(path), path);
      assert.equal(heads[2]?.range, undefined);
    });
  }
});
