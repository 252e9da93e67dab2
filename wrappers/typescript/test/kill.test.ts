// A process that is killed in the midst of an upload leaves nothing that the next one believes.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Bota } from "../src/index.ts";
import { Emulator, type SeenRequest } from "./emulator.ts";

const AUDIO = Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVE"), Buffer.alloc(3_000_000, 7)]);
const PROGRAM = fileURLToPath(new URL("./upload_once.ts", import.meta.url));
const HALF = 1_500_000;

const MOMENTS: Readonly<Record<string, { fault: object; is: (put: SeenRequest) => boolean }>> = {
  "in the midst of the body": {
    fault: { kind: "storage_stall", bytes: HALF, seconds: 600 },
    is: (put) => put.body_bytes === HALF,
  },
  "when the audio is stored and nobody knows": {
    fault: { kind: "storage_delay", before: 600 },
    is: (put) => put.body_bytes === AUDIO.length,
  },
};

describe("a process that is killed", () => {
  let emulator: Emulator;
  let folder: string;

  before(async () => {
    emulator = await Emulator.start();
    folder = mkdtempSync(join(tmpdir(), "bota-kill-"));
    writeFileSync(join(folder, "audio.wav"), AUDIO);
  });
  after(async () => {
    await emulator.stop();
    rmSync(folder, { recursive: true });
  });

  for (const [moment, { fault, is }] of Object.entries(MOMENTS)) {
    test(moment, { timeout: 60_000 }, async () => {
      await emulator.control("POST", "/reset");
      await emulator.control("POST", "/faults", fault);
      const { baseUrl, apiKey } = emulator;
      const bota = new Bota({ baseUrl, apiKey });
      const { id } = await bota.recordings.create({ end_user_id: "eu_1" });
      const path = join(folder, "audio.wav");
      const env = { ...process.env, ...emulator.environment };
      const child = spawn(process.execPath, [PROGRAM, path, id], { env, stdio: "ignore" });
      const ended = new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
      for (;;) {
        const puts = (await emulator.requests()).filter(({ method }) => method === "PUT");
        if (puts.some(is)) break;
        await setTimeout(20);
      }
      child.kill("SIGKILL");
      assert.equal(await ended, "SIGKILL");
      assert.equal((await emulator.recording(id)).status, "pending");

      const receipt = await bota.upload(path, { recordingId: id });
      bota.close();
      assert.ok(receipt.verified);
      const sha256 = createHash("sha256").update(AUDIO).digest("hex");
      assert.deepEqual(await emulator.recording(id), { status: "uploaded", sha256 });
    });
  }
});
