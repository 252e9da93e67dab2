// The README's TypeScript does what it says.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { Emulator } from "./emulator.ts";

const ROOT = new URL("../../../", import.meta.url);
const SOURCES = new URL("../src/index.ts", import.meta.url);

test("the README's blocks print what stands below them", async () => {
  const readme = readFileSync(new URL("README.md", ROOT), "utf8");
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```\n\n```text\n(.*?)^```$/gms)];
  assert.ok(blocks.length > 0);
  const emulator = await Emulator.start();
  const folder = mkdtempSync(join(tmpdir(), "bota-readme-"));
  try {
    copyFileSync(new URL("tests/audio/speech.wav", ROOT), join(folder, "standup.wav"));
    for (const [, code = "", prints] of blocks) {
      await emulator.control("POST", "/reset");
      const program = join(folder, "program.mts");
      writeFileSync(program, code.replace('"bota-sdk"', `"${SOURCES.href}"`));
      const env = {
        ...process.env,
        BOTA_BASE_URL: emulator.baseUrl,
        BOTA_API_KEY: emulator.apiKey,
      };
      const ran = await promisify(execFile)(process.execPath, [program], { cwd: folder, env });
      assert.equal(ran.stdout, prints);
    }
  } finally {
    rmSync(folder, { recursive: true });
    await emulator.stop();
  }
});
