// Webhooks: whether the service sent what came to a URL of yours, and what it says.

import { createHmac, timingSafeEqual } from "node:crypto";
import { WEBHOOKS } from "../../../generated/typescript/reading.ts";
import type { WebhookEvent } from "../../../generated/typescript/types.gen.ts";
import { isObject, ResponseError, readModel } from "./api/reading.ts";
import { ConfigurationError, WebhookError, WebhookSignatureError } from "./errors.ts";
import { seconds } from "./shared/options.ts";

/** Milliseconds that a webhook's timestamp may differ from this machine's clock (contract: ±300 s). */
const TOLERANCE = 300_000;

const SIGNATURE = "X-Bota-Signature";
const TIMESTAMP = "X-Bota-Timestamp";

/** The headers of a request: a `Headers`, or an object as Node's `request.headers`. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | string[] | undefined>>;

/** How a webhook is looked at. */
export interface WebhookOptions {
  /** Milliseconds that the timestamp may lie before and after now; 300,000 when left out. */
  readonly tolerance?: number | undefined;
  /** Milliseconds since the epoch; this machine's clock when left out. */
  readonly now?: number | undefined;
}

/**
 * Return the event that a webhook brings, if the service sent it, and just now.
 *
 * An event whose `type` is new comes as it was sent. The same event may come twice, and in another
 * order: compare its `id` with those that you have.
 *
 * @param body the body as it came, before anything has read it as JSON.
 * @param headers those of the request; their names count in any case.
 * @param secret the secret of the endpoint, or several while one takes the place of another.
 * @throws WebhookSignatureError when a header is missing or wrong, the signature is of another body
 * or made with another secret, or the timestamp is too far from now.
 * @throws WebhookError when it is signed, but is no event that the contract describes.
 * @throws ConfigurationError when the secret is empty.
 * @throws TypeError when an argument has the wrong type.
 */
export function verifyWebhook(
  body: string | Uint8Array | ArrayBuffer,
  headers: WebhookHeaders,
  secret: string | readonly string[],
  options: WebhookOptions = {},
): WebhookEvent {
  const bytes = bytesOf(body);
  const secrets = secretsOf(secret);
  const tolerance = seconds("tolerance", options.tolerance ?? TOLERANCE, 0);
  const now = seconds("now", options.now ?? Date.now(), 0);
  const sent = lowerCase(headers);
  const timestamp = headerOf(sent, TIMESTAMP);
  if (!/^[0-9]{1,12}$/.test(timestamp)) {
    throw new WebhookSignatureError(`the header ${TIMESTAMP} is no number of seconds`);
  }
  // While secrets change, the service may sign with both.
  const theirs = headerOf(sent, SIGNATURE)
    .split(",")
    .map((part) => part.trim());
  const matches = secrets
    .map((each) => createHmac("sha256", each).update(`${timestamp}.`).update(bytes).digest("hex"))
    .flatMap((digest) => theirs.map((part) => isSame(`v1=${digest}`, part)));
  if (!matches.includes(true)) {
    throw new WebhookSignatureError(
      `the header ${SIGNATURE} does not match: the body was changed on its way or read as JSON and ` +
        "written anew, or the secret is another endpoint's",
    );
  }
  const age = now - Number(timestamp);
  if (Math.abs(age) > tolerance) {
    const when =
      age > 0 ? `${age.toFixed(0)} seconds ago` : `${(-age).toFixed(0)} seconds from now`;
    throw new WebhookSignatureError(
      `it was sent ${when}, which is more than ${tolerance}: it is an old one that somebody sends ` +
        "again, or a clock is wrong",
    );
  }
  return eventOf(bytes);
}

function bytesOf(body: unknown): Uint8Array {
  if (typeof body === "string") return Buffer.from(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof Uint8Array) return body;
  const kind = Object.prototype.toString.call(body).slice(8, -1);
  throw new TypeError(`body is the raw bytes of the request, not ${kind}`);
}

function secretsOf(secret: unknown): readonly string[] {
  const secrets: unknown[] = Array.isArray(secret) ? secret : [secret];
  const texts = secrets.filter((each) => typeof each === "string");
  if (texts.length < secrets.length) throw new TypeError("secret is a string, or several of them");
  if (texts.length === 0 || texts.includes("")) {
    throw new ConfigurationError("a webhook's secret is empty: with it anybody could sign");
  }
  return texts;
}

function lowerCase(headers: unknown): ReadonlyMap<string, string> {
  if (!isObject(headers)) throw new TypeError("headers is a Headers, or maps names to values");
  const entries: Iterable<[string, unknown]> =
    headers instanceof Headers ? headers.entries() : Object.entries(headers);
  return new Map([...entries].map(([name, value]) => [name.toLowerCase(), String(value ?? "")]));
}

function headerOf(sent: ReadonlyMap<string, string>, name: string): string {
  const value = sent.get(name.toLowerCase());
  if (!value) throw new WebhookSignatureError(`the header ${name} is missing`);
  return value;
}

function isSame(ours: string, theirs: string): boolean {
  const [left, right] = [Buffer.from(ours), Buffer.from(theirs)];
  // Of the right one everybody knows the length.
  return left.length === right.length && timingSafeEqual(left, right);
}

function eventOf(body: Uint8Array): WebhookEvent {
  let problem: string;
  try {
    const event: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    const { field, models } = WEBHOOKS.event;
    const type = isObject(event) ? event[field] : undefined;
    if (isObject(event) && typeof type === "string") {
      const model = Object.hasOwn(models, type) ? models[type] : undefined;
      return (model === undefined ? event : readModel(model, event)) as unknown as WebhookEvent;
    }
    problem = `it has no ${field}`;
  } catch (error) {
    // Of the body nothing is repeated: it may hold what was said.
    problem = error instanceof ResponseError ? error.message : "it cannot be read as JSON";
  }
  throw new WebhookError(
    `the body is signed, but is no event that the contract describes (${problem})`,
  );
}
