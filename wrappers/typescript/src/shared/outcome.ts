// One HTTP request, and what came of it.

import { redact, redactedExcerpt, showAs } from "./redact.ts";
import type { Headers } from "./retry.ts";

/** An HTTP response, read to its end. */
export class Response {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;

  constructor(status: number, headers: Headers, body: Uint8Array) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }
}

// A body or a Location can hold a signed URL.
showAs(Response.prototype, ({ status, body }) => `Response(${status}, ${body.length} bytes)`);

/**
 * Why there was no response, in a sentence for people that is free of secrets.
 *
 * `sent` is false only when the request certainly never reached the server, and `transient` only
 * when another attempt would end the same way.
 */
export class NoResponse {
  readonly reason: string;
  readonly timedOut: boolean;
  readonly sent: boolean;
  readonly transient: boolean;
  /** The platform's error, as far as it may be shown. */
  readonly cause: Error | undefined;

  constructor(
    reason: string,
    about: { timedOut?: boolean; sent: boolean; transient?: boolean; cause?: Error | undefined },
  ) {
    this.reason = reason;
    this.timedOut = about.timedOut ?? false;
    this.sent = about.sent;
    this.transient = about.transient ?? true;
    this.cause = about.cause;
  }
}

/** Something took longer than its time-out. */
export class StalledError extends Error {}

/** Return what there is to say of an error of the network. */
export function noResponse(error: unknown, sent: boolean): NoResponse {
  const timedOut = error instanceof StalledError;
  const what = timedOut ? "no response in time" : "the connection failed";
  const cause = shownError(error);
  const code = codeOf(error);
  return new NoResponse(`${what} (${cause.message || code || cause.name})`, {
    timedOut,
    sent,
    transient: !/CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|HOSTNAME_MISMATCH/.test(code),
    cause,
  });
}

/** Return the code of a platform's error, such as `ECONNRESET`; empty where it has none. */
export function codeOf(error: unknown): string {
  const code: unknown = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}

/** Return the words and the code of an error: what else hangs on it may hold bytes of a response. */
function shownError(error: unknown): Error {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const shown = Object.assign(new Error(redactedExcerpt(message)), { stack: redact(stack ?? "") });
  const code = redact(codeOf(error));
  return Object.assign(shown, { name: redact(name) }, code ? { code } : {});
}

/** Return what an error for want of a response is made with. */
export function causeOf({ cause }: NoResponse): ErrorOptions {
  return cause === undefined ? {} : { cause };
}

/** One HTTP request as it was sent. */
export interface RequestRecord {
  readonly method: string;
  /** The API path, or `S3 object` for the storage; never a query or a signature. */
  readonly target: string;
  /** The response's status; null when there was no response. */
  readonly status: number | null;
  /** From the request's start to its response. */
  readonly milliseconds: number;
  /** False when the request certainly never reached the server. */
  readonly sent: boolean;
}

/** Return whether a request may have done what it asks: neither refused nor certainly unsent. */
export function isInDoubt({ sent, status }: RequestRecord): boolean {
  return sent && !(status !== null && status >= 300 && status < 500);
}
