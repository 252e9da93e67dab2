// The scenarios of tests/conformance, and what must have come of one, wherever it was played.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { inspect, isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import type { Emulator } from "./emulator.ts";

const FOLDER = new URL("../../../tests/conformance/", import.meta.url);
const HEADER = Buffer.from("RIFF\0\0\0\0WAVE");

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
  readonly faults?: readonly Fault[];
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

/** What goes wrong in a scenario. */
export interface Fault {
  readonly kind: string;
  readonly operation?: string;
  readonly status?: number;
}

/** What came of the upload of a scenario. */
export interface Played {
  /** The seconds that it would have waited, in order. */
  readonly sleeps: readonly number[];
  readonly receipt: Readonly<Record<string, unknown>> | null;
  readonly error: {
    readonly name: string;
    readonly message: string;
    readonly recordingId: string | null;
  } | null;
}

/** Return the scenarios of all files, in order. */
export function loadScenarios(): readonly Scenario[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .flatMap((name) => parse(readFileSync(new URL(name, FOLDER), "utf8")) as Scenario[]);
}

/** Return the audio that a scenario uploads. */
export function audioOf(scenario: Scenario): Buffer {
  const size = scenario.source?.size ?? 300_000;
  const audio = Buffer.alloc(size, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
  return Buffer.concat([HEADER, audio]).subarray(0, size);
}

/** Return a name of the contract in the spelling of this language. */
export function camel(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Return the options of a scenario's client, whose times are seconds. */
export function optionsOf({ client = {} }: Scenario): Record<string, number> {
  return Object.fromEntries(
    Object.entries(client).map(([name, value]) => [
      camel(name),
      name === "max_retries" ? value : value * 1000,
    ]),
  );
}

/**
 * Throw where the service saw or has other things than it should, or the upload came to something else.
 *
 * @param countsBytes whether this client decides how many bytes of a body go out in vain.
 */
export async function compare(
  scenario: Scenario,
  emulator: Emulator,
  played: Played,
  countsBytes: boolean,
): Promise<void> {
  const { expect } = scenario;
  const { receipt, error, sleeps } = played;
  const requests = expect.requests.flatMap(repeated);
  const allowed = expect.in_vain ?? 0;
  const mayLose = (bytes: number): boolean =>
    !countsBytes || (typeof allowed === "number" ? bytes === allowed : bytes <= allowed.most);
  const seen = await seenBy(
    emulator,
    (found) => isDeepStrictEqual(found.requests, requests) && mayLose(found.inVain),
  );
  const happened = `${seen.requests.join(", ")}\n${inspect(played)}`;
  assert.deepEqual(seen.requests, requests, happened);
  assert.deepEqual(sleeps, expect.sleeps ?? [], happened);
  assert.ok(mayLose(seen.inVain), `${seen.inVain} bytes in vain: ${happened}`);
  assert.equal(receipt === null ? "error" : "uploaded", expect.outcome, happened);
  if (error !== null) {
    assert.equal(error.name, expect.error?.type ?? "BotaError", happened);
    for (const words of expect.error?.words ?? [])
      assert.ok(error.message.includes(words), happened);
  }
  const audio = audioOf(scenario);
  const wanted = { sha256: sha256(audio), bytes: audio.length, verified: true, ...expect.receipt };
  for (const [name, value] of Object.entries(receipt === null ? {} : wanted))
    assert.equal(receipt?.[camel(name)], value, happened);
  const id = receipt?.["recordingId"] ?? error?.recordingId;
  if (typeof id !== "string") return;
  const kept = await emulator.recording(id);
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
 * Return what the service saw, but for a browser's own preflights, as soon as that is as expected.
 *
 * A client that gives up on a PUT can be done before a busy service has read the head or the rest of
 * it, so the service is asked again a number of times.
 */
async function seenBy(emulator: Emulator, isExpected: (seen: Seen) => boolean): Promise<Seen> {
  for (let left = 100; ; left -= 1) {
    const all = (await emulator.requests()).filter(({ method }) => method !== "OPTIONS");
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

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
