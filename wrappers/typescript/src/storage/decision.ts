// What follows a request to S3: one decision over data, without I/O.
//
// The codes and their causes: AWS, Amazon S3 API Reference, "Error responses"; those of Cloudflare R2
// and Google Cloud Storage where they spell the same thing otherwise.

import { NoResponse } from "../shared/outcome.ts";
import { PRICE, TIMEOUT_PRICE } from "../shared/retry.ts";
import type { StorageOutcome, StorageResponse } from "./response.ts";

/**
 * What follows a request.
 *
 * - `done`: the object is stored; complete the upload.
 * - `retry`: send it again, to the same URL while it lives, after the seconds that S3 asks for. The
 *   price is what this takes from the client's retry quota.
 * - `refresh`: send it to a new URL; a doubtful one may well be refused like the old.
 * - `stop`: give up; sending again cannot help, or has been tried often enough.
 */
export type Action =
  | { readonly kind: "done" }
  | { readonly kind: "retry"; readonly price: number; readonly askedWait: number | null }
  | { readonly kind: "refresh"; readonly isDoubtful: boolean }
  | { readonly kind: "stop" };

/** How many requests may still follow, and how many new URLs, of each kind, be asked for. */
export interface Budget {
  readonly retries: number;
  readonly refreshes: number;
  readonly doubtfulRefreshes: number;
}

/** Return the budget of a whole upload. */
export function budgetOf(retries: number): Budget {
  return { retries, refreshes: 2, doubtfulRefreshes: 1 };
}

/** Return what is left once an action is taken; below 0 where it was not affordable. */
export function after(budget: Budget, action: Action): Budget {
  if (action.kind === "retry") return { ...budget, retries: budget.retries - 1 };
  if (action.kind !== "refresh") return budget;
  return action.isDoubtful
    ? { ...budget, doubtfulRefreshes: budget.doubtfulRefreshes - 1 }
    : { ...budget, refreshes: budget.refreshes - 1 };
}

const DONE: Action = { kind: "done" };
const RETRY: Action = retryOf(PRICE, null);
const REFRESH: Action = { kind: "refresh", isDoubtful: false };
const DOUBTFUL_REFRESH: Action = { kind: "refresh", isDoubtful: true };
const STOP: Action = { kind: "stop" };

const BY_CODE: ReadonlyMap<string, Action> = new Map<string, Action>([
  // It leads to a host that the signature in general does not cover.
  ["TemporaryRedirect", REFRESH],
  // A policy, as a rule; a signer that has just been mended, sometimes.
  ["AccessDenied", DOUBTFUL_REFRESH],
  ["InvalidAccessKeyId", DOUBTFUL_REFRESH],
  ["RequestTimeTooSkewed", DOUBTFUL_REFRESH],
  // The same request would be refused again.
  ["SignatureDoesNotMatch", STOP],
  ["InvalidArgument", STOP],
  ["AuthorizationQueryParametersError", STOP],
  ["EntityTooLarge", STOP],
  ["QuotaExceeded", STOP],
  ["MissingContentLength", STOP],
  ["NotImplemented", STOP],
  ["PermanentRedirect", STOP],
  // With `If-None-Match: *`: the object is there, from an attempt whose response was lost. The
  // SHA-256 of the completion says whether it is ours.
  ["PreconditionFailed", DONE],
  // The body was damaged or cut on its way.
  ["BadDigest", RETRY],
  ["InvalidDigest", RETRY],
  ["IncompleteBody", RETRY],
  ["RequestTimeout", RETRY],
  // Load and transient failures.
  ["SlowDown", RETRY],
  ["InternalError", RETRY],
  ["ServiceUnavailable", RETRY],
  ["OperationAborted", RETRY],
  ["ConditionalRequestConflict", RETRY],
]);

const EXPIRED: ReadonlySet<string> = new Set([
  "ExpiredToken",
  "ExpiredRequest",
  "InvalidToken",
  "TokenRefreshRequired",
]);

const BY_STATUS: ReadonlyMap<number, Action> = new Map<number, Action>([
  [307, REFRESH],
  [401, DOUBTFUL_REFRESH],
  [403, DOUBTFUL_REFRESH],
  [408, RETRY],
  [412, DONE],
  [417, RETRY],
  [429, RETRY],
  [501, STOP],
  [505, STOP],
]);

/**
 * Return what follows a request.
 *
 * The codes of the tables decide, then the statuses, then the status's class: 5xx are retried. What
 * the budget does not allow becomes `stop`.
 */
export function decide(outcome: StorageOutcome, budget: Budget): Action {
  const action = wanted(outcome);
  return Math.min(...Object.values(after(budget, action))) < 0 ? STOP : action;
}

function wanted(outcome: StorageOutcome): Action {
  const { response } = outcome;
  if (response instanceof NoResponse) {
    if (!response.transient) return STOP;
    return retryOf(response.timedOut ? TIMEOUT_PRICE : PRICE, null);
  }
  const action = wantedBy(response, outcome);
  return action.kind === "retry" ? retryOf(action.price, response.retryAfter) : action;
}

function retryOf(price: number, askedWait: number | null): Action {
  return { kind: "retry", price, askedWait };
}

function wantedBy(response: StorageResponse, outcome: StorageOutcome): Action {
  const { status, code } = response;
  // A success before the last byte cannot be about the whole body.
  if (isSuccess(status)) return outcome.phase === "after" && !isDamaged(outcome) ? DONE : RETRY;
  if (isExpired(response, outcome.urlEnd)) return REFRESH;
  if (isUnsignedHeader(response)) return STOP;
  return BY_CODE.get(code ?? "") ?? BY_STATUS.get(status) ?? (status >= 500 ? RETRY : STOP);
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Return whether S3 says, by an ETag that is an MD5, that it stored other bytes. */
export function isDamaged({ response, digests }: StorageOutcome): boolean {
  if (response instanceof NoResponse || !isSuccess(response.status)) return false;
  return Boolean(digests?.md5 && response.md5 && digests.md5 !== response.md5);
}

/**
 * Return whether the URL, or the credentials that signed it, had expired.
 *
 * S3 says `AccessDenied` for an expired URL, and only its message says why; where there is none, as
 * in Ceph, the dates of the URL and of the response do. R2 says `ExpiredRequest`, and GCS
 * `ExpiredToken`, which in S3 is a dead session of the signer.
 */
export function isExpired(response: StorageResponse, urlEnd: number | null): boolean {
  const { code, message, serverTime } = response;
  if (code !== "AccessDenied") return EXPIRED.has(code ?? "");
  if (!message && serverTime !== null && urlEnd !== null) return serverTime >= urlEnd;
  return message.toLowerCase().includes("expired");
}

/** Return whether a header was sent that the signature does not cover. */
export function isUnsignedHeader({ code, message }: StorageResponse): boolean {
  return message.toLowerCase().includes("not signed") || code === "HeadersNotSigned";
}
