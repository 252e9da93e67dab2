// What every upload does, whatever its source is and whoever asks the API for it: PUT, complete, and
// know at any time where it stands.

import type { Recording } from "../../../../generated/typescript/types.gen.ts";
import type { ClientState } from "../api/client_state.ts";
import { BotaError, IntegrityError } from "../errors.ts";
import { NoResponse, type RequestRecord } from "../shared/outcome.ts";
import { monotonic, type World } from "../shared/waiting.ts";
import { Attempts } from "../storage/attempts.ts";
import type { StorageOutcome } from "../storage/response.ts";
import type { SignedUrl } from "../storage/signed_url.ts";
import { type CompletionApi, complete } from "./completion.ts";
import { describe, type Stage, wordsFor } from "./ending.ts";
import type { Phase, Progress, Receipt } from "./progress.ts";

/** Full rounds from URL to completion: a second one after an integrity failure. */
const MAX_ROUNDS = 2;

/** What an upload is of, and what it is done with. */
export interface UploadFrame {
  /** Bytes of the source. */
  readonly size: number;
  /** The recording that was given; else one is created. */
  readonly recordingId: string | undefined;
  readonly maxRetries: number;
  readonly state: ClientState;
  readonly world: World;
  readonly signal: AbortSignal;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** One upload under way. */
export abstract class UploadRun {
  readonly #frame: UploadFrame;
  readonly #attempts: Attempts;
  #mayBeStored = false;
  protected readonly requests: RequestRecord[] = [];
  protected recordingId: string | null;
  protected stage: Stage;
  protected contentType = "";

  constructor(frame: UploadFrame) {
    this.#frame = frame;
    this.recordingId = frame.recordingId ?? null;
    this.stage = this.recordingId === null ? "nothing" : "created";
    this.#attempts = new Attempts({
      maxRetries: frame.maxRetries,
      state: frame.state,
      world: frame.world,
      signal: frame.signal,
      askForUrl: () => this.askForUrl(),
      put: (signedUrl) => this.#put(signedUrl),
      report: (phase, bytesLost) => this.report(phase, 0, bytesLost),
    });
  }

  /** How the targets of the requests end that a stage depends on. */
  protected abstract readonly deciding: Readonly<Partial<Record<Stage, string>>>;
  protected abstract readonly completion: CompletionApi;

  /** Do what comes before the first URL: find the content type, as a rule. */
  protected abstract prepare(): Promise<void>;
  protected abstract askForUrl(): Promise<SignedUrl>;
  /** PUT the source once, with `onBytes` called as its bytes are sent. */
  protected abstract put(
    signedUrl: SignedUrl,
    onBytes: (bytesSent: number) => void,
  ): Promise<StorageOutcome>;
  /** Return the SHA-256 of the source, of which this PUT was. */
  protected abstract sha256Of(outcome: StorageOutcome): Promise<string>;

  /** Do all of it. An error has its `recordingId` as soon as there is one. */
  async run(): Promise<Receipt> {
    const started = monotonic();
    try {
      await this.prepare();
      const [recording, sha256, etag] = await this.#allRounds();
      const verified =
        recording.content_sha256 === sha256 && Boolean(recording.content_sha256_verified_at);
      this.#frame.state.sha256IsVerified ||= verified;
      return {
        recordingId: recording.id,
        recording,
        bytes: this.#frame.size,
        sha256,
        verified,
        etag,
        contentType: this.contentType,
        attempts: this.#attempts.count,
        requests: this.requests,
        milliseconds: (monotonic() - started) * 1000,
      };
    } catch (error) {
      if (error instanceof BotaError) describe(error, this.#stateInWords(), this.recordingId);
      throw error;
    }
  }

  async #allRounds(): Promise<[Recording, string, string | null]> {
    const { size, state, world, signal } = this.#frame;
    const report = (phase: Phase): void => this.report(phase, size);
    const completing = { api: this.completion, state, world, signal, report };
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const outcome = await this.#attempts.store();
      const sha256 = await this.sha256Of(outcome);
      this.stage = "stored";
      const recording = await complete(completing, this.recordingId as string, sha256);
      const { response } = outcome;
      if (recording !== null)
        return [recording, sha256, response instanceof NoResponse ? null : response.etag];
    }
    throw new IntegrityError(
      `the service stored other bytes than the ${size} that were sent, ${MAX_ROUNDS} times in a row`,
    );
  }

  async #put(signedUrl: SignedUrl): Promise<StorageOutcome> {
    const wasInDoubt = this.#mayBeStored;
    this.stage = "sending";
    const outcome = await this.put(signedUrl, (bytesSent) => {
      // S3 stores nothing of a body that it has not had to the end.
      this.#mayBeStored ||= bytesSent === this.#frame.size;
      this.report("uploading", bytesSent);
    });
    const { response } = outcome;
    if (!(response instanceof NoResponse) && response.status >= 300 && response.status < 500) {
      this.#mayBeStored = wasInDoubt;
    }
    return outcome;
  }

  protected report(phase: Phase, bytesSent = 0, bytesLost = 0): void {
    this.#frame.onProgress?.({
      phase,
      recordingId: this.recordingId,
      attempt: this.#attempts.count,
      bytesSent,
      totalBytes: this.#frame.size,
      bytesLost,
    });
    this.#frame.signal.throwIfAborted();
  }

  #stateInWords(): string {
    const stage = this.stage === "sending" && !this.#mayBeStored ? "created" : this.stage;
    return wordsFor({
      stage,
      recordingId: this.recordingId,
      isNew: this.#frame.recordingId === undefined,
      asked: this.requests.filter(({ target }) => target.endsWith(this.deciding[stage] ?? "")),
    });
  }
}
