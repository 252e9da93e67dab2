// Every scenario of tests/conformance, against the emulator.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Emulator } from "./emulator.ts";
import { loadScenarios } from "./scenario_files.ts";
import { play } from "./scenarios.ts";

const BUN_SLICE = "Bun does not know the size of a part of a file that openAsBlob opened";
const LEFT_OUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bun: {
    "a file that was read once already": BUN_SLICE,
    "an open file from where it stands": BUN_SLICE,
  },
  deno: {
    "an early refusal in the midst of the body, then a reset":
      "Deno drops what a connection received before its reset, most of the time",
  },
};
const runtime = Object.keys(LEFT_OUT).find((name) => name in process.versions);
const reasons = LEFT_OUT[runtime ?? ""] ?? {};

describe("scenarios", () => {
  let emulator: Emulator;
  const scenarios = loadScenarios();

  before(async () => {
    emulator = await Emulator.start();
  });
  after(() => emulator.stop());

  test("what is left out is named rightly", () => {
    const names = scenarios.map(({ name }) => name);
    const wrong = Object.values(LEFT_OUT).flatMap(Object.keys);
    assert.deepEqual(
      wrong.filter((name) => !names.includes(name)),
      [],
    );
  });

  for (const scenario of scenarios) {
    test(scenario.name, { timeout: 60_000, skip: reasons[scenario.name] ?? false }, async () => {
      const folder = mkdtempSync(join(tmpdir(), "bota-scenario-"));
      try {
        await play(scenario, emulator, folder);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
