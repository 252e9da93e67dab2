// One scenario of tests/conformance, played by this client.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import { openAsBlob } from "node:fs";
import { PassThrough, Readable } from "node:stream";
import { inspect } from "node:util";
import { Bota, BotaError, type Progress, type Receipt, type UploadSource } from "../src/index.ts";
import type { World } from "../src/shared/waiting.ts";
import type { Emulator } from "./emulator.ts";
import { audioOf, compare, optionsOf, type Scenario } from "./scenario_files.ts";

const CHUNK = 100_000;

/** Whole seconds: those are all that can be put back exactly. */
const SOME_DAY = 1_700_000_000;

/** Play a scenario against an emulator, and throw where it did not go as expected. */
export async function play(scenario: Scenario, emulator: Emulator, folder: string): Promise<void> {
  await emulator.control("POST", "/reset");
  await emulator.control("PATCH", "/settings", scenario.settings ?? {});
  await emulator.control("POST", "/clock", { speed: 0, skew: scenario.skew ?? 0 });
  const sleeps: number[] = [];
  const world: World = {
    random: () => 1,
    now: () => performance.now() / 1000 + sleeps.reduce((sum, seconds) => sum + seconds, 0),
    sleep: async (seconds, signal) => {
      signal?.throwIfAborted();
      sleeps.push(seconds);
    },
  };
  const { baseUrl, apiKey } = emulator;
  const audio = audioOf(scenario);
  const bota = new Bota({ baseUrl, apiKey, ...optionsOf(scenario) }, world);
  let result: Receipt | BotaError;
  try {
    for (let times = scenario.before ?? 0; times > 0; times -= 1) {
      await bota.upload(audio, { endUserId: "eu_1" });
    }
    await emulator.control("DELETE", "/requests");
    for (const fault of scenario.faults ?? []) await emulator.control("POST", "/faults", fault);
    sleeps.length = 0;
    result = await uploaded(bota, scenario, audio, `${folder}/audio.wav`);
  } finally {
    bota.close();
  }
  assert.deepEqual(secretsIn(inspect(result, { depth: 20, showHidden: true })), []);
  const played =
    result instanceof BotaError
      ? { sleeps, receipt: null, error: result }
      : { sleeps, receipt: { ...result }, error: null };
  await compare(scenario, emulator, played, true);
}

async function uploaded(
  bota: Bota,
  scenario: Scenario,
  audio: Buffer,
  path: string,
): Promise<Receipt | BotaError> {
  const { checksum, content_type: contentType } = scenario.upload ?? {};
  const onProgress = changer(scenario, path);
  try {
    const source = await sourceOf(scenario, audio, path);
    return await bota.upload(source, { endUserId: "eu_1", checksum, contentType, onProgress });
  } catch (error) {
    if (error instanceof BotaError) return error;
    throw error;
  }
}

async function sourceOf(scenario: Scenario, audio: Buffer, path: string): Promise<UploadSource> {
  const kind = scenario.source?.kind ?? "path";
  fs.writeFileSync(
    path,
    kind === "offset_file" ? Buffer.concat([Buffer.from("12345"), audio]) : audio,
  );
  fs.utimesSync(path, SOME_DAY, SOME_DAY);
  switch (kind) {
    case "bytes":
      return audio;
    // An open file is a Blob here; of a part of one, its beginning is left out.
    case "blob":
    case "file":
      return openAsBlob(path);
    case "offset_file":
      return (await openAsBlob(path)).slice(5);
    case "pipe":
      return Readable.from(chunksOf(scenario, audio)).pipe(new PassThrough());
    case "readable_stream":
      return ReadableStream.from(chunksOf(scenario, audio));
    case "iterator":
      return chunksOf(scenario, audio);
    case "async_iterator":
      return Readable.from(chunksOf(scenario, audio));
    default:
      return path;
  }
}

function* chunksOf(scenario: Scenario, audio: Buffer): Generator<Uint8Array> {
  for (let start = 0; start < audio.length; start += CHUNK) {
    const end = Math.min(start + CHUNK, audio.length);
    if (end > (scenario.source?.fails_after ?? Number.POSITIVE_INFINITY)) {
      throw new Error("the call was dropped");
    }
    yield audio.subarray(start, end);
  }
}

function changer(scenario: Scenario, path: string): ((progress: Progress) => void) | undefined {
  const change = scenario.source?.change;
  if (change === undefined) return undefined;
  let isDone = false;
  return ({ phase, bytesSent }) => {
    if (phase !== "uploading" || bytesSent < (change.at_bytes ?? 1) || isDone) return;
    isDone = true;
    CHANGES[change.how]?.(path);
  };
}

const CHANGES: Readonly<Record<string, (path: string) => void>> = {
  truncate: (path) => fs.truncateSync(path, Math.floor(fs.statSync(path).size / 2)),
  grow: (path) => fs.appendFileSync(path, "more"),
  replace: (path) => {
    const audio = fs.readFileSync(path);
    fs.writeFileSync(`${path}.new`, Buffer.concat([audio.subarray(0, -5), Buffer.from("other")]));
    fs.renameSync(`${path}.new`, path);
  },
  // The same bytes with another number and date, as a network drive may show them.
  copy: (path) => {
    fs.writeFileSync(`${path}.new`, fs.readFileSync(path));
    fs.utimesSync(`${path}.new`, 0, SOME_DAY - 1);
    fs.renameSync(`${path}.new`, path);
  },
  // In place, of the same size, and with the time put back: no fingerprint shows it.
  rewrite: (path) => {
    const file = fs.openSync(path, "r+");
    fs.writeSync(file, "other", 20);
    fs.closeSync(file);
    fs.utimesSync(path, SOME_DAY, SOME_DAY);
  },
};

function secretsIn(text: string): readonly string[] {
  const secret =
    /X-Amz-Signature=[0-9a-f]{8}|\b[sr]k_(?:test|live)_\w|\b(?:dtok|up)_\w{8}|Bearer [A-Za-z]/g;
  return [...text.matchAll(secret)].map(({ 0: found }) => found);
}
