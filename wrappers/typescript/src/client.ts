// `Bota`: what people import.

import type {
  Call,
  Caller,
  CallOptions,
  Operation,
} from "../../../generated/typescript/calling.ts";
import { Resources } from "../../../generated/typescript/operations.ts";
import type { Recording, Summary, Transcription } from "../../../generated/typescript/types.gen.ts";
import { ALONE, ApiCaller, type Context } from "./api/call.ts";
import { ClientState } from "./api/client_state.ts";
import { NewestOwners } from "./api/owners.ts";
import { type ApiRequest, preparer, sendOverFetch, sendOverPool } from "./api/request.ts";
import { type Download, type DownloadOptions, download } from "./download/download.ts";
import type { DownloadTarget } from "./download/target.ts";
import { InvalidResponseError } from "./errors.ts";
import {
  type SummarizeOptions,
  summarize,
  type TranscribeOptions,
  transcribe,
} from "./jobs/job.ts";
import { type BotaOptions, resolveSettings } from "./settings.ts";
import { showAs } from "./shared/redact.ts";
import { quoted } from "./shared/text.ts";
import { WORLD, type World } from "./shared/waiting.ts";
import type { UploadOptions } from "./upload/options.ts";
import type { Receipt } from "./upload/progress.ts";
import type { UploadSource } from "./upload/source.ts";
import { type Runtime, upload } from "./upload/upload.ts";
import { Pool } from "./wire/pool.ts";

/** Return what the operations are called over, as a part of something. */
function callerOf(caller: ApiCaller<ApiRequest>, context: Context): Caller {
  return {
    send: <Result>(operation: Operation, call: Call, options: CallOptions = {}) =>
      caller.call(operation, call, options, context) as Promise<Result>,
    invalid: (text) => new InvalidResponseError(text),
  };
}

/**
 * A client of the Bota recordings API.
 *
 * Every operation of the contract is a typed method of the attribute named for its tag, such as
 * `bota.recordings.get(id)`. Its connections are kept open; `close` it when done.
 */
export class Bota extends Resources {
  readonly #runtime: Runtime;

  /**
   * @param options the settings; what is left out comes from the environment.
   * @throws ConfigurationError when there is no key, or a setting cannot be used.
   * @throws TypeError when an option has the wrong type.
   */
  constructor(options?: BotaOptions);
  /**
   * @param world what tests bring in the place of time and chance.
   * @internal
   */
  constructor(options?: BotaOptions, world?: World);
  constructor(options: BotaOptions = {}, world: World = WORLD) {
    const settings = resolveSettings(options);
    const state = new ClientState(new NewestOwners());
    const pool = new Pool();
    const sendOnce = settings.fetch === null ? sendOverPool(pool) : sendOverFetch(settings.fetch);
    const caller = new ApiCaller(settings, state, world, preparer(settings), sendOnce);
    super(callerOf(caller, ALONE));
    this.#runtime = {
      settings,
      state,
      pool,
      world,
      resources: (signal, record) =>
        new Resources(callerOf(caller, { patient: true, signal, record })),
    };
  }

  /** The API's URL with its version, without a slash at the end. */
  get baseUrl(): string {
    return this.#runtime.settings.baseUrl;
  }

  /**
   * Upload one audio file, and resolve when the service has it, whole.
   *
   * Creates the recording (unless `recordingId` names one), asks for a signed URL, PUTs the bytes to
   * S3, completes the upload with their SHA-256 and waits for its verification.
   *
   * @param audio 1 byte to 5 GiB; what can be read only once is first read to its end and kept, up
   * to 1 MiB in memory, else in a temporary file.
   * @param options the recording's fields (`endUserId` is needed with a secret key; `name` is the
   * file's when left out), and how the upload is done.
   * @throws TypeError when an argument is wrong; nothing was sent.
   * @throws SourceError when the audio cannot be uploaded (nothing was sent), or changed under way.
   * @throws ApiError, ApiConnectionError when the API refused or gave no response, after all retries.
   * @throws StorageError, StorageConnectionError when S3 did so.
   * @throws IntegrityError when the service holds other bytes than were sent.
   * @throws VerificationTimeoutError when they are stored, but not verified in time.
   * @throws UploadCancelledError, DeadlineExceededError when stopped by `signal` or `deadline`.
   */
  upload(audio: UploadSource, options: UploadOptions = {}): Promise<Receipt> {
    return upload(this.#runtime, audio, options);
  }

  /**
   * Download the audio of a recording, and resolve when all of it is there, and right.
   *
   * A broken connection is gone on from where it broke, and a URL that has expired asked for anew.
   *
   * @param target a path, at which there is a file only when it is whole; a folder, in which it is
   * named for the recording; or a stream, which is not ended, and may have got bytes when this
   * rejects.
   * @throws TypeError when an argument is wrong; nothing was sent.
   * @throws TargetError when a file is there already (without `overwrite`), or cannot be written.
   * @throws ApiError, ApiConnectionError when the API refused or gave no response, after all retries.
   * @throws StorageError, StorageConnectionError when S3 did so.
   * @throws IntegrityError when the bytes that came are not those that the service says.
   * @throws UploadCancelledError, DeadlineExceededError when stopped by `signal` or `deadline`.
   */
  download(
    recordingId: string,
    target: DownloadTarget,
    options: DownloadOptions = {},
  ): Promise<Download> {
    return download(this.#runtime, recordingId, target, options);
  }

  /**
   * Have an uploaded recording transcribed, and resolve to the transcription when it is done.
   *
   * @param recording its id, or itself.
   * @param options further fields of createTranscription of the contract, such as `language`, and
   * how to wait. With `wait: false` it resolves to the transcription as soon as that has begun.
   * @throws TypeError when an argument is wrong; nothing was sent.
   * @throws TranscriptionFailedError when the service could not do it.
   * @throws ApiError, ApiConnectionError when the API refused or gave no response, after all retries.
   * @throws UploadCancelledError, DeadlineExceededError when stopped by `signal` or `deadline`, an
   * hour when left out. The transcription goes on; the error names it.
   */
  transcribe(
    recording: string | Recording,
    options: TranscribeOptions = {},
  ): Promise<Transcription> {
    return transcribe(this.#runtime, recording, options);
  }

  /**
   * Have a completed transcription summarised, and resolve to the summary when it is done.
   *
   * @param transcription its id, or itself.
   * @param options `templateId` or `prompt`, further fields of createSummary of the contract, and
   * how to wait, as for `transcribe`.
   * @throws SummaryFailedError when the service could not do it; the others as for `transcribe`.
   */
  summarize(transcription: string | Transcription, options: SummarizeOptions): Promise<Summary> {
    return summarize(this.#runtime, transcription, options);
  }

  /**
   * Close all connections. What is under way rejects with ClientClosedError, and so does all that is
   * called later.
   */
  close(): void {
    this.#runtime.state.close();
    this.#runtime.pool.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

showAs(Bota.prototype, (bota) => `Bota { baseUrl: ${quoted(bota.baseUrl)} }`);
