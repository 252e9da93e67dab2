// Does a response of the API belong to its request? None is believed because it came.

import type {
  CreateRecordingRequest,
  Recording,
} from "../../../../generated/typescript/types.gen.ts";
import type { Owners } from "../api/client_state.ts";
import { isObject } from "../api/reading.ts";
import { InvalidResponseError } from "../errors.ts";
import { randomHex } from "../shared/random.ts";
import type { Secret } from "../shared/redact.ts";
import { quoted } from "../shared/text.ts";

const ID = /^(?!\.{1,2}$)[!-.0-~]{1,256}$/;

// The contract may get more values, of which nothing is known.
const NEW: readonly string[] = ["pending", "streaming"];
const COMPLETED: readonly string[] = ["uploaded", "processing", "completed"];
const ENDED: readonly string[] = ["failed", "deleted"];

/** Throw InvalidResponseError if a new recording is not the one that was asked for. */
export function checkCreated(
  recording: Recording,
  fields: CreateRecordingRequest,
  owners: Owners,
): void {
  const { id, status } = recording;
  const said: Readonly<Record<string, unknown>> = isObject(recording.metadata)
    ? recording.metadata
    : {};
  const asked = Object.entries(isObject(fields.metadata) ? fields.metadata : {});
  let problem = "";
  if (!ID.test(id)) {
    problem = `the id ${quoted(id)}, which is none`;
  } else if ([...COMPLETED, ...ENDED, "integrity_failure"].includes(status)) {
    problem = `${id}, which is ${status} already`;
  } else if (!isSame(fields.end_user_id, recording.end_user_id)) {
    problem = `${id}, which is another end user's`;
  } else if (!isSame(fields.name, recording.name)) {
    problem = `${id}, which has another name`;
  } else if (asked.some(([name, value]) => !isSame(value, said[name]))) {
    problem = `${id}, which has other metadata`;
  } else if (owners.isOfAnother(id, randomHex(8))) {
    problem = `${id}, which another upload had created`;
  }
  if (problem)
    throw new InvalidResponseError(`createRecording responded with ${problem}; it was not used`);
}

/** Throw InvalidResponseError if a response is about another recording than was asked for. */
export function checkAbout(recording: Recording, recordingId: string, operation: string): void {
  if (recording.id !== recordingId) {
    throw new InvalidResponseError(
      `${operation} responded about the recording ${quoted(recording.id)}, not about ${recordingId}`,
    );
  }
}

/** Throw InvalidResponseError if a success of completeUpload says that it is none. */
export function checkCompleted(recording: Recording): void {
  if ([...NEW, ...ENDED].includes(recording.status)) {
    throw new InvalidResponseError(
      `completeUpload responded with success, but the recording ${recording.id} is ${recording.status}`,
    );
  }
}

export function isCompleted(recording: Recording): boolean {
  return COMPLETED.includes(recording.status);
}

/**
 * Throw InvalidResponseError if a signed URL is known to be for another recording.
 *
 * It may name its recording in its path, as the documented ones do, or anything else.
 */
export function checkUrl(
  url: Secret,
  recordingId: string,
  owners: Owners,
  operation: string,
): void {
  const steps = new URL(url.reveal()).pathname.split("/");
  const prefix = `${recordingId.split("_", 1)[0]}_`;
  const alike = steps.some((step) => step.startsWith(prefix) && step.length === recordingId.length);
  if ((alike && !steps.includes(recordingId)) || owners.isOfAnother(url.reveal(), recordingId)) {
    throw new InvalidResponseError(
      `${operation} responded with the URL of another recording than ${recordingId}; it was not used`,
    );
  }
}

/** Return whether a text came back, if both are there; a service may tidy it up or cut it. */
function isSame(asked: unknown, said: unknown): boolean {
  if (typeof asked !== "string" || typeof said !== "string") return true;
  const [left, right] = [asked, said].map((text) =>
    text.normalize("NFKC").toUpperCase().toLowerCase().trim().split(/\s+/).join(" "),
  ) as [string, string];
  return left === right || (right !== "" && left.startsWith(right));
}
