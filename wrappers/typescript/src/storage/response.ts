// What came of a request to S3, and S3's response in its own terms.

import { NoResponse, type Response } from "../shared/outcome.ts";
import { redactedExcerpt } from "../shared/redact.ts";
import { type Headers, parseHttpDate, serverWait } from "../shared/retry.ts";

/** When a response came: before a byte of the body was sent, while it was, or after its last. */
export type BodyPhase = "before" | "during" | "after";

/** Hashes of all bytes sent, in lower-case hex; the MD5 only when it was asked for. */
export interface Digests {
  readonly sha256: string;
  readonly md5: string | null;
}

/** A response of S3 (AWS, Amazon S3 API Reference: "Error responses"). Times are seconds. */
export interface StorageResponse {
  readonly status: number;
  readonly code: string | null;
  readonly message: string;
  readonly requestId: string | null;
  readonly hostId: string | null;
  readonly etag: string | null;
  /** Of what S3 stored, 32 hex digits; null when the ETag is no MD5. */
  readonly md5: string | null;
  /** In epoch seconds, from the XML or the `Date` header. */
  readonly serverTime: number | null;
  readonly retryAfter: number | null;
  /** Names that were sent without being signed, as S3 lists them. */
  readonly unsignedHeaders: string | null;
  /** The signed headers as S3 saw them; empty when it does not say. */
  readonly canonicalHeaders: ReadonlyMap<string, string>;
}

/** What came of one request to S3; the digests are null unless all of the body was sent. */
export interface StorageOutcome {
  readonly response: StorageResponse | NoResponse;
  readonly phase: BodyPhase;
  readonly bytesSent: number;
  readonly digests: Digests | null;
  /** When the URL that it went to ends, in epoch seconds; null where that is not known. */
  readonly urlEnd: number | null;
}

/** Return S3's response from one with a body of any kind; what is no response stays as it is. */
export function parseResponse(response: Response | NoResponse): StorageResponse | NoResponse {
  if (response instanceof NoResponse) return response;
  const { status, headers } = response;
  const text = new TextDecoder().decode(response.body.subarray(0, 16384));
  const etag = (headers["etag"] ?? "").replace(/^"+|"+$/g, "") || null;
  const serverTime = instant(element(text, "ServerTime")) ?? parseHttpDate(headers["date"] ?? "");
  return {
    status,
    code: element(text, "Code"),
    message: element(text, "Message") ?? "",
    requestId: shown(headers["x-amz-request-id"]) ?? element(text, "RequestId"),
    hostId: shown(headers["x-amz-id-2"]) ?? element(text, "HostId"),
    etag,
    md5: etag !== null && /^[0-9a-f]{32}$/.test(etag) && etagIsMd5(headers) ? etag : null,
    serverTime,
    retryAfter: serverWait(headers, serverTime, false),
    unsignedHeaders: element(text, "HeadersNotSigned"),
    canonicalHeaders: canonicalHeaders(element(text, "CanonicalRequest") ?? ""),
  };
}

function etagIsMd5(headers: Headers): boolean {
  // AWS, "Common response headers": not with SSE-KMS or with a key of the customer's.
  const encryption = headers["x-amz-server-side-encryption"] ?? "AES256";
  return encryption === "AES256" && !("x-amz-server-side-encryption-customer-algorithm" in headers);
}

function element(text: string, name: string): string | null {
  // A few flat elements of a small document that may be damaged: no reason for an XML parser, which
  // would also have to be hardened against hostile documents.
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
  return found === undefined ? null : shown(unescaped(found).trim());
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  amp: "&",
};

function unescaped(text: string): string {
  return text.replace(
    /&(?:(lt|gt|quot|apos|amp)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi,
    (all, name, decimal, hex) => {
      if (name) return ENTITIES[String(name).toLowerCase()] ?? all;
      const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : all;
    },
  );
}

function shown(text: string | undefined): string | null {
  // Whatever a server echoes is shown to people.
  return text ? redactedExcerpt(text) : null;
}

function instant(text: string | null): number | null {
  const moment =
    text !== null && /^\d{4}-.*(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(moment) ? null : moment / 1000;
}

function canonicalHeaders(request: string): ReadonlyMap<string, string> {
  // AWS, "Create a signed AWS API request": method, path and query have a line each, then follow
  // the headers, one to a line, up to an empty line.
  const [block = ""] = request.split("\n").slice(3).join("\n").split("\n\n", 1);
  return new Map(
    [...block.matchAll(/^([a-z0-9-]+):(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
}
