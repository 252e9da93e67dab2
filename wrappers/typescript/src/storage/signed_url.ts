// The URL that the service has signed for one request to S3, and what can be read from it.

import type { UploadUrl } from "../../../../generated/typescript/types.gen.ts";
import { isObject } from "../api/reading.ts";
import { InvalidResponseError, SignedUrlError } from "../errors.ts";
import { HEADER_NAME, HEADER_VALUE } from "../shared/options.ts";
import { Secret } from "../shared/redact.ts";
import { isLoopback, whyNotSafe } from "../shared/safe_url.ts";
import { quoted } from "../shared/text.ts";

/** Seconds of life that a URL must have left when its PUT starts. */
const MARGIN = 60;

const LATEST = Date.UTC(9999, 0, 1) / 1000;

// Ours to set, so that they fit the body and the connection.
const OURS: ReadonlySet<string> = new Set(["host", "content-length"]);
const REFUSED: ReadonlySet<string> = new Set([
  "authorization",
  "connection",
  "cookie",
  "expect",
  "te",
  "transfer-encoding",
  "upgrade",
]);

/** By what it is decided where a signed URL may lead: see `checkedUrl`. */
export interface Trust {
  /** Where it came from. */
  readonly baseUrl: string;
  readonly allowPlainHttp: boolean;
}

/** One signed URL and the headers that must go with it. Times are epoch seconds. */
export interface SignedUrl {
  readonly url: Secret;
  /** Those of the PUT, without `Host` and `Content-Length`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names in lower case that the signature covers; empty when the URL does not say. */
  readonly signedHeaders: ReadonlySet<string>;
  /** On the signer's clock; null when the URL does not say. */
  readonly signedAt: number | null;
  /** On the server's clock; null when neither URL nor response says. */
  readonly expiresAt: number | null;
}

/**
 * Return the signed URL in a response of createUploadUrl.
 *
 * The URL's own `X-Amz-Date` and `X-Amz-Expires` (AWS: "Authenticating Requests: Using Query
 * Parameters") count before the response's `expires_at`, since they are what S3 goes by. The content
 * type is what was asked for, and is sent when the response names none.
 */
export function readSignedUrl(
  response: UploadUrl,
  settings: Trust,
  about: { readonly contentType: string; readonly size: number },
): SignedUrl {
  const url = checkedUrl(
    response.upload_url,
    settings,
    "createUploadUrl responded with an upload URL",
  );
  const query = openQuery(url);
  const [signedAt, end] = datesOf(query);
  return {
    url,
    headers: headersOf(response, about.contentType, about.size),
    signedHeaders: new Set((query.get("x-amz-signedheaders") ?? "").split(";").filter(Boolean)),
    signedAt,
    expiresAt: end ?? momentOf(response.expires_at),
  };
}

/**
 * Return a URL that the service has signed, if it may be sent to.
 *
 * Plain http goes only to this machine, and nothing goes to this machine unless the API is there
 * too: a service elsewhere has no business with what listens here. `allowPlainHttp` lets plain http
 * go anywhere. The text of an error begins with `what`, and does not repeat the URL.
 */
export function checkedUrl(url: string, settings: Trust, what: string): Secret {
  let problem = whyNotSafe(url, settings.allowPlainHttp);
  if (problem === null && !isLocal(settings.baseUrl) && isLocal(url)) {
    const isPlain = /^http:/i.test(url);
    if (!isPlain || !settings.allowPlainHttp)
      problem = "leads to this machine, but the API is another one";
  }
  if (problem !== null) throw new InvalidResponseError(`${what} that ${problem}`);
  return new Secret(url);
}

function isLocal(url: string): boolean {
  return isLoopback(new URL(url).hostname);
}

function headersOf(response: UploadUrl, contentType: string, size: number): Record<string, string> {
  const headers: Record<string, string> = {};
  const asked: unknown = response.headers;
  for (const [name, value] of Object.entries(isObject(asked) ? asked : {})) {
    const lower = name.toLowerCase();
    let problem = "";
    if (typeof value !== "string" || !HEADER_VALUE.test(value) || !HEADER_NAME.test(name)) {
      problem = `the header ${quoted(name)}, which cannot be sent`;
    } else if (REFUSED.has(lower)) {
      problem = `the header ${name}, which has no place on a PUT to S3`;
    } else if (lower === "content-length" && value.trim() !== String(size)) {
      problem = `a body of ${value} bytes, but the source has ${size}`;
    }
    if (problem) throw new InvalidResponseError(`createUploadUrl asks for ${problem}`);
    if (!OURS.has(lower)) headers[name] = String(value).trim();
  }
  if (!Object.keys(headers).some((name) => name.toLowerCase() === "content-type")) {
    headers["Content-Type"] = response.content_type || contentType;
  }
  return headers;
}

/** Return when a URL ends by its own query, in epoch seconds; null where it does not say. */
export function endOf(url: Secret): number | null {
  return datesOf(openQuery(url))[1];
}

function openQuery(url: Secret): ReadonlyMap<string, string> {
  // Only what is no secret: a crash report shows local variables.
  const open = ["x-amz-date", "x-amz-expires", "x-amz-signedheaders"];
  const query = [...new URL(url.reveal()).searchParams];
  return new Map(
    query
      .map(([name, value]): [string, string] => [name.toLowerCase(), value])
      .filter(([name]) => open.includes(name)),
  );
}

function datesOf(query: ReadonlyMap<string, string>): [number | null, number | null] {
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get("x-amz-date") ?? "");
  if (date === null) return [null, null];
  const [, year, month, day, hour, minute, second] = date;
  const signedAt = momentOf(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const life = query.get("x-amz-expires") ?? "";
  const ends = signedAt !== null && /^[0-9]{1,9}$/.test(life);
  return [signedAt, ends ? said(signedAt + Number(life)) : null];
}

function momentOf(text: unknown): number | null {
  const pattern = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,3})\d*)?(Z|[+-]\d\d:?\d\d)?$/;
  const found = typeof text === "string" ? pattern.exec(text) : null;
  if (found === null) return null;
  // Without a zone it is in UTC, whatever the zone of this machine.
  const [, day = "", time, fraction = "0", zone = "Z"] = found;
  // A day that its month does not have is taken for one of the next month.
  const isDay = Number(day.slice(8)) === new Date(`${day}T00:00:00Z`).getUTCDate();
  return isDay ? said(Date.parse(`${day}T${time}.${fraction}${zone}`) / 1000) : null;
}

function said(seconds: number): number | null {
  // The least and the greatest dates of a platform stand for no date.
  return seconds > 0 && seconds < LATEST ? seconds : null;
}

/**
 * Return whether another URL must be asked for before a PUT starts, by the server's time.
 *
 * Where its end or the time is unknown, S3 decides.
 */
export function needsRefresh(expiresAt: number | null, now: number | null): boolean {
  return expiresAt !== null && now !== null && expiresAt - now < MARGIN;
}

/**
 * Make sure, before the first byte, that what the PUT carries is what was signed.
 *
 * S3 responds `SignatureDoesNotMatch` where a signed header is missing, and refuses an `x-amz-`
 * header that is not signed (AWS: "Authenticating Requests: Using Query Parameters").
 */
export function checkSignedHeaders(
  signedUrl: SignedUrl,
  sent: Readonly<Record<string, string>>,
): void {
  const signed = signedUrl.signedHeaders;
  if (signed.size === 0) return;
  const present = new Set([...Object.keys(sent).map((name) => name.toLowerCase()), ...OURS]);
  const missing = [...signed].filter((name) => !present.has(name)).sort();
  const unsigned = [...present]
    .filter((name) => name.startsWith("x-amz-") && !signed.has(name))
    .sort();
  let problem = "";
  if (missing.length > 0) {
    problem =
      `the upload URL was signed with the header ${missing.join(", ")}, but the service did not say ` +
      "what to send in it";
  } else if (unsigned.length > 0) {
    problem = `the service asks for the header ${unsigned.join(", ")}, but did not sign the upload URL with it`;
  }
  if (problem) {
    throw new SignedUrlError(
      `${problem}; S3 would refuse the PUT, so nothing was sent. The service has to mend it`,
    );
  }
}
