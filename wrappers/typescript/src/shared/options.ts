// Checks of options that several methods take.

import { ConfigurationError } from "../errors.ts";
import { quoted } from "./text.ts";

export const HEADER_NAME: RegExp = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
export const HEADER_VALUE: RegExp = /^[\t -~\x80-\xff]*$/;

// Ours to set on a request to the API.
const RESERVED_HEADERS: ReadonlySet<string> = new Set([
  "authorization",
  "connection",
  "content-length",
  "content-type",
  "host",
  "transfer-encoding",
]);

/** Throw a TypeError if what was given as options is no object. */
export function checkOptionsObject(options: unknown): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `the options are an object, not ${options === null ? "null" : typeof options}`,
    );
  }
}

/** Return a number of milliseconds as seconds, if it is one and not below the least. */
export function seconds(name: string, milliseconds: unknown, least: number): number {
  if (typeof milliseconds !== "number") {
    throw new TypeError(`${name} is a number of milliseconds, not ${typeof milliseconds}`);
  }
  if (!(milliseconds >= least)) {
    throw new ConfigurationError(
      `${name} is ${milliseconds}; it must be milliseconds from ${least} on`,
    );
  }
  return milliseconds / 1000;
}

/** Return headers of the caller's, if they can be sent and are not ours to set. */
export function checkedHeaders(
  option: string,
  headers: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== "string") throw new TypeError(`${option} maps names to strings`);
    if (!HEADER_NAME.test(name) || !HEADER_VALUE.test(value)) {
      throw new ConfigurationError(`the header ${quoted(name)} cannot be sent`);
    }
    if (RESERVED_HEADERS.has(name.toLowerCase())) {
      throw new ConfigurationError(`the header ${name} is the client's to set; leave it out`);
    }
  }
  return headers as Readonly<Record<string, string>>;
}
