// `uploadBlob`: the upload of a Blob from a page, over the app's own server, without a key.

import { ClientState } from "../api/client_state.ts";
import { checkSteering, type Steering } from "../api/fields.ts";
import { BotaError, ConfigurationError } from "../errors.ts";
import { seconds } from "../shared/options.ts";
import type { RequestRecord } from "../shared/outcome.ts";
import { randomHex } from "../shared/random.ts";
import { checkPathId, quoted } from "../shared/text.ts";
import { Stop, WORLD, type World } from "../shared/waiting.ts";
import type { StorageOutcome } from "../storage/response.ts";
import { readSignedUrl, type SignedUrl } from "../storage/signed_url.ts";
import { contentTypeOf, known, knownByName } from "../upload/audio_type.ts";
import { checkUrl } from "../upload/check.ts";
import type { CompletionApi } from "../upload/completion.ts";
import { describe } from "../upload/ending.ts";
import type { Progress, Receipt } from "../upload/progress.ts";
import { UploadRun } from "../upload/run.ts";
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
 * @throws TypeError, ConfigurationError when an argument is wrong; nothing was sent.
 * @throws SourceError when the audio cannot be uploaded (nothing was sent), or changed under way.
 * @throws ApiError, ApiConnectionError when the server refused or gave no response, after all retries.
 * @throws StorageError, StorageConnectionError when S3 did so; a browser says the same of a network
 * that failed and of CORS rules that hide the response, and so does the second error.
 * @throws IntegrityError when the service holds other bytes than were sent.
 * @throws VerificationTimeoutError when they are stored, but not verified in time.
 * @throws UploadCancelledError, DeadlineExceededError when stopped by `signal` or `deadline`.
 */
export function uploadBlob(blob: Blob, options: UploadBlobOptions): Promise<Receipt>;
/**
 * @param world what tests bring in the place of time and chance.
 * @internal
 */
export function uploadBlob(blob: Blob, options: UploadBlobOptions, world: World): Promise<Receipt>;
export async function uploadBlob(
  blob: Blob,
  options: UploadBlobOptions,
  world: World = WORLD,
): Promise<Receipt> {
  const settings = checkedSettings(blob, options);
  // One upload has one recording, so there is no other that an id or a URL could be of.
  const state = new ClientState({ isOfAnother: () => false });
  const stop = new Stop(options, state.closing, "upload");
  try {
    stop.signal.throwIfAborted();
    checkSize(nameOf(blob), blob.size);
    return await new BlobUpload(blob, options, settings, state, world, stop.signal).run();
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
  checkSteering(options);
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
class BlobUpload extends UploadRun {
  readonly #blob: Blob;
  readonly #options: UploadBlobOptions;
  readonly #settings: PageSettings;
  readonly #state: ClientState;
  readonly #signal: AbortSignal;
  readonly #backend: AskedBackend;
  readonly #key: string = randomHex(16);
  protected readonly completion: CompletionApi;
  protected readonly deciding = { creating: "createUploadUrl", stored: "completeUpload" } as const;
  #sha256: Promise<string> | null = null;

  constructor(
    blob: Blob,
    options: UploadBlobOptions,
    settings: PageSettings,
    state: ClientState,
    world: World,
    signal: AbortSignal,
  ) {
    const { recordingId, onProgress } = options;
    const { maxRetries } = settings;
    super({ size: blob.size, recordingId, maxRetries, state, world, signal, onProgress });
    this.#blob = blob;
    this.#options = options;
    this.#settings = settings;
    this.#state = state;
    this.#signal = signal;
    const record = (request: RequestRecord): number => this.requests.push(request);
    const backend = new AskedBackend(options, settings, state, world, {
      patient: true,
      signal,
      record,
    });
    this.#backend = backend;
    this.completion = {
      uploads: {
        complete: (recording_id, proof) => backend.completeUpload({ recording_id, ...proof }),
      },
      // A conflict then stands: only the server could look what has become of it.
      recordings: { get: () => Promise.reject(new BotaError("a page cannot ask for it")) },
    };
  }

  protected async prepare(): Promise<void> {
    const blob = this.#blob;
    const name = nameOf(blob);
    // A system names the type of a file by its name, and not always as the contract does.
    const isNamed = knownByName(name ?? "") !== null || known(blob.type) === null;
    const given = this.#options.contentType ?? (isNamed ? undefined : blob.type);
    this.contentType = await contentTypeOf(
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
    this.report("preparing");
  }

  protected async askForUrl(): Promise<SignedUrl> {
    const about = { contentType: this.contentType, size: this.#blob.size };
    if (this.recordingId === null) this.stage = "creating";
    const found = await this.#backend.createUploadUrl({
      recording_id: this.recordingId,
      content_type: about.contentType,
      file_size_bytes: about.size,
      name: titleOf(nameOf(this.#blob)),
      idempotency_key: this.#key,
    });
    this.recordingId = found.recording_id;
    if (this.stage === "creating") this.stage = "created";
    const signedUrl = readSignedUrl(found, this.#settings, about);
    checkUrl(signedUrl.url, found.recording_id, this.#state.owners, "createUploadUrl");
    return signedUrl;
  }

  protected put(
    signedUrl: SignedUrl,
    onBytes: (bytesSent: number) => void,
  ): Promise<StorageOutcome> {
    // Beside the first PUT, which takes longer.
    void this.sha256Of().catch(() => {});
    return putBlob(signedUrl, this.#blob, {
      timeout: this.#settings.storageTimeout,
      signal: this.#signal,
      onBytes,
      record: (request) => this.requests.push(request),
    });
  }

  protected sha256Of(): Promise<string> {
    this.#sha256 ??= sha256Of(this.#blob, this.#signal).catch((error: unknown) => {
      this.#signal.throwIfAborted();
      throw unreadable(error);
    });
    return this.#sha256;
  }
}

function asChanged(error: unknown): never {
  throw unreadable(error);
}
