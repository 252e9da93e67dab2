// What uploadBlob does with its arguments, and what only a page can meet.

import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { Emulator } from "../../wrappers/typescript/test/emulator.ts";
import { bundleForPage } from "./bundling.ts";
import { SKIP, startChromium } from "./chromium.ts";
import { serve } from "./scenario_page.ts";

const AUDIO = Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVE"), Buffer.alloc(50_000)]);

describe("uploadBlob", { ...SKIP, timeout: 240_000 }, () => {
  let emulator: Emulator;
  let chromium: Browser;
  let page: Page;
  let server: Server;
  let url: string;
  let folder: string;

  before(async () => {
    emulator = await Emulator.start();
    folder = mkdtempSync(join(tmpdir(), "bota-blob-"));
    await bundleForPage(join(folder, "bundle.js"));
    ({ url, server } = await serve(emulator, readFileSync(join(folder, "bundle.js"))));
    chromium = await startChromium();
  });
  after(async () => {
    await chromium?.close();
    server?.close();
    await emulator?.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    await emulator.control("POST", "/reset");
    await emulator.control("PATCH", "/settings", { cors_origins: [url] });
    page = await chromium.newPage();
    await page.goto(url);
    await page.addScriptTag({
      type: "module",
      content: `
        import * as bota from "/bundle.js";
        const post = (path) => (asked, { signal }) =>
          fetch(path, { method: "POST", body: JSON.stringify(asked), signal });
        const backend = { createUploadUrl: post("/uploads"), completeUpload: post("/complete") };
        const wav = new Blob(["RIFF", new Uint8Array(4), "WAVE", new Uint8Array(100_000)]);
        // Returns the receipt, or the error's name and message.
        const upload = (blob, options) =>
          bota.uploadBlob(blob, { ...backend, ...options }).catch(({ name, message, state }) =>
            ({ name, message, state }));
        Object.assign(window, { bota, backend, wav, upload });
      `,
    });
    await page.waitForFunction("window.upload");
  });

  /** Evaluate an expression in the page, with `upload`, `wav` and `backend` at hand. */
  function run(expression: string): Promise<Readonly<Record<string, unknown>>> {
    return page.evaluate(expression);
  }

  async function operations(): Promise<readonly (string | null)[]> {
    return (await emulator.requests()).map(({ operation }) => operation);
  }

  const WRONG: readonly (readonly [expression: string, name: string, words: RegExp])[] = [
    ["upload('audio')", "TypeError", /blob is a Blob or File, not string/],
    [
      "bota.uploadBlob(wav).catch(({ name, message }) => ({ name, message }))",
      "TypeError",
      /^the opt/,
    ],
    ["upload(wav, { createUploadUrl: '/uploads' })", "TypeError", /createUploadUrl is a function/],
    ["upload(wav, { completeUpload: undefined })", "TypeError", /completeUpload is a function/],
    ["upload(wav, { recordingId: 'a/b' })", "TypeError", /recordingId is 'a\/b', which is no id/],
    ["upload(wav, { maxRetries: -1 })", "ConfigurationError", /maxRetries is -1/],
    ["upload(wav, { timeout: '1' })", "TypeError", /timeout is a number of milliseconds/],
    ["upload(wav, { deadline: 0 })", "ConfigurationError", /deadline is 0/],
    ["upload(wav, { signal: {} })", "TypeError", /signal is an AbortSignal/],
    ["upload(wav, { contentType: 'text/plain' })", "SourceError", /'text\/plain' is not one of/],
    ["upload(new Blob([]))", "SourceError", /is empty: there is nothing to upload/],
    ["upload(new Blob(['hello']))", "SourceError", /pass contentType/],
  ];
  test("refuses what is wrong before anything is sent", async () => {
    for (const [expression, name, words] of WRONG) {
      const error = await run(expression);
      assert.equal(error["name"], name, expression);
      assert.match(String(error["message"]), words);
    }
    assert.deepEqual(await operations(), []);
  });

  test("takes what the JSON holds in the place of a Response", async () => {
    const receipt = await run(`upload(wav, {
      createUploadUrl: async (...asked) => (await backend.createUploadUrl(...asked)).json(),
      completeUpload: async (...asked) => (await backend.completeUpload(...asked)).json(),
    })`);
    assert.equal(receipt["verified"], true);
    assert.equal(receipt["contentType"], "audio/wav");
  });

  // `AbortSignal.timeout` takes no infinity, and a timer makes 1 ms of what is too long for it.
  for (const timeout of ["Infinity", "2 ** 32"]) {
    test(`takes a timeout of ${timeout}`, async () => {
      await emulator.control("POST", "/faults", { kind: "api_delay", before: 0.02, times: 9 });
      const own = `timeout: ${timeout}, storageTimeout: ${timeout}, maxRetries: 0`;
      const receipt = await run(`upload(wav, { ${own} })`);
      assert.equal(receipt["verified"], true, String(receipt["message"]));
    });
  }

  test("uploads to a recording that is there", async () => {
    const { recordingId: id } = await run("upload(wav)");
    const receipt = await run(`upload(wav, { recordingId: '${String(id)}' })`);
    assert.equal(receipt["name"], "ConflictError");
    assert.match(String(receipt["state"]), /^nothing was stored in the recording rec_/);
  });

  test("does not take the URL of another recording", async () => {
    const error = await run(`upload(wav, {
      recordingId: "rec_other",
      createUploadUrl: async (asked, asking) =>
        backend.createUploadUrl({ ...asked, recording_id: null }, asking),
    })`);
    assert.equal(error["name"], "InvalidResponseError");
    assert.match(String(error["message"]), /no recording_id, or another one than was asked for/);
  });

  test("says which CORS rules a bucket needs", async () => {
    await emulator.control("PATCH", "/settings", { cors_origins: ["http://elsewhere"] });
    const error = await run("upload(wav, { maxRetries: 0 })");
    assert.equal(error["name"], "StorageConnectionError");
    const words = `the bucket's CORS rules have to allow PUT from ${url} with the headers Content-Type`;
    assert.ok(String(error["message"]).includes(words), String(error["message"]));
  });

  test("says that the device is offline", async () => {
    await page.context().route(/X-Amz-Signature/, async (route) => {
      await page.context().setOffline(true);
      await route.abort("internetdisconnected");
    });
    const error = await run("upload(wav, { maxRetries: 0 })");
    await page.context().setOffline(false);
    assert.match(String(error["message"]), /this device is offline/);
  });

  /** Choose a file of this date, in seconds, which grows before it is uploaded; return what then was. */
  async function growing(date: number): Promise<Readonly<Record<string, unknown>>> {
    const file = join(folder, "standup.wav");
    writeFileSync(file, AUDIO);
    utimesSync(file, date, date);
    await page.evaluate("document.body.innerHTML = '<input type=file>'");
    await page.setInputFiles("input", file);
    // Chromium looks at the file when a program first asks about it.
    assert.equal(
      await page.evaluate("document.querySelector('input').files[0].size"),
      AUDIO.length,
    );
    appendFileSync(file, "more");
    return run("upload(document.querySelector('input').files[0])");
  }

  test("finds that a file has changed since it was chosen", async () => {
    const error = await growing(1_700_000_000);
    assert.equal(error["name"], "SourceChangedError", String(error["message"]));
    assert.deepEqual(await operations(), []);
  });

  test("completes nothing of a file that has grown unseen", async () => {
    const error = await growing(0);
    assert.equal(error["name"], "SourceChangedError", String(error["message"]));
    assert.ok(!(await operations()).includes("completeUpload"));
  });

  test("ends at its deadline, and lets go of the connection", async () => {
    const stall = { kind: "storage_stall", bytes: 1000, seconds: 600 };
    await emulator.control("POST", "/faults", stall);
    const error = await run("upload(wav, { deadline: 3000 })");
    assert.equal(error["name"], "DeadlineExceededError");
    assert.match(String(error["message"]), /was not done after 3 seconds; the recording rec_/);
  });

  const THROWN: readonly (readonly [thrown: string, name: string, words: RegExp])[] = [
    ["throw new RangeError('not logged in')", "RangeError", /^not logged in$/],
    ["return backend.nothing.url", "TypeError", /undefined/],
    ["return fetch('http://')", "TypeError", /parse URL/],
  ];
  test("passes on what the page's own function throws, at once", async () => {
    for (const [thrown, name, words] of THROWN) {
      await page.evaluate("window.calls = 0");
      const error = await run(`upload(wav, {
        createUploadUrl: async () => { calls += 1; ${thrown}; },
      })`);
      assert.equal(error["name"], name, thrown);
      assert.match(String(error["message"]), words);
      assert.equal(await page.evaluate("calls"), 1);
    }
    assert.deepEqual(await operations(), []);
  });

  test("asks its server again after a network that fails", async () => {
    let isFirst = true;
    await page.route("**/uploads", async (route) => {
      await (isFirst ? route.abort("connectionreset") : route.continue());
      isFirst = false;
    });
    const receipt = await run("upload(wav)");
    assert.equal(receipt["verified"], true, String(receipt["message"]));
    assert.equal(isFirst, false);
  });
});
