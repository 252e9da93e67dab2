// One PUT of a Blob over XMLHttpRequest, which alone reports in a page how much has been sent.
//
// A page sees less than other clients: no `100 Continue`, no reason for a connection that failed, no
// header that the bucket's CORS rules do not expose; and a redirect is followed before it is seen.

import { SourceChangedError } from "../errors.ts";
import {
  NoResponse,
  noResponse,
  type RequestRecord,
  Response,
  StalledError,
} from "../shared/outcome.ts";
import type { Headers } from "../shared/retry.ts";
import { monotonic, timerMs } from "../shared/waiting.ts";
import { type BodyPhase, parseResponse, type StorageOutcome } from "../storage/response.ts";
import { checkSignedHeaders, type SignedUrl } from "../storage/signed_url.ts";

/** What a PUT is done with, beside its body. */
export interface BlobPutOptions {
  /** Seconds without progress, and until S3 responds after the last byte. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Called with the bytes sent so far. */
  onBytes(bytesSent: number): void;
  record(request: RequestRecord): void;
}

/**
 * PUT a Blob to a signed URL, once.
 *
 * Rejects with the signal's reason when that is aborted, with what `onBytes` throws, and with
 * SourceChangedError when the Blob is a file that cannot be read any more, or has another size.
 */
export async function putBlob(
  signedUrl: SignedUrl,
  blob: Blob,
  options: BlobPutOptions,
): Promise<StorageOutcome> {
  checkSignedHeaders(signedUrl, signedUrl.headers);
  const exchange = new BlobExchange(signedUrl, blob, options);
  const started = monotonic();
  let response: Response | NoResponse | null = null;
  try {
    response = await exchange.run();
  } finally {
    options.record({
      method: "PUT",
      target: "S3 object",
      status: response instanceof Response ? response.status : null,
      milliseconds: (monotonic() - started) * 1000,
      sent: true,
    });
  }
  if (response instanceof NoResponse) await checkReadable(blob);
  // The browser says of a success alone that all was sent; what S3 stored, the completion shows.
  const bytesSent = response instanceof Response && response.ok ? blob.size : exchange.bytesSent;
  const phase: BodyPhase = bytesSent === blob.size ? "after" : bytesSent > 0 ? "during" : "before";
  const urlEnd = signedUrl.expiresAt;
  return { response: parseResponse(response), phase, bytesSent, digests: null, urlEnd };
}

class BlobExchange {
  readonly #xhr = new XMLHttpRequest();
  readonly #signedUrl: SignedUrl;
  readonly #blob: Blob;
  readonly #options: BlobPutOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  bytesSent = 0;

  constructor(signedUrl: SignedUrl, blob: Blob, options: BlobPutOptions) {
    this.#signedUrl = signedUrl;
    this.#blob = blob;
    this.#options = options;
  }

  async run(): Promise<Response | NoResponse> {
    const { signal, timeout } = this.#options;
    signal.throwIfAborted();
    let stop = (): void => {};
    try {
      return await new Promise((resolve, reject) => {
        stop = () => reject(signal.reason);
        signal.addEventListener("abort", stop, { once: true });
        const late = `no byte was accepted, or no response given, for ${timeout} seconds`;
        const arm = (): void => {
          clearTimeout(this.#timer);
          this.#timer = setTimeout(
            () => resolve(noResponse(new StalledError(late), true)),
            timerMs(timeout),
          );
        };
        const onProgress = ({ loaded, total, lengthComputable }: ProgressEvent): void => {
          arm();
          this.bytesSent = loaded;
          // Of a File that has grown unseen a browser sends all that is there: Chromium compares the
          // dates by whole seconds, and nothing where there is none.
          if (lengthComputable && total !== this.#blob.size) {
            reject(unreadable());
            return;
          }
          try {
            this.#options.onBytes(loaded);
          } catch (thrown) {
            reject(thrown);
          }
        };
        this.#xhr.upload.onprogress = onProgress;
        this.#xhr.onprogress = arm;
        this.#xhr.onload = () => resolve(this.#response());
        this.#xhr.onerror = () => resolve(this.#noResponse());
        arm();
        this.#send();
      });
    } finally {
      clearTimeout(this.#timer);
      signal.removeEventListener("abort", stop);
      this.#xhr.upload.onprogress = null;
      // Nothing, unless it is still under way.
      this.#xhr.abort();
    }
  }

  #send(): void {
    this.#xhr.open("PUT", this.#signedUrl.url.reveal());
    this.#xhr.responseType = "arraybuffer";
    for (const [name, value] of Object.entries(this.#signedUrl.headers)) {
      this.#xhr.setRequestHeader(name, value);
    }
    this.#xhr.send(this.#blob);
  }

  #response(): Response {
    const body = new Uint8Array((this.#xhr.response as ArrayBuffer | null) ?? new ArrayBuffer(0));
    return new Response(this.#xhr.status, headersOf(this.#xhr), body);
  }

  #noResponse(): NoResponse {
    // Status 0 is all that a page gets to see (WHATWG, "Fetch": a network error).
    const names = Object.keys(this.#signedUrl.headers).join(", ");
    const reason =
      globalThis.navigator?.onLine === false
        ? "the connection failed (this device is offline)"
        : "the connection failed, or the browser keeps the response from this page: it does not say " +
          `which. If it is so every time, the bucket's CORS rules have to allow PUT from ` +
          `${globalThis.location?.origin} with the headers ${names}`;
    return new NoResponse(reason, { sent: true });
  }
}

function headersOf(xhr: XMLHttpRequest): Headers {
  return Object.fromEntries(
    xhr
      .getAllResponseHeaders()
      .split("\r\n")
      .filter(Boolean)
      .map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
}

/** Reject if a file is gone or has changed since it was chosen: that fails like a connection. */
async function checkReadable(blob: Blob): Promise<void> {
  try {
    await blob.slice(0, 1).arrayBuffer();
  } catch (error) {
    throw unreadable(error);
  }
}

/** Return the error for a Blob that cannot be read. */
export function unreadable(error?: unknown): SourceChangedError {
  return new SourceChangedError(
    "the file was changed, moved or deleted since it was chosen, or cannot be read; nothing was " +
      "completed. Choose it again",
    error === undefined ? {} : { cause: error },
  );
}
