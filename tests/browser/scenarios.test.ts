// The scenarios of tests/conformance from a page, where what a page can do allows them.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { Emulator } from "../../wrappers/typescript/test/emulator.ts";
import { compare, loadScenarios } from "../../wrappers/typescript/test/scenario_files.ts";
import { bundleForPage } from "./bundling.ts";
import { SKIP, startChromium } from "./chromium.ts";
import { NAMES_LEFT_OUT, whyNotInPage } from "./playable.ts";
import { play, serve } from "./scenario_page.ts";

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
      await compare(scenario, emulator, await play(page, scenario), false);
    });
  }
});
