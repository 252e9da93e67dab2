// `uploadBlob`: the upload of a Blob from a page, over the app's own server, without a key.

import type { Recording } from "../../../../generated/typescript/types.gen.ts";
import { ClientState } from "../api/client_state.ts";
import { checkSteering, type Steering } from "../api/fields.ts";
import { BotaError, ConfigurationError, IntegrityError } from "../errors.ts";
import { seconds } from "../shared/options.ts";
import { NoResponse, type RequestRecord } from "../shared/outcome.ts";
import { randomHex } from "../shared/random.ts";
import { checkPathId, quoted } from "../shared/text.ts";
import { monotonic, Stop, WORLD, type World } from "../shared/waiting.ts";
import { Attempts } from "../storage/attempts.ts";
import type { StorageOutcome } from "../storage/response.ts";
import { readSignedUrl, type SignedUrl } from "../storage/signed_url.ts";
import { contentTypeOf, known, knownByName } from "../upload/audio_type.ts";
import { checkUrl } from "../upload/check.ts";
import { complete } from "../upload/completion.ts";
import { describe, type Stage, wordsFor } from "../upload/ending.ts";
import type { Phase, Progress, Receipt } from "../upload/progress.ts";
import { checkSize, titleOf } from "../upload/size.ts";
import { AskedBackend, type Backend } from "./backend.ts";
import { putBlob, unreadable } from "./put.ts";
import { sha256Of } from "./sha256.ts";

/** How a Blob is uploaded. Times are milliseconds. */
export interface UploadBlobOptions extends Backend, Steering<[progress: Progress]> {
  /** An existing recording to upload the audio of; the server creates one when left out. */
  readonly recordingId?: string | undefined;
  /** One of the contract's audio types; else the Blob's own, else known by the file's name. */
  readonly contentType?: string | undefined;
  /** For one request to the app's server; 30,000 when left out. */
  readonly timeout?: number | undefined;
  /** Without progress of a PUT, and until S3 responds to it; 60,000 when left out. */
  readonly storageTimeout?: number | undefined;
  /** Requests that may follow the first one of each kind; 3 when left out. */
  readonly maxRetries?: number | undefined;
  /** Whether plain http may go to another machine, as in a test of a page on a phone. */
  readonly allowPlainHttp?: boolean | undefined;
}

const MAX_ROUNDS = 2;

/** What the stage depends on, by the operation that decides it. */
const DECIDING: Readonly<Partial<Record<Stage, string>>> = {
  creating: "createUploadUrl",
  stored: "completeUpload",
};

/**
 * Upload audio from a web page, and resolve when the service has it, whole.
 *
 * The page's own server asks the API for an upload URL and completes the upload; the bytes go from
 * the page straight to S3, and their SHA-256 goes with the completion. No API key is in the page.
 * Faults are met as everywhere in this library: an expired URL is asked for anew, what is transient
 * is repeated after a backoff.
 *
 * @param blob what a MediaRecorder or a file input gives: 1 byte to 5 GiB. A type with parameters,
 * such as `audio/webm;codecs=opus`, is taken.
 * @param options how to reach the server, and what else there is to say.
 * @param world what tests bring in the place of time and chance.
 * @throws TypeError, ConfigurationError when an argument is wrong; nothing was sent.
 * @throws SourceError when the audio cannot be uploaded (nothing was sent), or changed under way.
 * @throws ApiError, ApiConnectionError when the server refused or gave no response, after all retries.
 * @throws StorageError, StorageConnectionError when S3 did so; a browser says the same of a network
 * that failed and of CORS rules that hide the response, and so does the second error.
 * @throws IntegrityError when the service holds other bytes than were sent.
 * @throws VerificationTimeoutError when they are stored, but not verified in time.
 * @throws UploadCancelledError, DeadlineExceededError when stopped by `signal` or `deadline`.
 */
export async function uploadBlob(
  blob: Blob,
  options: UploadBlobOptions,
  world: World = WORLD,
): Promise<Receipt> {
  const settings = checkedSettings(blob, options);
  const stop = new Stop(options.signal, options.deadline, "upload");
  try {
    stop.signal.throwIfAborted();
    checkSize(nameOf(blob), blob.size);
    return await new BlobUpload(blob, options, settings, world, stop.signal).run();
  } catch (error) {
    if (error instanceof BotaError) describe(error, "no recording was created", null);
    throw error;
  } finally {
    stop.end();
  }
}

/** Times are seconds. */
interface PageSettings {
  readonly timeout: number;
  readonly storageTimeout: number;
  readonly maxRetries: number;
  readonly maxWait: null;
  readonly baseUrl: string;
  readonly allowPlainHttp: boolean;
}

function checkedSettings(blob: unknown, options: UploadBlobOptions): PageSettings {
  if (!(blob instanceof Blob)) throw new TypeError(`blob is a Blob or File, not ${typeof blob}`);
  const { contentType, recordingId, maxRetries = 3 } = options;
  for (const name of ["createUploadUrl", "completeUpload"] as const) {
    const method: unknown = options[name];
    if (typeof method !== "function") {
      throw new TypeError(
        `${name} is a function that asks the page's server, not ${typeof method}`,
      );
    }
  }
  if (contentType !== undefined && typeof contentType !== "string") {
    throw new TypeError(`contentType is a string, not ${typeof contentType}`);
  }
  if (recordingId !== undefined) checkPathId("recordingId", recordingId);
  if (!Number.isInteger(maxRetries) || maxRetries < 0) {
    throw new ConfigurationError(
      `maxRetries is ${quoted(maxRetries)}; it must be a whole number from 0 on`,
    );
  }
  checkSteering(options);
  return {
    timeout: seconds("timeout", options.timeout ?? 30_000, 1),
    storageTimeout: seconds("storageTimeout", options.storageTimeout ?? 60_000, 1),
    maxRetries,
    maxWait: null,
    // A page on this machine may send to this machine, as a test does.
    baseUrl: location.href,
    allowPlainHttp: options.allowPlainHttp ?? false,
  };
}

function nameOf(blob: Blob): string | null {
  return "name" in blob && typeof blob.name === "string" ? blob.name : null;
}

/** One upload under way. */
class BlobUpload {
  readonly #blob: Blob;
  readonly #options: UploadBlobOptions;
  readonly #settings: PageSettings;
  readonly #world: World;
  readonly #signal: AbortSignal;
  // One upload has one recording, so there is no other that an id or a URL could be of.
  readonly #state: ClientState = new ClientState({ isOfAnother: () => false });
  readonly #backend: AskedBackend;
  readonly #attempts: Attempts;
  readonly #requests: RequestRecord[] = [];
  readonly #key: string = randomHex(16);
  #recordingId: string | null;
  #stage: Stage;
  #mayBeStored = false;
  #contentType = "";
  #sha256: Promise<string> | null = null;

  constructor(
    blob: Blob,
    options: UploadBlobOptions,
    settings: PageSettings,
    world: World,
    signal: AbortSignal,
  ) {
    this.#blob = blob;
    this.#options = options;
    this.#settings = settings;
    this.#world = world;
    this.#signal = signal;
    this.#recordingId = options.recordingId ?? null;
    this.#stage = this.#recordingId === null ? "nothing" : "created";
    const record = (request: RequestRecord): number => this.#requests.push(request);
    this.#backend = new AskedBackend(options, settings, this.#state, world, {
      patient: true,
      signal,
      record,
    });
    this.#attempts = new Attempts({
      maxRetries: settings.maxRetries,
      state: this.#state,
      world,
      signal,
      askForUrl: () => this.#askForUrl(),
      put: (signedUrl) => this.#put(signedUrl),
      report: (phase, bytesLost) => this.#report(phase, 0, bytesLost),
    });
  }

  /** Do all of it. */
  async run(): Promise<Receipt> {
    const started = monotonic();
    try {
      const [recording, sha256, etag] = await this.#allRounds();
      return {
        recordingId: recording.id,
        recording,
        bytes: this.#blob.size,
        sha256,
        verified:
          recording.content_sha256 === sha256 && Boolean(recording.content_sha256_verified_at),
        etag,
        contentType: this.#contentType,
        attempts: this.#attempts.count,
        requests: this.#requests,
        milliseconds: (monotonic() - started) * 1000,
      };
    } catch (error) {
      if (error instanceof BotaError) describe(error, this.#stateInWords(), this.#recordingId);
      throw error;
    }
  }

  async #allRounds(): Promise<[Recording, string, string | null]> {
    const blob = this.#blob;
    const name = nameOf(blob);
    // A system names the type of a file by its name, and not always as the contract does.
    const isNamed = knownByName(name ?? "") !== null || known(blob.type) === null;
    const given = this.#options.contentType ?? (isNamed ? undefined : blob.type);
    this.#contentType = await contentTypeOf(
      name,
      given,
      async (start, count) =>
        new Uint8Array(
          await blob
            .slice(start, start + count)
            .arrayBuffer()
            .catch(asChanged),
        ),
    );
    this.#report("preparing");
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const { response } = await this.#attempts.store();
      const sha256 = await this.#hash();
      this.#stage = "stored";
      const recording = await complete(
        {
          api: {
            uploads: {
              complete: (id, proof) => this.#backend.completeUpload({ recording_id: id, ...proof }),
            },
            // A conflict then stands: only the server could look what has become of it.
            recordings: { get: () => Promise.reject(new BotaError("a page cannot ask for it")) },
          },
          state: this.#state,
          world: this.#world,
          signal: this.#signal,
          report: (phase) => this.#report(phase, blob.size),
        },
        this.#recordingId as string,
        sha256,
      );
      if (recording !== null)
        return [recording, sha256, response instanceof NoResponse ? null : response.etag];
    }
    throw new IntegrityError(
      `the service stored other bytes than the ${blob.size} that were sent, ${MAX_ROUNDS} times in a row`,
    );
  }

  async #askForUrl(): Promise<SignedUrl> {
    const about = { contentType: this.#contentType, size: this.#blob.size };
    if (this.#recordingId === null) this.#stage = "creating";
    const found = await this.#backend.createUploadUrl({
      recording_id: this.#recordingId,
      content_type: about.contentType,
      file_size_bytes: about.size,
      name: titleOf(nameOf(this.#blob)),
      idempotency_key: this.#key,
    });
    this.#recordingId = found.recording_id;
    if (this.#stage === "creating") this.#stage = "created";
    const signedUrl = readSignedUrl(found, this.#settings, about);
    checkUrl(signedUrl.url, found.recording_id, this.#state.owners, "createUploadUrl");
    return signedUrl;
  }

  async #put(signedUrl: SignedUrl): Promise<StorageOutcome> {
    const { size } = this.#blob;
    const wasInDoubt = this.#mayBeStored;
    this.#stage = "sending";
    // Beside the first PUT, which takes longer.
    void this.#hash().catch(() => {});
    const outcome = await putBlob(signedUrl, this.#blob, {
      timeout: this.#settings.storageTimeout,
      signal: this.#signal,
      onBytes: (bytesSent) => {
        this.#mayBeStored ||= bytesSent === size;
        this.#report("uploading", bytesSent);
      },
      record: (request) => this.#requests.push(request),
    });
    const { response } = outcome;
    if (!(response instanceof NoResponse) && response.status >= 300 && response.status < 500) {
      this.#mayBeStored = wasInDoubt;
    }
    return outcome;
  }

  #hash(): Promise<string> {
    this.#sha256 ??= sha256Of(this.#blob, this.#signal).catch((error: unknown) => {
      this.#signal.throwIfAborted();
      throw unreadable(error);
    });
    return this.#sha256;
  }

  #report(phase: Phase, bytesSent = 0, bytesLost = 0): void {
    this.#options.onProgress?.({
      phase,
      recordingId: this.#recordingId,
      attempt: this.#attempts.count,
      bytesSent,
      totalBytes: this.#blob.size,
      bytesLost,
    });
    this.#signal.throwIfAborted();
  }

  #stateInWords(): string {
    const stage = this.#stage === "sending" && !this.#mayBeStored ? "created" : this.#stage;
    return wordsFor({
      stage,
      recordingId: this.#recordingId,
      isNew: this.#options.recordingId === undefined,
      asked: this.#requests.filter(({ target }) => target === DECIDING[stage]),
    });
  }
}

function asChanged(error: unknown): never {
  throw unreadable(error);
}
