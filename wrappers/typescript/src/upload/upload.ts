// The upload of one source, from its recording to the verified audio.

import type { Resources } from "../../../../generated/typescript/operations.ts";
import type {
  CreateRecordingRequest,
  Recording,
} from "../../../../generated/typescript/types.gen.ts";
import type { Context } from "../api/call.ts";
import type { ClientState } from "../api/client_state.ts";
import { BotaError, IntegrityError, SourceChangedError } from "../errors.ts";
import type { Settings } from "../settings.ts";
import { NoResponse, type RequestRecord } from "../shared/outcome.ts";
import { monotonic, Stop, type World } from "../shared/waiting.ts";
import { Attempts } from "../storage/attempts.ts";
import { putOnce } from "../storage/put.ts";
import type { Digests, StorageOutcome } from "../storage/response.ts";
import { readSignedUrl, type SignedUrl } from "../storage/signed_url.ts";
import type { Pool } from "../wire/pool.ts";
import { contentTypeOf } from "./audio_type.ts";
import { checkCreated, checkUrl } from "./check.ts";
import { complete } from "./completion.ts";
import { describe, type Ending, type Stage, wordsFor } from "./ending.ts";
import { checkOptions, type UploadOptions } from "./options.ts";
import type { Phase, Receipt } from "./progress.ts";
import { openSource, type Source } from "./source.ts";

/** Full rounds from URL to completion: a second one after an integrity failure. */
const MAX_ROUNDS = 2;

/** What uploads, jobs and downloads run on. */
export interface Runtime {
  readonly settings: Settings;
  readonly state: ClientState;
  readonly pool: Pool;
  readonly world: World;
  /** Return the operations of the API, for calls that are a part of something that can be stopped. */
  resources(signal: AbortSignal, record: Context["record"]): Resources;
}

/** How the paths end of what each stage depends on. */
const ENDINGS: Readonly<Partial<Record<Stage, string>>> = {
  creating: "/recordings",
  stored: "/upload-complete",
};

/** Check, open and upload audio. See `Bota.upload`. */
export async function upload(
  runtime: Runtime,
  audio: unknown,
  options: UploadOptions,
): Promise<Receipt> {
  const fields = checkOptions(runtime.settings, options);
  const stop = new Stop(options.signal, options.deadline, "upload");
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
class Upload {
  readonly #runtime: Runtime;
  readonly #source: Source;
  readonly #options: UploadOptions;
  readonly #fields: CreateRecordingRequest;
  readonly #signal: AbortSignal;
  readonly #api: Resources;
  readonly #attempts: Attempts;
  readonly #requests: RequestRecord[] = [];
  #stage: Stage = "nothing";
  #recordingId: string | null;
  #contentType = "";
  #sha256 = "";
  #firstReading: Digests | null = null;
  #mayBeStored = false;

  constructor(
    runtime: Runtime,
    source: Source,
    options: UploadOptions,
    fields: CreateRecordingRequest,
    signal: AbortSignal,
  ) {
    this.#runtime = runtime;
    this.#source = source;
    this.#options = options;
    this.#fields = fields;
    this.#signal = signal;
    this.#recordingId = options.recordingId ?? null;
    this.#attempts = new Attempts({
      maxRetries: runtime.settings.maxRetries,
      state: runtime.state,
      world: runtime.world,
      signal,
      askForUrl: () => this.#askForUrl(),
      put: (signedUrl) => this.#put(signedUrl),
      report: (phase, bytesLost) => this.#report(phase, 0, bytesLost),
    });
    this.#api = runtime.resources(signal, (request) => this.#requests.push(request));
  }

  /** Do all of it. An error has its `recordingId` as soon as there is one. */
  async run(): Promise<Receipt> {
    const started = monotonic();
    let recording: Recording;
    let etag: string | null;
    try {
      [recording, etag] = await this.#allRounds();
    } catch (error) {
      if (error instanceof BotaError) describe(error, wordsFor(this.#ending()), this.#recordingId);
      throw error;
    }
    const verified =
      recording.content_sha256 === this.#sha256 && Boolean(recording.content_sha256_verified_at);
    this.#runtime.state.sha256IsVerified ||= verified;
    return {
      recordingId: recording.id,
      recording,
      bytes: this.#source.size,
      sha256: this.#sha256,
      verified,
      etag,
      contentType: this.#contentType,
      attempts: this.#attempts.count,
      requests: this.#requests,
      milliseconds: (monotonic() - started) * 1000,
    };
  }

  async #allRounds(): Promise<[Recording, string | null]> {
    const source = this.#source;
    this.#contentType = await contentTypeOf(
      source.name,
      this.#options.contentType,
      (start, count) => source.part(start, count),
    );
    this.#report("preparing");
    if (this.#options.checksum === "md5") this.#firstReading = await source.digests(true);
    this.#recordingId ??= await this.#create();
    const recordingId = this.#recordingId;
    this.#stage = "created";
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const { response, digests } = await this.#attempts.store();
      // S3 may have had the object already, and refused this body before its end.
      this.#sha256 = (digests ?? (await source.digests(false))).sha256;
      this.#stage = "stored";
      const { state, world } = this.#runtime;
      const report = (phase: Phase): void => this.#report(phase, source.size);
      const completing = { api: this.#api, state, world, signal: this.#signal, report };
      const recording = await complete(completing, recordingId, this.#sha256);
      if (recording !== null)
        return [recording, response instanceof NoResponse ? null : response.etag];
    }
    throw new IntegrityError(
      `the service stored other bytes than the ${source.size} that were sent, ${MAX_ROUNDS} times in a row`,
    );
  }

  async #create(): Promise<string> {
    this.#stage = "creating";
    const { title } = this.#source;
    const fields = title === null ? this.#fields : { name: title, ...this.#fields };
    const recording = await this.#api.recordings.create(fields);
    checkCreated(recording, fields, this.#runtime.state.owners);
    return recording.id;
  }

  async #askForUrl(): Promise<SignedUrl> {
    const recordingId = this.#recordingId as string;
    const { settings, state } = this.#runtime;
    const about = { contentType: this.#contentType, size: this.#source.size };
    const response = await this.#api.uploads.createUrl(recordingId, {
      content_type: about.contentType,
      file_size_bytes: about.size,
    });
    const signedUrl = readSignedUrl(response, settings, about);
    checkUrl(signedUrl.url, recordingId, state.owners, "createUploadUrl");
    return signedUrl;
  }

  async #put(signedUrl: SignedUrl): Promise<StorageOutcome> {
    const { settings, state, pool } = this.#runtime;
    const first = this.#firstReading;
    const wasInDoubt = this.#mayBeStored;
    this.#stage = "sending";
    const outcome = await putOnce(signedUrl, await this.#source.begin(), this.#source.size, {
      pool,
      timeout: settings.storageTimeout,
      signal: this.#signal,
      withMd5: !state.sha256IsVerified,
      contentMd5: first?.md5 ?? null,
      onBytes: (bytesSent) => {
        // S3 stores nothing of a body that it has not had to the end.
        this.#mayBeStored ||= bytesSent === this.#source.size;
        this.#report("uploading", bytesSent);
      },
      record: (request) => this.#requests.push(request),
    });
    const { response, digests } = outcome;
    if (!(response instanceof NoResponse) && response.status >= 300 && response.status < 500) {
      this.#mayBeStored = wasInDoubt;
    }
    if (!this.#mayBeStored) this.#stage = "created";
    if (first !== null && digests !== null && digests.sha256 !== first.sha256) {
      throw new SourceChangedError(
        "the source changed between its first reading and its upload; nothing was completed. Upload " +
          "it again when nothing writes to it any more",
      );
    }
    return outcome;
  }

  #report(phase: Phase, bytesSent = 0, bytesLost = 0): void {
    this.#options.onProgress?.({
      phase,
      recordingId: this.#recordingId,
      attempt: this.#attempts.count,
      bytesSent,
      totalBytes: this.#source.size,
      bytesLost,
    });
    this.#signal.throwIfAborted();
  }

  #ending(): Ending {
    const stage = this.#stage === "sending" && !this.#mayBeStored ? "created" : this.#stage;
    return {
      stage,
      recordingId: this.#recordingId,
      isNew: this.#options.recordingId === undefined,
      asked: this.#requests.filter(({ target }) => target.endsWith(ENDINGS[stage] ?? "")),
    };
  }
}
