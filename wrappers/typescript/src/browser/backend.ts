// The app's own server, which has the API key: how a page asks it for what only a key can ask.

import type { Operation } from "../../../../generated/typescript/calling.ts";
import type {
  CompleteUploadRequest,
  CreateUploadUrlRequest,
  Recording,
  UploadUrl,
} from "../../../../generated/typescript/types.gen.ts";
import { ApiCaller, type Context, type Patience, type Prepared } from "../api/call.ts";
import type { ClientState } from "../api/client_state.ts";
import { InvalidResponseError } from "../errors.ts";
import { type NoResponse, noResponse, Response, StalledError } from "../shared/outcome.ts";
import { randomHex } from "../shared/random.ts";
import { orAborted, timerMs, type World } from "../shared/waiting.ts";

/** What a page asks its server for an upload URL with: JSON. */
export interface UploadUrlRequest extends CreateUploadUrlRequest {
  /** The recording that the URL is for; null for a new one, which the server then creates. */
  readonly recording_id: string | null;
  /** The file's name, for a new recording; null where the audio has none. */
  readonly name: string | null;
  /**
   * The same for all requests of one upload. With it as the `Idempotency-Key` of createRecording, a
   * request that is repeated makes no second recording.
   */
  readonly idempotency_key: string;
}

/** What a page asks its server to complete an upload with: JSON. */
export interface CompletionRequest extends CompleteUploadRequest {
  readonly recording_id: string;
}

/** The response of createUploadUrl, with the id of the recording that it is for. */
export interface PageUploadUrl extends UploadUrl {
  readonly recording_id: string;
}

/** What ends one request to the app's server: its timeout, or the upload's end. */
export interface Asking {
  readonly signal: AbortSignal;
}

/**
 * How a page reaches its server. Each method resolves to the `Response` of a `fetch`, or to what its
 * JSON holds. A `Response` with an error status is repeated, or becomes an error, as one of the API;
 * a `fetch` that fails for want of a network is repeated too. What else a method throws ends the
 * upload.
 */
export interface Backend {
  /** Have the server create the recording, where there is none yet, and an upload URL for it. */
  createUploadUrl(
    request: UploadUrlRequest,
    asking: Asking,
  ): Promise<globalThis.Response | PageUploadUrl>;
  /** Have the server complete the upload; resolves to the recording. */
  completeUpload(
    request: CompletionRequest,
    asking: Asking,
  ): Promise<globalThis.Response | Recording>;
}

/** A request to the app's server. */
interface PageRequest extends Prepared {
  send(asking: Asking): Promise<unknown>;
}

const CREATE_UPLOAD_URL = operation("createUploadUrl", "UploadUrl");
const COMPLETE_UPLOAD = operation("completeUpload", "Recording");

function operation(id: "createUploadUrl" | "completeUpload", model: string): Operation {
  return { id, method: "POST", path: id, result: "json", limits: [], model };
}

/** Asks the app's server with the patience, the retries and the errors of calls to the API. */
export class AskedBackend {
  readonly #caller: ApiCaller<PageRequest>;
  readonly #context: Context;
  readonly #backend: Backend;

  constructor(
    backend: Backend,
    patience: Patience,
    state: ClientState,
    world: World,
    context: Context,
  ) {
    this.#backend = backend;
    this.#context = context;
    this.#caller = new ApiCaller(patience, state, world, prepare, sendOnce);
  }

  /** Ask for an upload URL. */
  async createUploadUrl(request: UploadUrlRequest): Promise<PageUploadUrl> {
    const found = (await this.#ask(CREATE_UPLOAD_URL, (asking) =>
      this.#backend.createUploadUrl(request, asking),
    )) as PageUploadUrl;
    const { recording_id: id }: { recording_id: unknown } = found;
    const isRight = typeof id === "string" && /^[!-~]+$/.test(id);
    if (!isRight || (request.recording_id !== null && request.recording_id !== id)) {
      throw new InvalidResponseError(
        "the response of createUploadUrl has no recording_id, or another one than was asked for",
      );
    }
    return found;
  }

  /** Ask for the completion of an upload. */
  async completeUpload(request: CompletionRequest): Promise<Recording> {
    return (await this.#ask(COMPLETE_UPLOAD, (asking) =>
      this.#backend.completeUpload(request, asking),
    )) as Recording;
  }

  #ask(operation: Operation, send: PageRequest["send"]): Promise<unknown> {
    return this.#caller.call(operation, { body: send }, {}, this.#context);
  }
}

async function prepare(
  { method, path }: Operation,
  { body }: { body?: unknown },
): Promise<PageRequest> {
  // It makes each request one that may be repeated; the server gets the key of the upload.
  const headers = { "idempotency-key": randomHex(16) };
  return { method, path, headers, send: body as PageRequest["send"] };
}

async function sendOnce(
  request: PageRequest,
  timeout: number,
  signal: AbortSignal,
): Promise<Response | NoResponse> {
  const late = AbortSignal.timeout(timerMs(timeout));
  const either = AbortSignal.any([late, signal]);
  try {
    // Whatever is made of the signal on the other side.
    return await orAborted(request.send({ signal: either }).then(responseOf), either);
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted)
      return noResponse(new StalledError(`no whole response in ${timeout} seconds`), true);
    if (isOfNetwork(error)) return noResponse(error, true);
    throw error;
  }
}

// In Chromium, Firefox, Safari, React Native and Node. What is said of a body that breaks, too.
const NETWORK =
  /^(?:Failed to fetch|Network ?Error|Error in input stream|Load failed|The (?:Internet|network) connection |The request timed out|Could not connect to the server|A (?:server with the specified hostname|network error) |Network request failed|fetch failed|terminated)/i;

/**
 * Return whether an error is what `fetch` rejects with when the network fails.
 *
 * That is a TypeError (WHATWG, "Fetch"), as is a mistake in the page's own code, which would be made
 * again: only the words differ, and they are each browser's own.
 */
export function isOfNetwork(error: unknown): boolean {
  return error instanceof TypeError && NETWORK.test(error.message);
}

async function responseOf(found: unknown): Promise<Response> {
  if (!(found instanceof globalThis.Response)) {
    return new Response(200, {}, new TextEncoder().encode(JSON.stringify(found ?? null)));
  }
  const headers = Object.fromEntries(found.headers);
  // The app's server has a clock of its own, which no signature is dated by.
  delete headers["date"];
  return new Response(found.status, headers, new Uint8Array(await found.arrayBuffer()));
}
