// The upload of one source, from its recording to the verified audio.

import type { Resources } from "../../../../generated/typescript/operations.ts";
import type {
  CreateRecordingRequest,
  Recording,
} from "../../../../generated/typescript/types.gen.ts";
import type { Context } from "../api/call.ts";
import type { ClientState } from "../api/client_state.ts";
import {
  BotaError,
  DeadlineExceededError,
  IntegrityError,
  SourceChangedError,
  UploadCancelledError,
} from "../errors.ts";
import type { Settings } from "../settings.ts";
import { isInDoubt, NoResponse, type RequestRecord } from "../shared/outcome.ts";
import { retryWait } from "../shared/retry.ts";
import { monotonic, Stop, type World } from "../shared/waiting.ts";
import { after, type Budget, budgetOf, decide } from "../storage/decision.ts";
import { putError } from "../storage/explanation.ts";
import { putOnce } from "../storage/put.ts";
import type { Digests, StorageOutcome } from "../storage/response.ts";
import { needsRefresh, readSignedUrl, type SignedUrl } from "../storage/signed_url.ts";
import type { Pool } from "../wire/pool.ts";
import { contentTypeOf } from "./audio_type.ts";
import { checkCreated, checkUrl } from "./check.ts";
import { complete } from "./completion.ts";
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

/** What an upload has left in the service, as far as is known. */
type Stage = "nothing" | "creating" | "created" | "sending" | "stored";

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
  readonly #requests: RequestRecord[] = [];
  #stage: Stage = "nothing";
  #recordingId: string | null;
  #budget: Budget;
  #contentType = "";
  #sha256 = "";
  #attempt = 0;
  #firstReading: Digests | null = null;
  #bytesSent = 0;
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
    this.#budget = budgetOf(runtime.settings.maxRetries);
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
      if (error instanceof BotaError) describe(error, this.#stateOf(), this.#recordingId);
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
      attempts: this.#attempt,
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
    const recordingId = this.#recordingId ?? (await this.#create());
    this.#stage = "created";
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const { response, digests } = await this.#store(recordingId);
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
    this.#recordingId = recording.id;
    return recording.id;
  }

  async #store(recordingId: string): Promise<StorageOutcome> {
    const { state, settings, world } = this.#runtime;
    let signedUrl: SignedUrl | null = null;
    let spent = 0;
    for (;;) {
      this.#signal.throwIfAborted();
      this.#attempt += 1;
      if (this.#bytesSent > 0) {
        const lost = this.#bytesSent;
        this.#bytesSent = 0;
        this.#report("waiting", 0, lost);
      }
      this.#report("uploading");
      // Looked at as late as possible: whatever took time since it was signed is over.
      if (signedUrl === null || needsRefresh(signedUrl.expiresAt, state.clocks.now())) {
        signedUrl = await this.#askForUrl(recordingId);
      }
      const outcome = await this.#put(signedUrl);
      const action = decide(outcome, this.#budget);
      this.#budget = after(this.#budget, action);
      if (action.kind === "done") {
        state.quota.refund(spent);
        return outcome;
      }
      if (action.kind === "refresh") {
        signedUrl = null;
      } else if (action.kind === "retry" && state.quota.take(action.price)) {
        spent = action.price;
        this.#report("waiting");
        const number = settings.maxRetries - this.#budget.retries;
        await world.sleep(retryWait(number, action.askedWait, world.random), this.#signal);
      } else {
        throw putError(outcome, signedUrl, this.#attempt, state.clocks.api.now());
      }
    }
  }

  async #askForUrl(recordingId: string): Promise<SignedUrl> {
    const { settings, state } = this.#runtime;
    const about = { contentType: this.#contentType, size: this.#source.size };
    const response = await this.#api.uploads.createUrl(recordingId, {
      content_type: about.contentType,
      file_size_bytes: about.size,
    });
    const signedUrl = readSignedUrl(response, settings, about);
    checkUrl(signedUrl.url, recordingId, state.owners, "createUploadUrl");
    if (signedUrl.signedAt !== null && state.clocks.api.now() === null) {
      // An API that names no date has just named it in its signature.
      state.clocks.api.learnTime(signedUrl.signedAt);
    }
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
    this.#bytesSent = outcome.bytesSent;
    if (!(response instanceof NoResponse)) {
      if (response.status >= 300 && response.status < 500) this.#mayBeStored = wasInDoubt;
      if (response.serverTime !== null) state.clocks.storage.learnTime(response.serverTime);
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
      attempt: this.#attempt,
      bytesSent,
      totalBytes: this.#source.size,
      bytesLost,
    });
    this.#signal.throwIfAborted();
  }

  /** Return in words what the upload leaves in the service, where it ended. */
  #stateOf(): string {
    const of = `the recording ${this.#recordingId}`;
    const stage = this.#stage === "sending" && !this.#mayBeStored ? "created" : this.#stage;
    // What was done with the request that made the difference, or all that is known of it.
    const asked = this.#requests.filter(({ target }) => target.endsWith(ENDINGS[stage] ?? ""));
    const inDoubt = asked.some(isInDoubt);
    switch (stage) {
      case "nothing":
        return "no recording was created";
      case "creating":
        return inDoubt
          ? "a recording may have been created; no response says so"
          : "no recording was created";
      case "created":
        return this.#options.recordingId === undefined
          ? `${of} is there, without its audio`
          : `nothing was stored in ${of}`;
      case "sending":
        return `${of} is there; its audio may be stored or not, but is not completed`;
      case "stored":
        return inDoubt || asked.at(-1)?.status === 425
          ? `${of} has its audio stored, but its completion is not known`
          : `${of} has its audio stored, but is not completed`;
    }
  }
}

function describe(error: BotaError, state: string, recordingId: string | null): void {
  if (error.state !== null) return;
  error.state = state;
  error.recordingId = recordingId;
  if (error instanceof UploadCancelledError || error instanceof DeadlineExceededError) {
    error.message += `; ${state}`;
  }
}
