// The settings of a client: from its options, else from the environment.

import { ConfigurationError } from "./errors.ts";
import { checkedHeaders, checkOptionsObject, seconds } from "./shared/options.ts";
import { Secret } from "./shared/redact.ts";
import { VISIBLE_ASCII, whyNotSafe } from "./shared/safe_url.ts";
import { quoted } from "./shared/text.ts";

const DEFAULT_BASE_URL = "https://api.bota.dev/v1";

/** What a client is made with. Times are milliseconds. */
export interface BotaOptions {
  /** The key or token; `BOTA_API_KEY` when left out. */
  readonly apiKey?: string | undefined;
  /** The API's URL with its version; `BOTA_BASE_URL`, then the live service, when left out. */
  readonly baseUrl?: string | undefined;
  /** A date for the `Bota-Version` header, to pin the service's behaviour. */
  readonly apiVersion?: string | undefined;
  /** For one API request, from the connection to the response's end; 30,000 when left out. */
  readonly timeout?: number | undefined;
  /**
   * That may pass without S3 accepting 256 KiB, and until it responds after the last byte; 60,000
   * when left out. There is no limit on a whole upload, which may be slow.
   */
  readonly storageTimeout?: number | undefined;
  /** Requests that may follow the first one of a call; 3 when left out. */
  readonly maxRetries?: number | undefined;
  /**
   * That a single call may be held back, by the rate limits or by what the service asks; its
   * timeout when left out. Inside an upload nothing but its deadline and its signal ends a wait.
   */
  readonly maxWait?: number | undefined;
  /** Sent with every request to the API. */
  readonly defaultHeaders?: Readonly<Record<string, string>> | undefined;
  /** Takes the place of our connections for API calls; uploads to S3 do not go over it. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Whether plain http may go to another machine; `BOTA_ALLOW_PLAIN_HTTP=1` when left out. */
  readonly allowPlainHttp?: boolean | undefined;
}

/** Where the service is, who asks, and how patiently. Times are seconds. */
export interface Settings {
  readonly apiKey: Secret;
  /** The key's prefix, such as `sk`, `rk`, `dtok` or `up`. */
  readonly keyKind: string;
  readonly baseUrl: string;
  readonly apiVersion: string | null;
  readonly timeout: number;
  readonly storageTimeout: number;
  readonly maxRetries: number;
  readonly maxWait: number | null;
  readonly defaultHeaders: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch | null;
  readonly allowPlainHttp: boolean;
}

/**
 * Return the settings from options, else from the environment, else the defaults.
 *
 * @throws ConfigurationError when there is no key, it cannot stand in a header, the URL is none or
 * plain http to another machine, which would send the key in clear text, or a number is out of range.
 * @throws TypeError when an option has the wrong type.
 */
export function resolveSettings(options: BotaOptions): Settings {
  checkOptionsObject(options);
  for (const name of ["apiKey", "baseUrl", "apiVersion"] as const) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== "string") {
      throw new TypeError(`${name} is a string, not ${typeof value}`);
    }
  }
  const { env } = process;
  const key = (options.apiKey ?? env["BOTA_API_KEY"] ?? "").trim();
  if (!key) throw new ConfigurationError("no API key: pass apiKey or set BOTA_API_KEY");
  if (!VISIBLE_ASCII.test(key)) {
    throw new ConfigurationError(
      "the API key holds a space, a line break or a character outside ASCII; copy it again as it " +
        "was issued",
    );
  }
  if (options.apiVersion !== undefined && !VISIBLE_ASCII.test(options.apiVersion)) {
    throw new ConfigurationError(
      `apiVersion is ${quoted(options.apiVersion)}; it is a date, as 2025-01-15`,
    );
  }
  const fetch: unknown = options.fetch;
  if (fetch !== undefined && typeof fetch !== "function") {
    throw new TypeError(`fetch is a function, not ${typeof fetch}`);
  }
  const allowPlainHttp = options.allowPlainHttp ?? env["BOTA_ALLOW_PLAIN_HTTP"]?.trim() === "1";
  const url = options.baseUrl || env["BOTA_BASE_URL"]?.trim() || DEFAULT_BASE_URL;
  const defaultHeaders = checkedHeaders("defaultHeaders", options.defaultHeaders ?? {});
  if (Object.keys(defaultHeaders).some((name) => name.toLowerCase() === "idempotency-key")) {
    throw new ConfigurationError(
      "an Idempotency-Key in defaultHeaders would make one call of all calls; pass idempotencyKey " +
        "to a call",
    );
  }
  const maxRetries = options.maxRetries ?? 3;
  if (!Number.isInteger(maxRetries) || maxRetries < 0) {
    throw new ConfigurationError(
      `maxRetries is ${quoted(maxRetries)}; it must be a whole number from 0 on`,
    );
  }
  return {
    apiKey: new Secret(key),
    keyKind: key.split("_", 1)[0] ?? "",
    baseUrl: checkedBase(url.trim().replace(/\/+$/, ""), allowPlainHttp),
    apiVersion: options.apiVersion ?? null,
    timeout: seconds("timeout", options.timeout ?? 30_000, 1),
    storageTimeout: seconds("storageTimeout", options.storageTimeout ?? 60_000, 1),
    maxRetries,
    maxWait: options.maxWait === undefined ? null : seconds("maxWait", options.maxWait, 0),
    defaultHeaders,
    fetch: options.fetch ?? null,
    allowPlainHttp,
  };
}

function checkedBase(url: string, allowPlainHttp: boolean): string {
  let problem = whyNotSafe(url, allowPlainHttp);
  if (problem === null && /[?#]/.test(url)) problem = "has a query";
  if (problem !== null) {
    throw new ConfigurationError(
      `the base URL ${problem}; expected something like ${DEFAULT_BASE_URL} (option baseUrl or ` +
        "BOTA_BASE_URL)",
    );
  }
  return url;
}
