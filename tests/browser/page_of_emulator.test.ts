// The emulator's page in a real Chromium: live, with faults and time by click, a player, and a try-it form.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { Bota } from "../../wrappers/typescript/src/index.ts";
import { Emulator } from "../../wrappers/typescript/test/emulator.ts";
import { SKIP, startChromium } from "./chromium.ts";

/** A folder for pictures of the page, for those who work on it. */
const SHOTS = process.env["BOTA_TEST_SHOTS"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const AUDIO = fileURLToPath(new URL("../audio/speech.wav", import.meta.url));
interface Axe {
  run(context: Document | { include: readonly string[] }): Promise<AxeResults>;
}
const WIDE = { width: 1360, height: 900 };
const PHONE = { width: 390, height: 844 };

describe("the emulator's page", { ...SKIP, timeout: 900_000 }, () => {
  let emulator: Emulator;
  let chromium: Browser;
  let bota: Bota;
  let page: Page;
  let root: string;
  /** What no page may do: log an error, or ask another host. */
  let wrong: string[];

  before(async () => {
    emulator = await Emulator.start();
    root = `${new URL("/_page", emulator.baseUrl)}`;
    bota = new Bota({ apiKey: emulator.apiKey, baseUrl: emulator.baseUrl });
    chromium = await startChromium();
  });
  after(async () => {
    await chromium?.close();
    await bota?.close();
    await emulator?.stop();
  });
  beforeEach(async () => {
    await emulator.control("POST", "/reset");
    wrong = [];
    page = await opened({ viewport: WIDE });
  });
  afterEach(async () => {
    await page.context().close();
    assert.deepEqual(wrong, []);
  });

  async function opened(options: BrowserContextOptions): Promise<Page> {
    const context = await chromium.newContext(options);
    context.setDefaultTimeout(120_000);
    const made = await context.newPage();
    made.on("console", (message) => {
      if (message.type() === "error") wrong.push(message.text());
    });
    made.on("pageerror", (error) => wrong.push(error.message));
    made.on("request", (request) => {
      if (new URL(request.url()).hostname !== "127.0.0.1") wrong.push(request.url());
    });
    return made;
  }

  /** Open a page that is live once this returns. */
  async function open(path: string): Promise<void> {
    await page.goto(root + path);
    await page.locator("#connection.live").waitFor();
    // A page that was read anew instead would not have it any more.
    await page.evaluate(() => Object.assign(window, { same: true }));
  }

  async function isTheSame(): Promise<boolean> {
    return page.evaluate(() => "same" in window);
  }

  /** Wait until the rows of requests, the newest first, begin like this. */
  async function seesRows(...expected: readonly RegExp[]): Promise<void> {
    for (const [place, words] of expected.entries()) {
      await page.locator("table.requests tbody tr").nth(place).filter({ hasText: words }).waitFor();
    }
  }

  async function picture(name: string, shown: Page = page): Promise<void> {
    if (SHOTS === undefined) return;
    mkdirSync(SHOTS, { recursive: true });
    await shown.screenshot({ path: `${SHOTS}/${name}.png` });
  }

  test("an upload appears without a reload", async () => {
    await open("/");
    await page.getByText("No requests yet").waitFor();
    const receipt = await bota.upload(AUDIO, { endUserId: "eu_1", name: "Stand-up" });
    await seesRows(/completeUpload\s+200/, /PUT object\s+200/, /createUploadUrl\s+200/, /201/);
    await page.getByRole("link", { name: receipt.recording.id }).waitFor();
    assert.ok(await isTheSame());
    await page.getByRole("link", { name: "POST createRecording" }).click();
    const detail = page.locator("#detail.open");
    await detail.getByText("The response is as described.").waitFor();
    assert.equal(await detail.getByText(`Bearer ${emulator.apiKey}`).count(), 0);
    await detail.getByRole("link", { name: "Show secrets" }).click();
    await detail.getByText(`Bearer ${emulator.apiKey}`).waitFor();
    await detail.getByRole("link", { name: "Close" }).click();
    await page.locator("#detail:not(.open)").waitFor({ state: "attached" });
    assert.ok(await isTheSame());
  });

  test("a fault ordered by click hits the next PUT and shows", async () => {
    await open("/faults");
    await page.getByRole("button", { name: "The next PUT: 503 SlowDown, 2 times" }).click();
    await page.getByText("storage_error SlowDown × 2").waitFor();
    await bota.upload(AUDIO, { endUserId: "eu_1" });
    // It is used up, and the page says so by itself.
    await page.getByText("No fault is ordered").waitFor();
    assert.ok(await isTheSame());
    await open("/");
    await seesRows(
      /completeUpload\s+200/,
      /PUT object\s+200.*attempt 3/s,
      /PUT object\s+storage_error\s+503.*attempt 2/s,
      /PUT object\s+storage_error\s+503/,
    );
  });

  test("any fault is ordered with its form, and what is wrong with it is said", async () => {
    await open("/faults");
    await page.getByLabel("Kind").selectOption("api_status");
    const form = page.locator("#fault-form");
    await form.getByText("The API responds with a status of choice.").waitFor();
    await form.getByLabel("status").fill("700");
    await form.getByRole("button", { name: "Order it" }).click();
    await page.getByRole("alert").getByText("status must be an integer from 200 to 599").waitFor();
    assert.equal(await form.getByLabel("status").inputValue(), "700");
    await form.getByLabel("status").fill("418");
    await form.getByLabel("operation").fill("getRecording");
    await form.getByRole("button", { name: "Order it" }).click();
    await page.getByText("api_status 418 × 1, getRecording").waitFor();
    await page.getByRole("alert").waitFor({ state: "detached" });
    assert.ok(await isTheSame());
    await assert.rejects(bota.recordings.get("rec_1"), /418/);
    // Chromium itself notes that a response was a 400.
    wrong = wrong.filter((text) => !text.includes("status of 400"));
  });

  test("the clock moved by click expires a URL, and the refresh is seen", async () => {
    const recording = await bota.recordings.create({ end_user_id: "eu_1" });
    const signed = await bota.uploads.createUrl(recording.id, { content_type: "audio/wav" });
    await open("/faults");
    await page.getByRole("button", { name: "+61 min" }).click();
    await page.getByText("+1 h 1 min").waitFor();
    await open("/");
    const headers = { "Content-Type": "audio/wav" };
    const body = readFileSync(AUDIO);
    const refused = await fetch(signed.upload_url, { method: "PUT", body, headers });
    assert.equal(refused.status, 403);
    await seesRows(/PUT object\s+403/, /createUploadUrl\s+200/);
    await page.getByRole("link", { name: "PUT object" }).click();
    await page.locator("#detail.open").getByText("Request has expired").waitFor();
    await bota.upload(AUDIO, { recordingId: recording.id });
    await seesRows(/completeUpload\s+200/, /PUT object\s+200/, /createUploadUrl\s+200/, /403/);
    assert.ok(await isTheSame());
  });

  test("the player plays, and the waveform is drawn from what is stored", async () => {
    const { recording } = await bota.upload(AUDIO, { endUserId: "eu_1" });
    await open(`/recordings/${recording.id}`);
    await page.locator("#waveform:not([hidden])").waitFor();
    const drawn = await page.locator("#waveform").evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      };
      return data.some((value) => value > 0);
    });
    assert.ok(drawn);
    await page.locator("audio").focus();
    await page.keyboard.press("Space");
    await page.waitForFunction(() => (document.querySelector("audio")?.currentTime ?? 0) > 0.1);
    // What changes meanwhile does not stop it.
    await bota.transcriptions.create({ recording_id: recording.id });
    await page.getByText("Transcription asked for").waitFor();
    assert.ok(await page.evaluate(() => (document.querySelector("audio")?.currentTime ?? 0) > 0.1));
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByText("No recordings yet").waitFor();
  });

  test("the reference calls createRecording", async () => {
    await open("/reference");
    const form = page.getByRole("form", { name: "Try createRecording" });
    await form.getByLabel("Body").fill('{"end_user_id": "eu_7", "name": "from the page"}');
    await form.getByRole("button", { name: "Send" }).click();
    await form.locator("output .chip", { hasText: "201" }).waitFor();
    for await (const made of bota.recordings.list()) {
      assert.equal(made.name, "from the page");
      await form.getByText(made.id).waitFor();
    }
    await open("/");
    await seesRows(/listRecordings/, /createRecording\s+201/);
  });

  test("it can be read, and steered, without JavaScript", async () => {
    const { recording } = await bota.upload(AUDIO, { endUserId: "eu_1" });
    const plain = await opened({ viewport: WIDE, javaScriptEnabled: false });
    await plain.goto(`${root}/`);
    assert.equal(await plain.locator("table.requests tbody tr").count(), 4);
    await plain.getByRole("link", { name: "PUT object" }).click();
    await plain.getByRole("heading", { name: "PUT object" }).waitFor();
    await plain.getByRole("link", { name: recording.id }).click();
    await plain.getByRole("heading", { name: "Timeline" }).waitFor();
    await plain.getByRole("link", { name: "Faults and time" }).click();
    await plain.getByRole("button", { name: "The next PUT: 503 SlowDown, 2 times" }).click();
    await plain.getByText("storage_error SlowDown × 2").waitFor();
    await plain.getByRole("link", { name: "API reference" }).click();
    await plain.getByRole("heading", { name: "createRecording" }).waitFor();
    await plain.context().close();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const [width, viewport] of [
      ["wide", WIDE],
      ["phone", PHONE],
    ] as const) {
      test(`axe finds no serious fault: ${colorScheme}, ${width}`, async () => {
        await page.context().close();
        page = await opened({ viewport, colorScheme });
        await emulator.control("POST", "/faults", { kind: "storage_error" });
        const { recording } = await bota.upload(AUDIO, { endUserId: "eu_1", name: "Stand-up" });
        await emulator.control("POST", "/faults", { kind: "storage_reset", bytes: 1000 });
        await emulator.control("POST", "/clock", { advance: 3660 });
        const places = [
          "/",
          "/requests/4",
          "/recordings",
          `/recordings/${recording.id}`,
          "/faults",
          "/reference",
        ];
        for (const place of places) {
          await open(place);
          if (place.includes("rec_")) await page.locator("#waveform:not([hidden])").waitFor();
          if (place === "/faults") await page.getByText("How the service behaves").click();
          await picture(
            `${place.replace(/rec_.*/, "one").replaceAll("/", "-")}-${colorScheme}-${width}`,
          );
          await page.evaluate(AXE);
          // The reference is long, and its operations look alike: one of them is enough.
          const only = place === "/reference" ? ["header", "nav.contents", "#createRecording"] : [];
          const { violations } = await page.evaluate(
            (include) =>
              (window as unknown as { axe: Axe }).axe.run(include.length ? { include } : document),
            only,
          );
          const serious = violations
            .filter(({ impact }) => impact === "serious" || impact === "critical")
            .map(({ id, nodes }) => `${place}: ${id}: ${nodes.map(({ html }) => html).join(" ")}`);
          assert.deepEqual(serious, []);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          assert.equal(overflow, 0, `${place} is wider than its window`);
        }
      });
    }
  }
});
