// One scenario of tests/conformance: its source, its run, and what must have come of it.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { openAsBlob } from "node:fs";
import { PassThrough, Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { inspect, isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { Bota, BotaError, type Progress, type Receipt, type UploadSource } from "../src/index.ts";
import type { World } from "../src/shared/waiting.ts";
import type { Emulator } from "./emulator.ts";

const FOLDER = new URL("../../../tests/conformance/", import.meta.url);
const HEADER = Buffer.from("RIFF\0\0\0\0WAVE");
const CHUNK = 100_000;

/** Whole seconds: those are all that can be put back exactly. */
const SOME_DAY = 1_700_000_000;

/** The fields are those of scenario.schema.json. */
export interface Scenario {
  readonly name: string;
  readonly source?: {
    readonly kind?: string;
    readonly size?: number;
    readonly change?: { readonly how: string; readonly at_bytes?: number };
    readonly fails_after?: number;
  };
  readonly client?: Readonly<Record<string, number>>;
  readonly upload?: { readonly checksum?: "sha256" | "md5"; readonly content_type?: string };
  readonly before?: number;
  readonly settings?: object;
  readonly skew?: number;
  readonly faults?: readonly object[];
  readonly expect: {
    readonly requests: readonly string[];
    readonly outcome: "uploaded" | "error";
    readonly receipt?: Readonly<Record<string, unknown>>;
    readonly error?: { readonly type: string; readonly words?: readonly string[] };
    readonly stored?: string;
    readonly status?: string;
    readonly in_vain?: number | { readonly most: number };
    readonly sleeps?: readonly number[];
  };
}

/** Return the scenarios of all files, in order. */
export function loadScenarios(): readonly Scenario[] {
  return fs
    .readdirSync(FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .flatMap((name) => parse(fs.readFileSync(new URL(name, FOLDER), "utf8")) as Scenario[]);
}

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
  const bota = new Bota({ baseUrl, apiKey, ...inMilliseconds(scenario.client ?? {}) }, world);
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
  await compare(scenario, emulator, audio, result, sleeps);
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

function audioOf(scenario: Scenario): Buffer {
  const size = scenario.source?.size ?? 300_000;
  const audio = Buffer.alloc(size, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
  return Buffer.concat([HEADER, audio]).subarray(0, size);
}

function inMilliseconds(client: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(client).map(([name, value]) => [camel(name), value * 1000]),
  );
}

function camel(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
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

async function compare(
  scenario: Scenario,
  emulator: Emulator,
  audio: Buffer,
  result: Receipt | BotaError,
  sleeps: readonly number[],
): Promise<void> {
  const { expect } = scenario;
  const requests = expect.requests.flatMap(repeated);
  const allowed = expect.in_vain ?? 0;
  const mayLose = (bytes: number): boolean =>
    typeof allowed === "number" ? bytes === allowed : bytes <= allowed.most;
  const isExpected = (seen: Seen): boolean =>
    isDeepStrictEqual(seen.requests, requests) && mayLose(seen.inVain);
  const seen = await seenBy(emulator, isExpected);
  const happened = `${seen.requests.join(", ")}\n${inspect(result)}`;
  assert.deepEqual(seen.requests, requests, happened);
  assert.deepEqual(sleeps, expect.sleeps ?? [], happened);
  assert.ok(mayLose(seen.inVain), `${seen.inVain} bytes in vain: ${happened}`);
  compareResult(scenario, audio, result, happened);
  if (result.recordingId === null) return;
  const kept = await emulator.recording(result.recordingId);
  const uploaded = expect.outcome === "uploaded";
  assert.equal(kept.status, expect.status ?? (uploaded ? "uploaded" : "pending"));
  const stored =
    kept.sha256 === null ? "nothing" : kept.sha256 === sha256(audio) ? "source" : "other";
  assert.equal(stored, expect.stored ?? (uploaded ? "source" : "nothing"));
}

/** What the service saw of a scenario. */
interface Seen {
  readonly requests: readonly string[];
  /** Bytes of bodies that were not stored. */
  readonly inVain: number;
}

/**
 * Return what the service saw, as soon as that is as expected.
 *
 * A client that gives up on a PUT can be done before a busy service has read the head or the rest of
 * it, so the service is asked again a number of times.
 */
async function seenBy(emulator: Emulator, isExpected: (seen: Seen) => boolean): Promise<Seen> {
  for (let left = 100; ; left -= 1) {
    const all = await emulator.requests();
    const puts = all.filter(({ operation }) => operation === "PUT object");
    const useful = puts.findLast(({ status }) => status === 200);
    const seen = {
      requests: all.map(
        ({ operation, method, status }) =>
          `${(operation ?? method).replace(/ object$/, "")} ${status ?? "-"}`,
      ),
      inVain: puts.reduce((sum, put) => sum + (put === useful ? 0 : put.body_bytes), 0),
    };
    if (left === 0 || isExpected(seen)) return seen;
    await setTimeout(50);
  }
}

function repeated(request: string): string[] {
  const [, what = "", times = "1"] = /^(\S+ \S+)(?: x(\d+))?$/.exec(request) ?? [];
  return Array<string>(Number(times)).fill(what);
}

function compareResult(
  scenario: Scenario,
  audio: Buffer,
  result: Receipt | BotaError,
  happened: string,
): void {
  const { expect } = scenario;
  assert.deepEqual(secretsIn(inspect(result, { depth: 20, showHidden: true })), []);
  if (result instanceof BotaError) {
    assert.equal(expect.outcome, "error", happened);
    const error = expect.error ?? { type: "BotaError" };
    assert.equal(result.name, error.type, happened);
    for (const words of error.words ?? []) assert.ok(result.message.includes(words), happened);
    return;
  }
  assert.equal(expect.outcome, "uploaded", happened);
  const receipt: Readonly<Record<string, unknown>> = { ...result };
  const wanted = { sha256: sha256(audio), bytes: audio.length, verified: true, ...expect.receipt };
  for (const [name, value] of Object.entries(wanted))
    assert.equal(receipt[camel(name)], value, happened);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function secretsIn(text: string): readonly string[] {
  const secret =
    /X-Amz-Signature=[0-9a-f]{8}|\b[sr]k_(?:test|live)_\w|\b(?:dtok|up)_\w{8}|Bearer [A-Za-z]/g;
  return [...text.matchAll(secret)].map(({ 0: found }) => found);
}
