// Turns what the API says into our errors: a refusal, or a success that the contract rules out.

import type { Operation } from "../../../../generated/typescript/calling.ts";
import { type ApiError, errorClassFor, InvalidResponseError } from "../errors.ts";
import type { Response } from "../shared/outcome.ts";
import { redact, redactedExcerpt } from "../shared/redact.ts";
import type { Headers } from "../shared/retry.ts";
import { isObject, ResponseError, readModel } from "./reading.ts";

type Mapping = Readonly<Record<string, unknown>>;

const EXCERPT = 200;
const MAX_DEPTH = 20;

/**
 * Return the error for a response that is not a success.
 *
 * Reads the three envelopes of the contract (code and details; code, param and request_id; type),
 * and a body that is none of them: HTML from a proxy, nothing at all, bytes that are not UTF-8.
 */
export function apiError(response: Response, note: string): ApiError {
  const { status, headers, body } = response;
  const envelope = envelopeOf(body);
  const details = mapping(envelope["details"]);
  return new (errorClassFor(status))({
    status,
    code: text(envelope["code"]) ?? text(envelope["type"]),
    said: text(envelope["message"]) ?? (excerpt(body) || "the response has no body"),
    requestId: text(envelope["request_id"]) ?? text(headers["x-request-id"]),
    param: text(envelope["param"]) ?? text(details["field"]),
    details: mapping(redacted(details, 0)),
    headers: redactedHeaders(headers),
    note,
  });
}

/**
 * Return what a success holds, read by the rules of the contract.
 *
 * @throws InvalidResponseError when it is not what the contract says.
 */
export function readSuccess(operation: Operation, target: string, response: Response): unknown {
  if (operation.result === "none") return undefined;
  if (operation.result === "bytes") return response.body;
  try {
    const decoded = new TextDecoder("utf-8", { fatal: true }).decode(response.body);
    if (operation.result === "text") return decoded;
    const document: unknown = JSON.parse(decoded);
    return operation.model === undefined ? document : readModel(operation.model, document);
  } catch (error) {
    const said = error instanceof ResponseError ? error.message : "it cannot be read as JSON";
    // No cause: its text may be of the response, signed URL and all.
    throw new InvalidResponseError(
      `${operation.method} ${target} responded ${response.status}, but the body is not what the ` +
        `contract says: ${redactedExcerpt(said)}`,
    );
  }
}

/**
 * Return whether the response to a GET of one object holds another object of its kind.
 *
 * Its id then has the same prefix as the last part of the path, and is not that part: a response
 * that was sent twice, the second time too late to be seen before this request.
 */
export function isOfAnother(method: string, target: string, response: Response): boolean {
  const asked = decodeURIComponent(target.slice(target.lastIndexOf("/") + 1));
  const prefix = asked.slice(0, asked.indexOf("_") + 1);
  if (method !== "GET" || !prefix || !response.ok) return false;
  const found = mapping(parsed(response.body))["id"];
  return typeof found === "string" && found !== asked && found.startsWith(prefix);
}

function envelopeOf(body: Uint8Array): Mapping {
  const { error } = mapping(parsed(body)) as { error?: unknown };
  // OAuth-style gateways respond {"error": "text"}.
  return typeof error === "string" ? { message: error } : mapping(error);
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function mapping(value: unknown): Mapping {
  return isObject(value) ? value : {};
}

function redacted(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return "…";
  if (Array.isArray(value)) return value.map((inner) => redacted(inner, depth + 1));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        redactedExcerpt(name),
        redacted(inner, depth + 1),
      ]),
    );
  }
  return typeof value === "string" ? redactedExcerpt(value) : value;
}

function redactedHeaders(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redact(value)]));
}

function text(value: unknown): string | null {
  return typeof value === "string" && value ? redactedExcerpt(value) : null;
}

function excerpt(body: Uint8Array): string {
  const words = new TextDecoder()
    .decode(body.subarray(0, 4 * EXCERPT))
    .trim()
    .split(/\s+/)
    .join(" ");
  const shown = redact(words);
  return shown.length <= EXCERPT ? shown : `${shown.slice(0, EXCERPT)}…`;
}
