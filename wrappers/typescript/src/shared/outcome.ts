// One HTTP request, and what came of it.

import { redactedExcerpt, showAs } from "./redact.ts";
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

  constructor(reason: string, about: { timedOut?: boolean; sent: boolean; transient?: boolean }) {
    this.reason = reason;
    this.timedOut = about.timedOut ?? false;
    this.sent = about.sent;
    this.transient = about.transient ?? true;
  }
}

/** Something took longer than its time-out. */
export class StalledError extends Error {}

/** Return what there is to say of an error of the network. */
export function noResponse(error: unknown, sent: boolean): NoResponse {
  const timedOut = error instanceof StalledError;
  const what = timedOut ? "no response in time" : "the connection failed";
  const said = error instanceof Error ? error.message || error.name : String(error);
  return new NoResponse(`${what} (${redactedExcerpt(said)})`, {
    timedOut,
    sent,
    transient: !isAboutCertificates(error),
  });
}

function isAboutCertificates(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code ?? "");
  return /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|HOSTNAME_MISMATCH/.test(code);
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
