// Transcriptions and summaries: jobs that the service begins at once and finishes later.

import type {
  CreateSummaryRequest,
  CreateTranscriptionRequest,
  Recording,
  Summary,
  Transcription,
} from "../../../../generated/typescript/types.gen.ts";
import {
  checkedFields,
  checkSteering,
  type FieldOptions,
  STEERING,
  type Steering,
} from "../api/fields.ts";
import { isObject } from "../api/reading.ts";
import {
  ApiConnectionError,
  BotaError,
  InvalidResponseError,
  type JobFailedError,
  ServerError,
  SummaryFailedError,
  TranscriptionFailedError,
} from "../errors.ts";
import { isInDoubt, type RequestRecord } from "../shared/outcome.ts";
import { redactedExcerpt } from "../shared/redact.ts";
import { backoff, type Headers, serverWait } from "../shared/retry.ts";
import { checkPathId, quoted } from "../shared/text.ts";
import { isStop, Stop } from "../shared/waiting.ts";
import type { Runtime } from "../upload/upload.ts";

/** Milliseconds. */
const DEFAULT_DEADLINE = 3_600_000;

/** Seconds: the shortest wait between two looks at a job. */
const PAUSE = 1;

const UNDER_WAY: readonly string[] = ["pending", "processing"];

const OWN: ReadonlySet<string> = new Set([...STEERING, "wait"]);

/**
 * How a job is waited for.
 *
 * The deadline is an hour when left out; `Infinity` is none. `onProgress` is called with the job
 * whenever the service was asked for it.
 */
export interface JobOptions<Found> extends Steering<[job: Found]> {
  /** False resolves as soon as the job has begun; true, to its end, when left out. */
  readonly wait?: boolean | undefined;
}

/** How a recording is transcribed: further fields of createTranscription, and how to wait. */
export interface TranscribeOptions
  extends JobOptions<Transcription>,
    FieldOptions<CreateTranscriptionRequest, "recording_id"> {}

/** How a transcription is summarised: further fields of createSummary, and how to wait. */
export interface SummarizeOptions
  extends JobOptions<Summary>,
    FieldOptions<CreateSummaryRequest, "transcription_id"> {}

/** What the operations of one kind of job are. */
interface Operations<Found> {
  readonly create: () => Promise<Found>;
  readonly get: (id: string) => Promise<Found>;
  /** The newest job of the same source, if there is one. */
  readonly newest: () => Promise<Found | undefined>;
}

/** What is to be known of one kind of job; `what` is its name in messages. */
interface Kind<Found> {
  readonly what: string;
  readonly failure: typeof JobFailedError;
  readonly sourceOf: (job: Found) => string | null | undefined;
  readonly over: (api: ReturnType<Runtime["resources"]>) => Operations<Found>;
}

/** Have a recording transcribed. See `Bota.transcribe`. */
export async function transcribe(
  runtime: Runtime,
  recording: string | Recording,
  options: TranscribeOptions,
): Promise<Transcription> {
  const recording_id = idOf("recording", recording);
  const fields = fieldsOf(
    "createTranscription",
    "CreateTranscriptionRequest",
    "recording_id",
    options,
  );
  return run(runtime, recording_id, options, {
    what: "transcription",
    failure: TranscriptionFailedError,
    sourceOf: (job) => job.recording_id,
    over: ({ transcriptions }) => ({
      create: () => transcriptions.create({ ...fields, recording_id }),
      get: (id) => transcriptions.get(id),
      newest: async () => (await transcriptions.list({ recording_id }).page()).data[0],
    }),
  });
}

/** Have a transcription summarised. See `Bota.summarize`. */
export async function summarize(
  runtime: Runtime,
  transcription: string | Transcription,
  options: SummarizeOptions,
): Promise<Summary> {
  const transcription_id = idOf("transcription", transcription);
  const fields = fieldsOf("createSummary", "CreateSummaryRequest", "transcription_id", options);
  return run(runtime, transcription_id, options, {
    what: "summary",
    failure: SummaryFailedError,
    sourceOf: (job) => job.transcription_id,
    over: ({ summaries }) => ({
      create: () => summaries.create({ ...fields, transcription_id }),
      get: (id) => summaries.get(id),
      newest: async () => (await summaries.list({ transcription_id }).page()).data[0],
    }),
  });
}

async function run<Found extends Transcription | Summary>(
  runtime: Runtime,
  sourceId: string,
  options: JobOptions<Found>,
  kind: Kind<Found>,
): Promise<Found> {
  const { signal, deadline = DEFAULT_DEADLINE } = options;
  const stop = new Stop({ signal, deadline }, runtime.state.closing, kind.what);
  const job = new Job(runtime, sourceId, kind, stop.signal);
  try {
    stop.signal.throwIfAborted();
    for (let looks = 1; ; looks += 1) {
      const [found, asked] = await job.look();
      options.onProgress?.(found);
      if (options.wait === false || found.status === "completed") return found;
      if (found.status === "failed") {
        throw new kind.failure({
          jobId: found.id,
          status: found.status,
          code: found.error ? redactedExcerpt(found.error) : null,
          said: redactedExcerpt(found.error_message || "the service says no more"),
        });
      }
      const pause = Math.max(PAUSE, asked || backoff(looks, runtime.world.random));
      await runtime.world.sleep(pause, stop.signal);
    }
  } catch (error) {
    if (isStop(error) && job.id !== null) error.message += `; ${job.id} goes on, get it later`;
    throw error;
  } finally {
    stop.end();
  }
}

/** One job, from its creation on. */
class Job<Found extends Transcription | Summary> {
  readonly #runtime: Runtime;
  readonly #sourceId: string;
  readonly #kind: Kind<Found>;
  readonly #operations: Operations<Found>;
  #requests: RequestRecord[] = [];
  #headers: Headers = {};
  #id: string | null = null;

  constructor(runtime: Runtime, sourceId: string, kind: Kind<Found>, signal: AbortSignal) {
    this.#runtime = runtime;
    this.#sourceId = sourceId;
    this.#kind = kind;
    const api = runtime.resources(signal, (request, headers) => {
      this.#requests.push(request);
      this.#headers = headers;
    });
    this.#operations = kind.over(api);
  }

  /** The job's id, once it is known. */
  get id(): string | null {
    return this.#id;
  }

  /** Ask once; return the job and the seconds that the response asks to wait, if it does. */
  async look(): Promise<[Found, number | null]> {
    this.#requests = [];
    const found = await (this.#id === null ? this.#begin() : this.#operations.get(this.#id));
    const source = this.#kind.sourceOf(found) || this.#sourceId;
    if (source !== this.#sourceId || (this.#id !== null && found.id !== this.#id)) {
      throw new InvalidResponseError(
        `the API responded about the ${this.#kind.what} ${quoted(found.id)} of ${quoted(source)}, ` +
          `not about ${this.#id ?? "one"} of ${this.#sourceId}`,
      );
    }
    this.#id = found.id;
    return [found, serverWait(this.#headers, this.#runtime.state.clocks.api.now(), false)];
  }

  async #begin(): Promise<Found> {
    try {
      return await this.#operations.create();
    } catch (error) {
      const isLost = error instanceof ApiConnectionError || error instanceof ServerError;
      if (!isLost || !this.#requests.some(isInDoubt)) throw error;
      // One that was begun all the same would be replaced by another one.
      const found = await this.#operations.newest().catch((second: unknown) => {
        if (second instanceof BotaError && !isStop(second)) return undefined;
        throw second;
      });
      if (found === undefined || !UNDER_WAY.includes(found.status)) throw error;
      return found;
    }
  }
}

function fieldsOf(
  operation: string,
  model: string,
  without: string,
  options: JobOptions<never>,
): object {
  checkSteering(options);
  const { wait } = options;
  if (wait !== undefined && typeof wait !== "boolean") {
    throw new TypeError(`wait is a boolean, not ${typeof wait}`);
  }
  return checkedFields(operation, model, options, OWN, without);
}

function idOf(name: string, given: unknown): string {
  const id: unknown = isObject(given) ? given["id"] : given;
  checkPathId(name, id);
  return id as string;
}
