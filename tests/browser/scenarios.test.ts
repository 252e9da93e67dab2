// The scenarios of tests/conformance from a page, where what a page can do allows them.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { Emulator } from "../../wrappers/typescript/test/emulator.ts";

import { bundleForPage } from "./bundling.ts";
import { SKIP, startChromium } from "./chromium.ts";
import { loadScenarios, NAMES_LEFT_OUT, type Scenario, whyNotInPage } from "./scenario_files.ts";
import { type Played, play, serve } from "./scenario_page.ts";

describe("scenarios from a page", { ...SKIP }, () => {
  let emulator: Emulator;
  let chromium: Browser;
  let page: Page;
  let server: Server;

  before(async () => {
    emulator = await Emulator.start();
    const folder = mkdtempSync(join(tmpdir(), "bota-bundle-"));
    await bundleForPage(join(folder, "bundle.js"));
    const served = await serve(emulator, readFileSync(join(folder, "bundle.js")));
    rmSync(folder, { recursive: true });
    server = served.server;
    chromium = await startChromium();
    page = await chromium.newPage();
    await page.goto(served.url);
  });
  after(async () => {
    await chromium?.close();
    server?.close();
    await emulator?.stop();
  });

  const scenarios = loadScenarios();

  test("what is left out is named rightly", (about) => {
    const names = scenarios.map(({ name }) => name);
    assert.deepEqual(
      NAMES_LEFT_OUT.filter((name) => !names.includes(name)),
      [],
    );
    const reasons = Map.groupBy(scenarios, whyNotInPage);
    for (const [reason, those] of reasons) {
      about.diagnostic(`${those.length}: ${reason ?? "played in a page"}`);
    }
  });

  for (const scenario of scenarios) {
    const reason = whyNotInPage(scenario);
    test(scenario.name, { timeout: 60_000, skip: reason ?? false }, async () => {
      await emulator.control("POST", "/reset");
      const settings = { ...scenario.settings, cors_origins: ["*"] };
      await emulator.control("PATCH", "/settings", settings);
      await emulator.control("POST", "/clock", { speed: 0, skew: scenario.skew ?? 0 });
      for (const fault of scenario.faults ?? []) await emulator.control("POST", "/faults", fault);
      await compare(scenario, emulator, await play(page, scenario));
    });
  }
});

async function compare(scenario: Scenario, emulator: Emulator, played: Played): Promise<void> {
  const { expect, source } = scenario;
  const { receipt, error, sleeps } = played;
  const seen = (await emulator.requests()).filter(({ method }) => method !== "OPTIONS");
  const requests = seen.map(
    ({ operation, method, status }) =>
      `${(operation ?? method).replace(/ object$/, "")} ${status ?? "-"}`,
  );
  const happened = `${requests.join(", ")}\n${JSON.stringify(played)}`;
  assert.deepEqual(requests, expect.requests.flatMap(repeated), happened);
  assert.deepEqual(sleeps, expect.sleeps ?? [], happened);
  assert.equal(receipt === null ? "error" : "uploaded", expect.outcome, happened);
  const audio = audioOf(source?.size ?? 300_000);
  if (error !== null) {
    assert.equal(error.name, expect.error?.type, happened);
    for (const words of expect.error?.words ?? [])
      assert.ok(error.message.includes(words), happened);
  }
  const wanted = { sha256: sha256(audio), bytes: audio.length, verified: true, ...expect.receipt };
  for (const [name, value] of Object.entries(receipt === null ? {} : wanted)) {
    const spelt = name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    assert.equal(receipt?.[spelt], value, happened);
  }
  const id = error === null ? receipt?.["recordingId"] : error.recordingId;
  if (typeof id !== "string") return;
  const kept = await emulator.recording(id);
  const uploaded = expect.outcome === "uploaded";
  assert.equal(kept.status, expect.status ?? (uploaded ? "uploaded" : "pending"));
  const stored =
    kept.sha256 === null ? "nothing" : kept.sha256 === sha256(audio) ? "source" : "other";
  assert.equal(stored, expect.stored ?? (uploaded ? "source" : "nothing"));
}

function repeated(request: string): string[] {
  const [, what = "", times = "1"] = /^(\S+ \S+)(?: x(\d+))?$/.exec(request) ?? [];
  return Array<string>(Number(times)).fill(what);
}

function audioOf(size: number): Buffer {
  const bytes = Buffer.alloc(size, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
  return Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVE"), bytes]).subarray(0, size);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
