// One PUT of a whole body, with its bytes hashed while they are sent. The storage is another world:
// no key, no cookies, no redirects, nothing on the wire but what is asked.

import { createHash, type Hash } from "node:crypto";
import { CONNECT_TIMEOUT } from "../api/request.ts";
import { type RequestRecord, Response } from "../shared/outcome.ts";
import { monotonic } from "../shared/waiting.ts";
import { type Body, exchange } from "../wire/exchange.ts";
import { type Pool, targetOf } from "../wire/pool.ts";
import { type BodyPhase, type Digests, parseResponse, type StorageOutcome } from "./response.ts";
import { checkSignedHeaders, type SignedUrl } from "./signed_url.ts";

/** Bytes: a larger body waits for `100 Continue`, so that a refusal costs none of it. */
const EXPECT_FROM = 1 << 20;

/** Bytes that pass between two reports of progress. */
export const PROGRESS_STEP: number = 1 << 20;

/** A source, read anew from its beginning. */
export interface Reading {
  /** Return the next bytes, in the buffer or elsewhere; null at the end. */
  next(buffer: Buffer): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

/** What a PUT is done with, beside its body. */
export interface PutOptions {
  readonly pool: Pool;
  /** Seconds without S3 accepting a piece, and until it responds. */
  readonly timeout: number;
  readonly signal: AbortSignal | null;
  /** Whether to compute the MD5 too, to be compared with S3's ETag. */
  readonly withMd5: boolean;
  /** Where it is known already, the MD5 that goes with the body for S3 to check (RFC 1864). */
  readonly contentMd5: string | null;
  /** Called with the bytes sent so far, about every PROGRESS_STEP of them. */
  onBytes(bytesSent: number): void;
  record(request: RequestRecord): void;
}

/**
 * PUT a body of `size` bytes to a signed URL, once, and close the reading.
 *
 * What the reading rejects with passes through; it does so before its last piece, so that S3 has
 * stored nothing.
 */
export async function putOnce(
  signedUrl: SignedUrl,
  reading: Reading,
  size: number,
  options: PutOptions,
): Promise<StorageOutcome> {
  const { pool, timeout, signal } = options;
  const body = new HashedBody(reading, size, options);
  const headers: Record<string, string> = { ...signedUrl.headers };
  try {
    const hasMd5 = Object.keys(headers).some((name) => name.toLowerCase() === "content-md5");
    if (options.contentMd5 !== null && !hasMd5) {
      headers["Content-MD5"] = Buffer.from(options.contentMd5, "hex").toString("base64");
    }
    checkSignedHeaders(signedUrl, headers);
    // A source that has changed already is found before anything is sent.
    await body.readFirst();
    const target = targetOf(signedUrl.url.reveal());
    headers["Content-Length"] = String(size);
    if (size > EXPECT_FROM && !pool.silentHosts.has(target.origin))
      headers["Expect"] = "100-continue";
    const started = monotonic();
    const timeouts = { connect: CONNECT_TIMEOUT, write: timeout, read: timeout };
    let status: number | null = null;
    try {
      const response = await exchange(pool, {
        method: "PUT",
        target,
        headers,
        body,
        timeouts,
        signal,
      });
      if (response instanceof Response) {
        status = response.status;
        // RFC 9110, section 15.5.18: the expectation is refused, not the request.
        if (status === 417) pool.silentHosts.add(target.origin);
      }
      return body.outcome(parseResponse(response), signedUrl.expiresAt);
    } finally {
      const milliseconds = (monotonic() - started) * 1000;
      options.record({ method: "PUT", target: "S3 object", status, milliseconds, sent: true });
    }
  } finally {
    await reading.close();
  }
}

/** The hashes of a body whose pieces are taken as they pass. */
export class BodyHash {
  readonly #sha256: Hash = createHash("sha256");
  readonly #md5: Hash | null;

  constructor(withMd5: boolean) {
    this.#md5 = withMd5 ? createHash("md5") : null;
  }

  update(chunk: Uint8Array): void {
    this.#sha256.update(chunk);
    this.#md5?.update(chunk);
  }

  digests(): Digests {
    return { sha256: this.#sha256.digest("hex"), md5: this.#md5?.digest("hex") ?? null };
  }
}

class HashedBody implements Body {
  readonly #reading: Reading;
  readonly #size: number;
  readonly #hash: BodyHash;
  readonly #onBytes: (bytesSent: number) => void;
  #first: Uint8Array | null = null;
  #sent = 0;
  #reported = 0;

  constructor(reading: Reading, size: number, options: PutOptions) {
    this.#reading = reading;
    this.#size = size;
    this.#hash = new BodyHash(options.withMd5);
    this.#onBytes = (bytesSent) => options.onBytes(bytesSent);
  }

  async readFirst(): Promise<void> {
    this.#first = await this.#reading.next(Buffer.allocUnsafeSlow(Math.min(FIRST, this.#size)));
  }

  async next(buffer: Buffer): Promise<Uint8Array | null> {
    const chunk = this.#first ?? (await this.#reading.next(buffer));
    this.#first = null;
    if (chunk !== null) this.#hash.update(chunk);
    return chunk;
  }

  accepted(bytes: number): void {
    this.#sent += bytes;
    if (this.#sent - this.#reported >= PROGRESS_STEP || this.#sent === this.#size) {
      this.#reported = this.#sent;
      this.#onBytes(this.#sent);
    }
  }

  outcome(response: StorageOutcome["response"], urlEnd: number | null): StorageOutcome {
    const phase: BodyPhase =
      this.#sent === this.#size ? "after" : this.#sent > 0 ? "during" : "before";
    const digests = phase === "after" ? this.#hash.digests() : null;
    return { response, phase, bytesSent: this.#sent, digests, urlEnd };
  }
}

/** Bytes that are read before there is a connection. */
const FIRST = 64 << 10;
