// Uploads the files that are named, and shows what happened: `node demo.ts FILE …`. The service and
// the key are those of BOTA_BASE_URL and BOTA_API_KEY.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { Bota } from "../src/index.ts";

const { bun, deno, node } = process.versions;
const runtime = bun ? `Bun ${bun}` : deno ? `Deno ${deno}` : `Node ${node}`;
const bota = new Bota();
for (const path of process.argv.slice(2)) {
  const receipt = await bota.upload(path, { endUserId: "eu_1" });
  const sha256 = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  const isSame = receipt.verified && receipt.sha256 === sha256;
  console.log(`\nBota in ${runtime}: ${basename(path)}`);
  console.log(`  recording  ${receipt.recordingId}`);
  console.log(`  status     ${receipt.recording.status}`);
  console.log(`  bytes      ${receipt.bytes}`);
  console.log(`  SHA-256    ${receipt.sha256} (${isSame ? "equals" : "DIFFERS FROM"} the file's)`);
  for (const { method, target, status, milliseconds } of receipt.requests) {
    console.log(`  ${method.padEnd(5)} ${target} -> ${status} in ${milliseconds.toFixed(0)} ms`);
  }
  if (!isSame) process.exitCode = 1;
}
bota.close();
