// What an upload is called with, the fields of its recording too: checked before it begins.

import { inspect } from "node:util";
import { MODELS } from "../../../../generated/typescript/reading.ts";
import type { CreateRecordingRequest } from "../../../../generated/typescript/types.gen.ts";
import { fits, WORDS } from "../api/reading.ts";
import { ConfigurationError } from "../errors.ts";
import { type Settings, seconds } from "../settings.ts";
import { checkPathId, checkText } from "../shared/text.ts";
import type { Progress } from "./progress.ts";

/** A name of the contract in the spelling of this language: `end_user_id` is `endUserId`. */
type Camel<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;

/** The fields of a new recording, as createRecording of the contract has them. */
export type RecordingFields = {
  readonly [Name in keyof CreateRecordingRequest & string as Camel<Name>]?:
    | CreateRecordingRequest[Name]
    | undefined;
};

/** What an upload is called with, beside the audio. The other options are the recording's fields. */
export interface UploadOptions extends RecordingFields {
  /** An existing recording to upload the audio of. */
  readonly recordingId?: string | undefined;
  /** One of the contract's audio types; else known by the name and checked against the bytes. */
  readonly contentType?: string | undefined;
  /**
   * `sha256` compares hashes of what was sent with what S3 and the service say they stored; `md5`
   * reads the audio once more, first, and has S3 itself refuse a damaged body (Content-MD5).
   */
  readonly checksum?: "sha256" | "md5" | undefined;
  /** Milliseconds for the whole upload, whatever its size. */
  readonly deadline?: number | undefined;
  /** Stops the upload: it then rejects with UploadCancelledError. */
  readonly signal?: AbortSignal | undefined;
  /** Called at each phase and about every MiB. What it throws ends the upload. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

const OWN: ReadonlySet<string> = new Set([
  "recordingId",
  "contentType",
  "checksum",
  "deadline",
  "signal",
  "onProgress",
]);

const FIELDS = MODELS["CreateRecordingRequest"]?.fields ?? {};

/** The names of the contract, by their spelling here. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.keys(FIELDS).map((name) => [
    name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    name,
  ]),
);

/**
 * Return the fields to create the recording with; none when there is one already.
 *
 * @throws TypeError when an argument has the wrong type, or some do not go together.
 * @throws ConfigurationError when the kind of key cannot do this (contract: createRecording).
 */
export function checkOptions(settings: Settings, options: UploadOptions): CreateRecordingRequest {
  const { recordingId, contentType, checksum, deadline, signal, onProgress } = options;
  if (checksum !== undefined && !["sha256", "md5"].includes(checksum)) {
    throw new TypeError(`checksum is ${String(checksum)}; it must be 'sha256' or 'md5'`);
  }
  if (contentType !== undefined && typeof contentType !== "string") {
    throw new TypeError(`contentType is a string, not ${typeof contentType}`);
  }
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new TypeError(`onProgress is a function, not ${typeof onProgress}`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`signal is an AbortSignal, not ${typeof signal}`);
  }
  if (deadline !== undefined) seconds("deadline", deadline, 1);
  const fields = checkedFields(options);
  if (recordingId === undefined) return forKey(settings.keyKind, fields);
  checkPathId("recordingId", recordingId);
  if (Object.keys(fields).length > 0) {
    throw new TypeError(
      `${Object.keys(fields).join(", ")} would be ignored: a recordingId was given, and they are only ` +
        "used to create a new recording",
    );
  }
  return {};
}

function checkedFields(options: UploadOptions): CreateRecordingRequest {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || OWN.has(name)) continue;
    const wire = NAMES.get(name);
    if (wire === undefined) {
      throw new TypeError(
        `${name} is no option of an upload and no field of createRecording, which are ` +
          [...NAMES.keys()].join(", "),
      );
    }
    const sent: unknown = value instanceof Date ? value.toISOString() : value;
    const kind = FIELDS[wire]?.kind ?? "any";
    if (!fits(sent, kind)) throw new TypeError(`${name} is ${WORDS[kind]}, not ${inspect(value)}`);
    if (typeof sent === "string") checkText(name, sent);
    fields[wire] = sent;
  }
  return fields;
}

function forKey(keyKind: string, fields: CreateRecordingRequest): CreateRecordingRequest {
  if (keyKind === "up") {
    throw new ConfigurationError(
      "an upload token is for one existing recording: pass its recordingId",
    );
  }
  if (keyKind === "dtok") {
    for (const name of ["end_user_id", "device_id"] as const) {
      if (name in fields)
        throw new ConfigurationError(`a device token names its own ${name}: leave it out`);
    }
    return fields;
  }
  if (!fields.end_user_id) {
    throw new ConfigurationError(
      "endUserId is missing: with a secret or restricted key the service needs to know whose " +
        "recording it is",
    );
  }
  return { source: "api_upload", upload_method: "import", ...fields };
}
