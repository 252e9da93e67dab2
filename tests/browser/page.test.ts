// The page of docs/browser in a real Chromium, with each of its servers, against the emulator.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { Emulator } from "../../wrappers/typescript/test/emulator.ts";
import { App, type Language } from "./apps.ts";
import { limitUploads, SKIP, startChromium, Watch } from "./chromium.ts";

/** A folder for pictures of the page, for those who work on it. */
const SHOTS = process.env["BOTA_TEST_SHOTS"];

const HEADER = Buffer.from("RIFF\0\0\0\0WAVE");
const AUDIO = Buffer.concat([HEADER, Buffer.alloc(20_000_000 - HEADER.length, "audio")]);

for (const language of ["python", "node"] satisfies Language[]) {
  describe(`the page with its server in ${language}`, { ...SKIP, timeout: 240_000 }, () => {
    let emulator: Emulator;
    let app: App;
    let chromium: Browser;
    let page: Page;
    let watch: Watch;
    let folder: string;
    let file: string;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "bota-page-"));
      file = join(folder, "standup.wav");
      writeFileSync(file, AUDIO);
      emulator = await Emulator.start();
      app = await App.start(language, emulator);
      chromium = await startChromium();
    });
    after(async () => {
      await chromium?.close();
      await app?.stop();
      await emulator?.stop();
      rmSync(folder, { recursive: true });
    });
    beforeEach(async () => {
      await emulator.control("POST", "/reset");
      await emulator.control("PATCH", "/settings", { cors_origins: [app.url] });
      page = await chromium.newPage({ viewport: { width: 760, height: 520 } });
      watch = await Watch.over(page);
      await page.goto(app.url);
    });

    async function outcome(): Promise<[headline: string, details: string]> {
      await page.locator("#outcome").waitFor({ state: "visible", timeout: 60_000 });
      return [
        (await page.textContent("#headline")) ?? "",
        (await page.textContent("#details")) ?? "",
      ];
    }

    async function picture(name: string): Promise<void> {
      if (SHOTS === undefined || language !== "python") return;
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: `${SHOTS}/${name}.png` });
    }

    /** Return the requests that the service saw, but for the browser's own preflights. */
    async function requests(): Promise<readonly string[]> {
      const seen = await emulator.requests();
      return seen
        .filter(({ method, operation }) => method !== "OPTIONS" && operation !== "getRecording")
        .map(({ operation, status }) => `${operation} ${status ?? "-"}`);
    }

    /** Return the recordings that the service has. */
    async function recordings(): Promise<readonly { id: string; status: string }[]> {
      const response = await fetch(`${emulator.baseUrl}/recordings`, {
        headers: { Authorization: `Bearer ${emulator.apiKey}` },
      });
      return ((await response.json()) as { data: { id: string; status: string }[] }).data;
    }

    async function checkStored(audio: Buffer): Promise<void> {
      const [recording, ...others] = await recordings();
      assert.deepEqual(others, []);
      const { status, sha256 } = await emulator.recording(recording?.id ?? "");
      assert.equal(status, "uploaded");
      assert.equal(sha256, createHash("sha256").update(audio).digest("hex"));
    }

    test("records with MediaRecorder and uploads", async () => {
      await picture("1-start");
      await page.click("#record");
      await page.getByText("Stop (0:01)").waitFor();
      await picture("2-recording");
      const sent = page.waitForRequest((request) => request.method() === "PUT");
      await page.click("#record");
      const [headline, details] = await outcome();
      assert.equal(headline, "Uploaded", details);
      assert.match(details, /^Recording of .* stored, and compared with what was sent\.$/);
      assert.equal((await sent).headers()["content-type"], "audio/webm");
      assert.deepEqual(
        (await recordings()).map(({ status }) => status),
        ["uploaded"],
      );
      assert.deepEqual(await watch.secrets(), []);
    });

    test("uploads a file of 20 MB and shows how far it is", async () => {
      await page.evaluate(() => {
        const seen: number[] = [];
        Object.assign(window, { seen });
        const bar = document.querySelector("progress");
        new MutationObserver(() => seen.push(bar?.value ?? 0)).observe(bar as Node, {
          attributes: true,
        });
      });
      // A browser says how far it is a few times a second: by then 20 MB are with a fast storage.
      const endLimit = await limitUploads(page, 2_000_000);
      await page.setInputFiles("#file", file);
      await page.waitForFunction(() =>
        (window as unknown as { seen: number[] }).seen.some((value) => value > 0 && value < 1),
      );
      await endLimit();
      const [headline, details] = await outcome();
      await picture("4-uploaded");
      assert.equal(headline, "Uploaded", details);
      assert.match(details, /^standup\.wav: 20\.0 MB stored, and compared/);
      const seen = await page.evaluate(() => (window as unknown as { seen: number[] }).seen);
      assert.deepEqual(
        seen,
        seen.toSorted((a, b) => a - b),
      );
      await checkStored(AUDIO);
      assert.deepEqual(await watch.secrets(), []);
    });

    test("survives an expired URL and a 503", async () => {
      const hours = { kind: "advance_clock", operation: "createUploadUrl", seconds: 2 * 3600 };
      await emulator.control("POST", "/faults", hours);
      const slow = { kind: "storage_error", code: "SlowDown", skip: 1 };
      await emulator.control("POST", "/faults", slow);
      await page.setInputFiles("#file", file);
      const [headline, details] = await outcome();
      assert.equal(headline, "Uploaded", details);
      assert.match(details, /20\.0 MB stored after 3 attempts, and compared/);
      assert.deepEqual(await requests(), [
        "createRecording 201",
        "createUploadUrl 200",
        "PUT object 403",
        "createUploadUrl 200",
        "PUT object 503",
        "PUT object 200",
        "completeUpload 200",
      ]);
      await checkStored(AUDIO);
      assert.deepEqual(await watch.secrets(), []);
    });

    test("shows a refusal of S3 in words", async () => {
      const fault = { kind: "storage_error", code: "SignatureDoesNotMatch" };
      await emulator.control("POST", "/faults", fault);
      await page.setInputFiles("#file", file);
      const [headline, details] = await outcome();
      await picture("5-refused");
      assert.equal(headline, "The upload failed");
      assert.match(details, /^S3 refused the PUT after 1 attempt: 403 SignatureDoesNotMatch: The/);
      assert.match(details, /the URL's signature covers content-type='audio\/wav', host/);
      assert.deepEqual(await watch.secrets(), []);
    });

    test("shows a refusal of the API, and repeats what may succeed", async () => {
      const busy = { kind: "api_status", operation: "createUploadUrl", status: 503 };
      await emulator.control("POST", "/faults", busy);
      const refused = { kind: "api_status", operation: "completeUpload", status: 422 };
      await emulator.control("POST", "/faults", refused);
      await page.setInputFiles("#file", file);
      const [headline, details] = await outcome();
      assert.equal(headline, "The upload failed");
      assert.match(details, /^422/);
      // Created once: the repeated request had the same idempotency key.
      assert.equal((await recordings()).length, 1);
      assert.deepEqual(await watch.secrets(), []);
    });

    test("stops when it is cancelled", async () => {
      // Before a system widens the storage's window so far that all of the file fits.
      const stall = { kind: "storage_stall", bytes: 1000, seconds: 600 };
      await emulator.control("POST", "/faults", stall);
      await page.setInputFiles("#file", file);
      await page.waitForFunction(() => (document.querySelector("progress")?.value ?? 0) > 0);
      await picture("3-uploading");
      await page.click("#cancel");
      const [headline, details] = await outcome();
      await picture("6-cancelled");
      assert.equal(headline, "Cancelled");
      assert.match(
        details,
        /^The upload was cancelled; the recording rec_\w+ is there, without its/,
      );
      assert.deepEqual(
        (await recordings()).map(({ status }) => status),
        ["pending"],
      );
      assert.deepEqual(await watch.secrets(), []);
    });

    test("says what is not audio", async () => {
      const text = { name: "notes.wav", mimeType: "audio/wav", buffer: Buffer.from("not audio") };
      await page.setInputFiles("#file", text);
      const [headline, details] = await outcome();
      assert.equal(headline, "The upload failed");
      assert.match(details, /contentType 'audio\/wav'|'notes\.wav'/);
      assert.deepEqual(await requests(), []);
    });
  });
}
