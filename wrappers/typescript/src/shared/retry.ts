// When a request is repeated, after how long, and how many repetitions a client can afford.
//
// All times in here are seconds, as in the headers that they come from.

/** Seconds: the first retry waits up to this long, each further one up to twice as long. */
const BACKOFF_BASE = 0.5;

/** Seconds: the longest wait that we choose ourselves. */
const BACKOFF_CAP = 20;

/** Seconds: the longest wait that a server can have of us; the documented window is a minute. */
const SERVER_WAIT_CAP = 65;

// What a client's quota holds, and what a retry takes, also one after a timeout; all as in the AWS
// SDKs' standard retry mode (AWS SDKs and Tools Reference Guide: "Retry behavior").
const CAPACITY = 500;
export const PRICE = 5;
export const TIMEOUT_PRICE = 10;

// 408 is also what a server says that closes an idle connection, whatever came over it just then.
const RETRIED_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
// RFC 9110, section 9.2.2.
const IDEMPOTENT_METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "PUT",
  "DELETE",
  "OPTIONS",
]);

/** Header names in lower case, and their values. */
export type Headers = Readonly<Record<string, string>>;

/** Return whether sending a request twice does no more than sending it once. */
export function mayRepeat(method: string, headers: Headers): boolean {
  return IDEMPOTENT_METHODS.has(method.toUpperCase()) || "idempotency-key" in headers;
}

/** Return whether a status says that the same request may succeed a little later. */
export function isTransient(status: number): boolean {
  return RETRIED_STATUSES.has(status);
}

/**
 * Return the seconds to wait after failed attempt number `attempt` (from 1).
 *
 * Exponential with full jitter: evenly between nothing and min(cap, base * 2^(attempt-1)).
 */
export function backoff(attempt: number, jitter: () => number): number {
  return jitter() * Math.min(BACKOFF_CAP, BACKOFF_BASE * 2 ** (attempt - 1));
}

/**
 * Return the seconds to wait after failed attempt number `attempt`, by what a server asks.
 *
 * A little more than was asked, so that a crowd of clients does not come back at once.
 */
export function retryWait(attempt: number, asked: number | null, jitter: () => number): number {
  const wait = backoff(attempt, jitter);
  return asked === null ? wait : asked + Math.min(wait, 1);
}

/** Return the seconds to wait by what a response asks, but no longer than is fit; see `askedWait`. */
export function serverWait(headers: Headers, now: number | null, limited: boolean): number | null {
  const wait = askedWait(headers, now, limited);
  return wait === null ? null : Math.min(wait, SERVER_WAIT_CAP);
}

/**
 * Return the seconds that a response asks to wait; null when it asks nothing.
 *
 * `Retry-After` (RFC 9110, section 10.2.3) in seconds or as a date counts first, then, where the
 * rate was limited, `X-RateLimit-Reset` (the contract: epoch seconds). No date counts where the
 * server's time, `now` in epoch seconds, is unknown.
 */
export function askedWait(headers: Headers, now: number | null, limited: boolean): number | null {
  const retryAfter = headers["retry-after"] ?? "";
  let wait = headerNumber(retryAfter);
  if (wait === null && now !== null) {
    let date = parseHttpDate(retryAfter);
    if (date === null && limited) date = headerNumber(headers["x-ratelimit-reset"] ?? "");
    wait = date === null ? null : date - now;
  }
  return wait === null ? null : Math.max(wait, 0);
}

/** Return the finite number that a header holds; null when it holds none. */
export function headerNumber(value: string): number | null {
  const number = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value)
    ? Number(value)
    : NaN;
  return Number.isFinite(number) ? number : null;
}

/** Return the epoch seconds of an HTTP date (RFC 9110, section 5.6.7); null if it is none. */
export function parseHttpDate(value: string): number | null {
  if (!/^[A-Za-z]{3,9},? .*\d\d:\d\d:\d\d/.test(value)) return null;
  // The oldest of the three forms names no zone, and means GMT.
  const moment = Date.parse(/ (?:GMT|UTC|[+-]\d{4})$/.test(value) ? value : `${value} GMT`);
  return Number.isNaN(moment) ? null : moment / 1000;
}

/**
 * A quota that all retries of a client are paid from, so that a dead service is not hammered.
 *
 * A success gives back what its last retry cost, or 1.
 */
export class RetryQuota {
  #left: number = CAPACITY;

  /** Pay for a retry; false when the quota does not suffice, and then nothing is retried. */
  take(price: number): boolean {
    if (this.#left < price) return false;
    this.#left -= price;
    return true;
  }

  /** Take note of a success whose last retry cost `spent`; 0 when it needed none. */
  refund(spent: number): void {
    this.#left = Math.min(CAPACITY, this.#left + (spent || 1));
  }
}
