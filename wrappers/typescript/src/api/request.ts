// What an operation and its arguments are as an HTTP request, and how one is sent once.

import { randomBytes } from "node:crypto";
import type { Call, CallOptions, Operation } from "../../../../generated/typescript/calling.ts";
import { ConfigurationError } from "../errors.ts";
import type { Settings } from "../settings.ts";
import { checkedHeaders } from "../shared/options.ts";
import { codeOf, noResponse, Response, StalledError } from "../shared/outcome.ts";
import { mayRepeat } from "../shared/retry.ts";
import { checkPathId, checkText } from "../shared/text.ts";
import { orAborted, timerMs } from "../shared/waiting.ts";
import { VERSION } from "../version.ts";
import { exchange, MAX_BODY } from "../wire/exchange.ts";
import { type Pool, targetOf } from "../wire/pool.ts";
import type { Prepare, Prepared, SendOnce } from "./call.ts";
import { isObject } from "./reading.ts";

const USER_AGENT = `bota-sdk/${VERSION} Node/${process.versions.node}`;

const IDEMPOTENCY_KEY = "idempotency-key";

/** Seconds to reach a server. */
export const CONNECT_TIMEOUT = 10;

/** A request of the API. */
export interface ApiRequest extends Prepared {
  readonly url: string;
  readonly body: Uint8Array | null;
}

/** Return what makes the requests of a client. */
export function preparer(settings: Settings): Prepare<ApiRequest> {
  return (operation, call, options) =>
    requestOf(settings.baseUrl, operation, call, headersOf(settings, operation, options));
}

function headersOf(
  settings: Settings,
  operation: Operation,
  options: CallOptions,
): Record<string, string> {
  const version = settings.apiVersion;
  const key = options.idempotencyKey;
  // Names count in any letter case, and each group takes the place of those before it.
  const headers = new Map([["user-agent", USER_AGENT]]);
  for (const group of [
    settings.defaultHeaders,
    version === null ? {} : { "Bota-Version": version },
    checkedHeaders("headers", options.headers ?? {}),
    checkedHeaders("idempotencyKey", (key ?? null) === null ? {} : { [IDEMPOTENCY_KEY]: key }),
    {
      Accept:
        operation.result === "json" || operation.result === "none" ? "application/json" : "*/*",
      // What can be decoded piece by piece, up to a bound.
      "Accept-Encoding": "gzip",
      Authorization: `Bearer ${settings.apiKey.reveal()}`,
    },
  ]) {
    for (const [name, value] of Object.entries(group)) {
      headers.set(name.toLowerCase(), value.trim());
    }
  }
  if (headers.get(IDEMPOTENCY_KEY) === "") {
    throw new ConfigurationError(
      "the idempotency key is empty; leave it out, and the call gets one of its own",
    );
  }
  // One key for one call, so that its retries are one request to the service.
  if (operation.method === "POST" && !headers.has(IDEMPOTENCY_KEY))
    headers.set(IDEMPOTENCY_KEY, randomBytes(16).toString("hex"));
  return Object.fromEntries(headers);
}

/**
 * Return the request of an operation.
 *
 * @throws TypeError when an argument cannot be what it says it is, such as an id with a slash.
 */
export async function requestOf(
  baseUrl: string,
  operation: Operation,
  call: Call,
  headers: Record<string, string>,
): Promise<ApiRequest> {
  const path = operation.path.replace(/\{([^}]*)\}/g, (_, name: string) => {
    checkPathId(name, call.path?.[name]);
    return encodeURIComponent(call.path?.[name] ?? "");
  });
  const base = operation.base === undefined ? baseUrl : upwards(baseUrl, operation.base);
  const query = queryOf(operation, call.query ?? {});
  const { body, type } = await bodyOf(operation, call.body);
  const url = `${base}${path}`;
  return {
    method: operation.method,
    url: query ? `${url}?${query}` : url,
    path: new URL(url).pathname,
    headers: type === null ? headers : { ...headers, "Content-Type": type },
    body,
  };
}

function upwards(baseUrl: string, base: string): string {
  return new URL(base, `${baseUrl}/`).href.replace(/\/$/, "");
}

function queryOf(operation: Operation, query: object): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, unknown][]) {
    if (value === undefined || value === null) continue;
    if (typeof value === "string" && name.endsWith("_id")) checkText(name, value);
    const joint = operation.styles?.[name];
    if (joint === "[]" && isObject(value)) {
      for (const [key, inner] of Object.entries(value))
        parameters.append(`${name}[${key}]`, plain(inner));
    } else if (Array.isArray(value) && joint !== undefined) {
      parameters.append(name, value.map(plain).join(joint));
    } else {
      for (const each of Array.isArray(value) ? (value as unknown[]) : [value])
        parameters.append(name, plain(each));
    }
  }
  return parameters.toString();
}

function plain(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (["string", "number", "boolean", "bigint"].includes(typeof value)) return String(value);
  throw new TypeError(`a query takes texts, numbers, dates and lists of them, not ${typeof value}`);
}

async function bodyOf(
  operation: Operation,
  given: unknown,
): Promise<{ body: Uint8Array | null; type: string | null }> {
  const { media } = operation;
  // An optional body that holds nothing is left out, with its type.
  const isLeftOut =
    operation.optionalBody &&
    isPlain(given) &&
    Object.values(given).every((value) => value === undefined);
  if (media === undefined || given === undefined || isLeftOut) return { body: null, type: null };
  // To ask about FormData loads undici.
  if (!isPlain(given) && (given instanceof FormData || given instanceof URLSearchParams)) {
    const encoded = new globalThis.Response(given);
    return {
      body: new Uint8Array(await encoded.arrayBuffer()),
      type: encoded.headers.get("content-type"),
    };
  }
  if (given instanceof Uint8Array) return { body: given, type: media };
  if (!/json(;|$)/.test(media)) return { body: Buffer.from(String(given)), type: media };
  for (const [name, value] of Object.entries(isObject(given) ? given : {})) {
    if (typeof value === "string") checkText(name, value);
  }
  return { body: Buffer.from(JSON.stringify(given)), type: media };
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && Object.getPrototypeOf(value) === Object.prototype;
}

/** Return what sends a request once over our own connections. */
export function sendOverPool(pool: Pool): SendOnce<ApiRequest> {
  return (request, timeout, signal) => {
    const { method, url, headers, body } = request;
    const length =
      body !== null || method === "POST" ? { "Content-Length": String(body?.length ?? 0) } : {};
    return exchange(pool, {
      method,
      target: targetOf(url),
      headers: { ...headers, ...length },
      body,
      fresh: !mayRepeat(method, headers),
      timeouts: {
        connect: Math.min(CONNECT_TIMEOUT, timeout),
        write: timeout,
        read: timeout,
        total: timeout,
      },
      signal,
    });
  };
}

/** Return what sends a request once over a `fetch` of the caller's. */
export function sendOverFetch(fetch: typeof globalThis.fetch): SendOnce<ApiRequest> {
  return async (request, timeout, signal) => {
    const late = new AbortController();
    const timer = setTimeout(
      () => late.abort(new StalledError(`no whole response in ${timeout} seconds`)),
      timerMs(timeout),
    );
    const { method, url, headers, body } = request;
    const either = AbortSignal.any([signal, late.signal]);
    const init = { method, headers, redirect: "manual", signal: either } as const;
    try {
      const sent = fetch(url, { ...init, body: body as Uint8Array<ArrayBuffer> | null });
      // Whatever is made of the signal on the other side.
      return await orAborted(sent.then(wholeResponse), either);
    } catch (error) {
      signal.throwIfAborted();
      if (late.signal.aborted) return noResponse(late.signal.reason, true);
      // A fetch wraps what went wrong.
      const cause: unknown = (error as { cause?: unknown } | null)?.cause ?? error;
      return noResponse(cause, !UNSENT.has(codeOf(cause)));
    } finally {
      clearTimeout(timer);
    }
  };
}

async function wholeResponse(response: globalThis.Response): Promise<Response> {
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of response.body ?? []) {
    received += chunk.length;
    if (received > MAX_BODY) throw new Error(`a response of more than ${MAX_BODY} bytes`);
    chunks.push(chunk);
  }
  return new Response(response.status, Object.fromEntries(response.headers), Buffer.concat(chunks));
}

/** Codes of a request that certainly never reached the server. */
const UNSENT: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
]);
