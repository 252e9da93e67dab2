// The upload of one source over the API, from its recording to the verified audio.

import type { Resources } from "../../../../generated/typescript/operations.ts";
import type { CreateRecordingRequest } from "../../../../generated/typescript/types.gen.ts";
import type { Context } from "../api/call.ts";
import type { ClientState } from "../api/client_state.ts";
import { BotaError, SourceChangedError } from "../errors.ts";
import type { Settings } from "../settings.ts";
import { Stop, type World } from "../shared/waiting.ts";
import { putOnce } from "../storage/put.ts";
import type { Digests, StorageOutcome } from "../storage/response.ts";
import { readSignedUrl, type SignedUrl } from "../storage/signed_url.ts";
import type { Pool } from "../wire/pool.ts";
import { contentTypeOf } from "./audio_type.ts";
import { checkCreated, checkUrl } from "./check.ts";
import { describe } from "./ending.ts";
import { checkOptions, type UploadOptions } from "./options.ts";
import type { Receipt } from "./progress.ts";
import { UploadRun } from "./run.ts";
import { openSource, type Source } from "./source.ts";

/** What uploads, jobs and downloads run on. */
export interface Runtime {
  readonly settings: Settings;
  readonly state: ClientState;
  readonly pool: Pool;
  readonly world: World;
  /** Return the operations of the API, for calls that are a part of something that can be stopped. */
  resources(signal: AbortSignal, record: Context["record"]): Resources;
}

/** Check, open and upload audio. See `Bota.upload`. */
export async function upload(
  runtime: Runtime,
  audio: unknown,
  options: UploadOptions,
): Promise<Receipt> {
  const fields = checkOptions(runtime.settings, options);
  const stop = new Stop(options, runtime.state.closing, "upload");
  try {
    stop.signal.throwIfAborted();
    const source = await openSource(audio, stop.signal);
    try {
      return await new Upload(runtime, source, options, fields, stop.signal).run();
    } finally {
      await source.close();
    }
  } catch (error) {
    if (error instanceof BotaError) describe(error, "no recording was created", null);
    throw error;
  } finally {
    stop.end();
  }
}

/** One upload under way of a source. */
class Upload extends UploadRun {
  readonly #runtime: Runtime;
  readonly #source: Source;
  readonly #options: UploadOptions;
  readonly #fields: CreateRecordingRequest;
  readonly #signal: AbortSignal;
  protected readonly completion: Resources;
  protected readonly deciding = { creating: "/recordings", stored: "/upload-complete" } as const;
  #firstReading: Digests | null = null;

  constructor(
    runtime: Runtime,
    source: Source,
    options: UploadOptions,
    fields: CreateRecordingRequest,
    signal: AbortSignal,
  ) {
    const { settings, state, world } = runtime;
    const { recordingId, onProgress } = options;
    const { maxRetries } = settings;
    super({ size: source.size, recordingId, maxRetries, state, world, signal, onProgress });
    this.#runtime = runtime;
    this.#source = source;
    this.#options = options;
    this.#fields = fields;
    this.#signal = signal;
    this.completion = runtime.resources(signal, (request) => this.requests.push(request));
  }

  protected async prepare(): Promise<void> {
    const source = this.#source;
    const { contentType, checksum } = this.#options;
    this.contentType = await contentTypeOf(source.name, contentType, (start, count) =>
      source.part(start, count),
    );
    this.report("preparing");
    if (checksum === "md5") this.#firstReading = await source.digests(true, this.#signal);
    if (this.recordingId === null) await this.#create();
  }

  async #create(): Promise<void> {
    this.stage = "creating";
    const { title } = this.#source;
    const fields = title === null ? this.#fields : { name: title, ...this.#fields };
    const recording = await this.completion.recordings.create(fields);
    checkCreated(recording, fields, this.#runtime.state.owners);
    this.recordingId = recording.id;
    this.stage = "created";
  }

  protected async askForUrl(): Promise<SignedUrl> {
    const recordingId = this.recordingId as string;
    const { settings, state } = this.#runtime;
    const about = { contentType: this.contentType, size: this.#source.size };
    const response = await this.completion.uploads.createUrl(recordingId, {
      content_type: about.contentType,
      file_size_bytes: about.size,
    });
    const signedUrl = readSignedUrl(response, settings, about);
    checkUrl(signedUrl.url, recordingId, state.owners, "createUploadUrl");
    return signedUrl;
  }

  protected async put(
    signedUrl: SignedUrl,
    onBytes: (bytesSent: number) => void,
  ): Promise<StorageOutcome> {
    const { settings, state, pool } = this.#runtime;
    const first = this.#firstReading;
    const outcome = await putOnce(signedUrl, await this.#source.begin(), this.#source.size, {
      pool,
      timeout: settings.storageTimeout,
      signal: this.#signal,
      withMd5: !state.sha256IsVerified,
      contentMd5: first?.md5 ?? null,
      onBytes,
      record: (request) => this.requests.push(request),
    });
    const { digests } = outcome;
    if (first !== null && digests !== null && digests.sha256 !== first.sha256) {
      throw new SourceChangedError(
        "the source changed between its first reading and its upload; nothing was completed. Upload " +
          "it again when nothing writes to it any more",
      );
    }
    return outcome;
  }

  protected async sha256Of({ digests }: StorageOutcome): Promise<string> {
    // S3 may have had the object already, and refused this body before its end.
    return (digests ?? (await this.#source.digests(false, this.#signal))).sha256;
  }
}
