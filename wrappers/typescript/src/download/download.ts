// The audio of a recording, downloaded whole and checked, over as many requests as it takes.

import { createHash, type Hash } from "node:crypto";
import type { Resources } from "../../../../generated/typescript/operations.ts";
import type { DownloadUrl } from "../../../../generated/typescript/types.gen.ts";
import { checkSteering, type Steering } from "../api/fields.ts";
import { CONNECT_TIMEOUT } from "../api/request.ts";
import { IntegrityError } from "../errors.ts";
import { NoResponse } from "../shared/outcome.ts";
import type { Secret } from "../shared/redact.ts";
import { type Headers, retryWait } from "../shared/retry.ts";
import { checkPathId } from "../shared/text.ts";
import { Stop } from "../shared/waiting.ts";
import { after, budgetOf, decide } from "../storage/decision.ts";
import { downloadError } from "../storage/explanation.ts";
import { PROGRESS_STEP } from "../storage/put.ts";
import { parseResponse, type StorageOutcome, type StorageResponse } from "../storage/response.ts";
import { checkedUrl, endOf } from "../storage/signed_url.ts";
import { checkAbout, checkUrl } from "../upload/check.ts";
import type { Runtime } from "../upload/upload.ts";
import { exchange, type Sink } from "../wire/exchange.ts";
import { targetOf } from "../wire/pool.ts";
import { checkTarget, type DownloadTarget, type OpenTarget, openTarget } from "./target.ts";

const CONTENT_RANGE = /^bytes (?:([0-9]{1,15})-[0-9]{1,15}|\*)\/([0-9]{1,15})$/;

/**
 * How a download is done.
 *
 * `onProgress` is called about every MiB with the bytes that have come, and with how many there are,
 * null where that is not known.
 */
export interface DownloadOptions extends Steering<[received: number, total: number | null]> {
  /** Whether a file that is there is replaced; false when left out. */
  readonly overwrite?: boolean | undefined;
}

/** One finished download. */
export interface Download {
  /** The file; null where the bytes went to a stream. */
  readonly path: string | null;
  readonly bytes: number;
  /** Of the bytes, 64 lower-case hex digits. */
  readonly sha256: string;
  /** Whether that is the SHA-256 that the service has; false where it has none. */
  readonly verified: boolean;
}

/** Download the audio of a recording. See `Bota.download`. */
export async function download(
  runtime: Runtime,
  recordingId: string,
  target: DownloadTarget,
  options: DownloadOptions,
): Promise<Download> {
  checkPathId("recordingId", recordingId);
  checkOptions(options);
  const overwrite = options.overwrite ?? false;
  const stop = new Stop(options, runtime.state.closing, "download");
  try {
    stop.signal.throwIfAborted();
    await checkTarget(target, overwrite);
    const api = runtime.resources(stop.signal, () => {});
    const recording = await api.recordings.get(recordingId);
    checkAbout(recording, recordingId, "getRecording");
    const offered = await api.recordings.getDownloadUrl(recordingId);
    const size = offered.file_size_bytes || recording.file_size_bytes || null;
    const type = offered.content_type || recording.mime_type || "";
    const url = usable(offered, recordingId, runtime);
    const opened = await openTarget(target, recordingId, type, overwrite);
    try {
      const about = { runtime, recordingId, size, api, target: opened, signal: stop.signal };
      const transfer = new Transfer({ ...about, onProgress: options.onProgress });
      const sha256 = await transfer.run(url);
      const said = recording.content_sha256?.toLowerCase();
      if (!said && !transfer.hasEnd) {
        throw new IntegrityError(
          `the download ended after ${transfer.received} bytes, but neither the service nor S3 says ` +
            "how many there are, so that it may have been cut short",
        );
      }
      if (said && sha256 !== said) {
        throw new IntegrityError(
          `the download's SHA-256 is ${sha256}, but the service says ${said}`,
        );
      }
      stop.signal.throwIfAborted();
      await opened.finish(transfer.received);
      return { path: opened.path, bytes: transfer.received, sha256, verified: Boolean(said) };
    } finally {
      await opened.close();
    }
  } finally {
    stop.end();
  }
}

function checkOptions(options: DownloadOptions): void {
  checkSteering(options);
  const { overwrite } = options;
  if (overwrite !== undefined && typeof overwrite !== "boolean") {
    throw new TypeError(`overwrite is a boolean, not ${typeof overwrite}`);
  }
}

/** What a transfer is of, and where it goes. */
interface Transferred {
  readonly runtime: Runtime;
  readonly api: Resources;
  readonly recordingId: string;
  readonly target: OpenTarget;
  /** As the service says it; null where it does not. */
  readonly size: number | null;
  readonly signal: AbortSignal;
  readonly onProgress: DownloadOptions["onProgress"];
}

/** S3 sent a part that is not the one asked for. */
class OtherBytesError extends Error {}

/** The bytes of one object on their way. */
class Transfer {
  readonly #about: Transferred;
  /** How many are written. */
  received = 0;
  /** False when the end of the connection is all that ended them. */
  hasEnd = true;
  /** Of those that are written. */
  #hash: Hash = createHash("sha256");
  /** How many there are, as S3 says it. */
  #total: number | null = null;
  /** Names what the bytes are of; empty where no later request can ask for the rest of the same. */
  #etag = "";
  #reported = 0;

  constructor(about: Transferred) {
    this.#about = about;
  }

  /** Write all of the object to the target, and return its SHA-256. */
  async run(first: Secret): Promise<string> {
    const { runtime, api, recordingId, size, signal } = this.#about;
    const { settings, state, world } = runtime;
    let url = first;
    let budget = budgetOf(settings.maxRetries);
    let spent = 0;
    for (let attempts = 1; ; attempts += 1) {
      signal.throwIfAborted();
      const before = this.received;
      const failed = await this.#request(url);
      if (failed === null) break;
      // Whatever brings as many bytes is not broken.
      if (this.received - before >= PROGRESS_STEP) budget = budgetOf(settings.maxRetries);
      const action = decide(outcomeOf(failed, url), budget);
      budget = after(budget, action);
      if (action.kind === "refresh") {
        const offered = await api.recordings.getDownloadUrl(recordingId);
        url = usable(offered, recordingId, runtime);
      } else if (action.kind === "retry" && state.quota.take(action.price)) {
        spent = action.price;
        const number = settings.maxRetries - budget.retries;
        await world.sleep(retryWait(number, action.askedWait, world.random), signal);
      } else {
        throw downloadError(failed, attempts);
      }
    }
    state.quota.refund(spent);
    if (size !== null && this.received !== size) throw this.#wrongSize(this.received);
    return this.#hash.digest("hex");
  }

  /** Send one request for what is still to come; return null when all of it is there. */
  async #request(url: Secret): Promise<StorageResponse | NoResponse | null> {
    const { runtime, signal } = this.#about;
    const timeout = runtime.settings.storageTimeout;
    const isRest = this.received > 0 && this.#etag !== "";
    const range = { Range: `bytes=${this.received}-`, "If-Range": this.#etag };
    this.#total = null;
    try {
      const outcome = await exchange(runtime.pool, {
        method: "GET",
        target: targetOf(url.reveal()),
        headers: { "Accept-Encoding": "identity", ...(isRest ? range : {}) },
        body: null,
        timeouts: { connect: CONNECT_TIMEOUT, write: timeout, read: timeout },
        signal,
        receive: (status, headers) => this.#sinkFor(status, headers),
      });
      if (outcome instanceof NoResponse) return outcome;
      const { status, headers } = outcome;
      // The connection broke after the last byte.
      if (status === 416 && rangeOf(headers)?.total === this.received) return null;
      if (status !== 200 && status !== 206) return parseResponse(outcome);
    } catch (error) {
      if (!(error instanceof OtherBytesError)) throw error;
      this.#etag = ""; // the next request is for all of it
      return new NoResponse("S3 sent other bytes than asked for", { sent: true });
    }
    return this.#total === null || this.received === this.#total
      ? null
      : new NoResponse("the response ended early", { sent: true });
  }

  #sinkFor(status: number, headers: Headers): Sink | null {
    if (status !== 200 && status !== 206) return null;
    const { size } = this.#about;
    const etag = headers["etag"] ?? "";
    let rest = (chunk: Uint8Array): Uint8Array => chunk;
    if (status === 206) {
      const range = rangeOf(headers);
      const isSame = (etag || this.#etag) === this.#etag;
      if (range?.start !== this.received || !isSame) throw new OtherBytesError();
      this.#total = range.total;
    } else {
      // A weak one does not promise the same bytes (RFC 9110, section 8.8.3).
      this.#etag = etag.startsWith("W/") ? "" : etag;
      this.#total = /^[0-9]{1,15}$/.test(headers["content-length"] ?? "")
        ? Number(headers["content-length"])
        : null;
      rest = this.#restOf();
    }
    const isChunked = /chunked/i.test(headers["transfer-encoding"] ?? "");
    this.hasEnd = isChunked || this.#total !== null || size !== null;
    if (size !== null && this.#total !== null && this.#total > size) {
      throw this.#wrongSize(this.#total);
    }
    return (chunk) => this.#write(rest(chunk));
  }

  /** Return what leaves of a response that begins at the beginning only what is new. */
  #restOf(): (chunk: Uint8Array) => Uint8Array {
    if (this.#about.target.path !== null) {
      // In a file of ours the place of each byte is known: all are written anew.
      this.received = 0;
      this.#reported = 0;
      this.#hash = createHash("sha256");
    }
    let skip = this.received;
    const again = createHash("sha256");
    return (chunk) => {
      if (skip === 0) return chunk;
      again.update(chunk.subarray(0, skip));
      if (chunk.length >= skip && again.digest("hex") !== this.#hash.copy().digest("hex")) {
        throw new IntegrityError(
          `the audio became another one after ${this.received} bytes of its download had been written`,
        );
      }
      const rest = chunk.subarray(skip);
      skip -= Math.min(skip, chunk.length);
      return rest;
    };
  }

  async #write(chunk: Uint8Array): Promise<void> {
    if (chunk.length === 0) return;
    const { size, target, onProgress } = this.#about;
    const received = this.received + chunk.length;
    if (size !== null && received > size) throw this.#wrongSize(received);
    await target.write(chunk, this.received);
    this.#hash.update(chunk);
    this.received = received;
    const total = size ?? this.#total;
    if (received - this.#reported >= PROGRESS_STEP || received === total) {
      this.#reported = received;
      onProgress?.(received, total);
    }
  }

  #wrongSize(found: number): IntegrityError {
    const { size } = this.#about;
    const atLeast = size !== null && found > size ? "at least " : "";
    return new IntegrityError(
      `the download has ${atLeast}${found} bytes, but the service says ${size}`,
    );
  }
}

function outcomeOf(response: StorageResponse | NoResponse, url: Secret): StorageOutcome {
  return { response, phase: "after", bytesSent: 0, digests: null, urlEnd: endOf(url) };
}

function rangeOf(headers: Headers): { start: number | null; total: number } | null {
  const [, start, total] = CONTENT_RANGE.exec(headers["content-range"] ?? "") ?? [];
  if (total === undefined) return null;
  return { start: start === undefined ? null : Number(start), total: Number(total) };
}

function usable(offered: DownloadUrl, recordingId: string, runtime: Runtime): Secret {
  const { settings, state } = runtime;
  const what = "getDownloadUrl responded with a download URL";
  const url = checkedUrl(offered.download_url, settings, what);
  checkUrl(url, recordingId, state.owners, "getDownloadUrl");
  return url;
}
