// Every scenario of tests/conformance, against the emulator.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Emulator } from "./emulator.ts";
import { loadScenarios } from "./scenario_files.ts";
import { play } from "./scenarios.ts";

describe("scenarios", () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await Emulator.start();
  });
  after(() => emulator.stop());

  for (const scenario of loadScenarios()) {
    test(scenario.name, { timeout: 60_000 }, async () => {
      const folder = mkdtempSync(join(tmpdir(), "bota-scenario-"));
      try {
        await play(scenario, emulator, folder);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
