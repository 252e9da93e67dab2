// The error for a request to S3 that is given up, in words that name the cause and what to do.

import {
  type BotaError,
  IntegrityError,
  StorageConnectionError,
  StorageError,
  StorageTimeoutError,
  UploadUrlExpiredError,
} from "../errors.ts";
import { causeOf, NoResponse } from "../shared/outcome.ts";
import { redact } from "../shared/redact.ts";
import { quoted } from "../shared/text.ts";
import { isDamaged, isExpired, isUnsignedHeader } from "./decision.ts";
import type { StorageOutcome, StorageResponse } from "./response.ts";
import type { SignedUrl } from "./signed_url.ts";

const POLICY =
  "S3 does not allow this PUT: a bucket policy, its encryption or the rights of the key that signed " +
  "the URL. A new URL did not help; only the service can";
const NOT_OF_S3 =
  "the response is not S3's: something on the way refused the PUT, such as a proxy or a firewall";

/** Return the error for the last PUT of an upload; `apiTime` is the API's in epoch seconds. */
export function putError(
  outcome: StorageOutcome,
  signedUrl: SignedUrl,
  attempts: number,
  apiTime: number | null,
): BotaError {
  const after = afterAttempts(attempts);
  const { response } = outcome;
  if (response instanceof NoResponse) {
    return noResponseError(
      `PUT to S3: ${response.reason}, ${after} (the last one broke ${outcome.phase} the body, after ` +
        `${outcome.bytesSent} bytes of it)`,
      response,
    );
  }
  if (isDamaged(outcome)) {
    return new IntegrityError(
      `S3 stored other bytes than were sent, ${after}: its MD5 is ${response.md5}, theirs ` +
        `${outcome.digests?.md5}; nothing was completed`,
    );
  }
  const cause = explain(response, signedUrl, apiTime);
  const kind = isExpired(response, signedUrl.expiresAt) ? UploadUrlExpiredError : StorageError;
  return refusal(kind, `S3 refused the PUT ${after}`, response, cause);
}

/** Return the error for the last GET of a download. */
export function downloadError(response: StorageResponse | NoResponse, attempts: number): BotaError {
  const after = afterAttempts(attempts);
  if (response instanceof NoResponse) {
    return noResponseError(`download from S3: ${response.reason}, ${after}`, response);
  }
  const isRedirect = response.status >= 300 && response.status < 400;
  const cause = isRedirect ? "the URL is signed for one place, so no redirect is followed" : "";
  return refusal(StorageError, `S3 refused the download ${after}`, response, cause);
}

function afterAttempts(attempts: number): string {
  return `after ${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;
}

function noResponseError(text: string, response: NoResponse): BotaError {
  const kind = response.timedOut ? StorageTimeoutError : StorageConnectionError;
  return new kind(text, causeOf(response));
}

function refusal(
  kind: typeof StorageError,
  what: string,
  response: StorageResponse,
  cause: string,
): StorageError {
  const named = [response.status, response.code].filter(Boolean).join(" ");
  const ids = [response.requestId, response.hostId].filter(Boolean).join(", ");
  return new kind(
    `${what}: ${named}: ${response.message || "no message"}` +
      `${cause && `; ${cause}`}${ids && ` [S3 request ${ids}]`}`,
    response,
  );
}

/** Return a sentence or two about the cause of a refused PUT; empty when none is known. */
export function explain(
  response: StorageResponse,
  signedUrl: SignedUrl,
  apiTime: number | null,
): string {
  const { code, message, status } = response;
  if (isExpired(response, signedUrl.expiresAt)) return expiry(response, signedUrl, apiTime);
  if (code === "RequestTimeTooSkewed" || message.toLowerCase().includes("not yet valid")) {
    return `the clocks do not agree${skewOf(response, apiTime)}; only the service can mend that`;
  }
  if (code === "SignatureDoesNotMatch") return signature(response, signedUrl);
  if (isUnsignedHeader(response)) {
    const names = response.unsignedHeaders ?? "an x-amz- header";
    const signed = [...signedUrl.signedHeaders].sort().join(", ") || "none that the URL names";
    return (
      `${names} was sent, but is not signed (signed: ${signed}); something on the way added it, or ` +
      "the service asked for it without signing it"
    );
  }
  if (code === "InvalidAccessKeyId") {
    return "S3 does not know the key that signed the URL; only the service can mend that";
  }
  if (code === "EntityTooLarge")
    return "S3 takes 5 GiB at most in one PUT, and a bucket may allow less";
  if (code === "QuotaExceeded") {
    return "the storage is full, or the quota of the bucket is; only the service can mend that";
  }
  if (code === "AccessDenied") return POLICY;
  if (status === 403 && !code) return NOT_OF_S3;
  if (status === 301 || status === 307) {
    return "the bucket is in another place than the URL says; only the service can mend that";
  }
  return "";
}

function expiry(response: StorageResponse, signedUrl: SignedUrl, apiTime: number | null): string {
  if (signedUrl.expiresAt === null) return "the upload URL had expired";
  const end = new Date(signedUrl.expiresAt * 1000).toUTCString();
  if (response.serverTime === null) return `by its own date the upload URL was good until ${end}`;
  const past = response.serverTime - signedUrl.expiresAt;
  const skew = skewOf(response, apiTime);
  if (past < 0) {
    // The life of the URL was not over: the credentials that signed it had ended before.
    return (
      `the upload URL was good until ${end}, ${duration(-past)} more${skew}, so the credentials that ` +
      "signed it have ended; only the service can mend that"
    );
  }
  return `the upload URL had expired ${duration(past)} before S3 saw the PUT (good until ${end})${skew}`;
}

function skewOf(response: StorageResponse, apiTime: number | null): string {
  if (response.serverTime === null || apiTime === null) return "";
  const skew = response.serverTime - apiTime;
  // Whole seconds, and the time on the way.
  if (Math.abs(skew) < 5) return "";
  return `; S3's clock is ${duration(Math.abs(skew))} ${skew > 0 ? "ahead of" : "behind"} the API's`;
}

function signature(response: StorageResponse, signedUrl: SignedUrl): string {
  const sent = new Map(
    Object.entries(signedUrl.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const shown = (name: string): string => quoted(redact(sent.get(name) ?? ""));
  const changed = [...response.canonicalHeaders]
    .filter(([name, value]) => sent.has(name) && sent.get(name)?.trim() !== value.trim())
    .map(([name, value]) => `${name} was sent as ${shown(name)}, but S3 saw ${quoted(value)}`);
  if (changed.length > 0) {
    return `${changed.join("; ")}: something on the way changes requests, such as a proxy`;
  }
  const signed = [...signedUrl.signedHeaders]
    .sort()
    .map((name) => (sent.has(name) ? `${name}=${shown(name)}` : name))
    .join(", ");
  return (
    `the URL's signature covers ${signed || "headers that it does not name"}; that is what was sent, ` +
    "so the service signed something else (another content type or another key). Sending again " +
    "cannot help"
  );
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(0)} seconds`;
  if (seconds < 7200) return `${(seconds / 60).toFixed(0)} minutes`;
  return `${(seconds / 3600).toFixed(1)} hours`;
}
