// What an upload is called with, the fields of its recording too: checked before it begins.

import type { CreateRecordingRequest } from "../../../../generated/typescript/types.gen.ts";
import {
  checkedFields,
  checkSteering,
  type FieldOptions,
  STEERING,
  type Steering,
} from "../api/fields.ts";
import { ConfigurationError } from "../errors.ts";
import type { Settings } from "../settings.ts";
import { checkPathId } from "../shared/text.ts";
import type { Progress } from "./progress.ts";

/**
 * What an upload is called with, beside the audio. The other options are the recording's fields.
 *
 * `onProgress` is called at each phase and about every MiB.
 */
export interface UploadOptions
  extends Steering<[progress: Progress]>,
    FieldOptions<CreateRecordingRequest> {
  /** An existing recording to upload the audio of. */
  readonly recordingId?: string | undefined;
  /** One of the contract's audio types; else known by the name and checked against the bytes. */
  readonly contentType?: string | undefined;
  /**
   * `sha256` compares hashes of what was sent with what S3 and the service say they stored; `md5`
   * reads the audio once more, first, and has S3 itself refuse a damaged body (Content-MD5).
   */
  readonly checksum?: "sha256" | "md5" | undefined;
}

const OWN: ReadonlySet<string> = new Set([...STEERING, "recordingId", "contentType", "checksum"]);

/**
 * Return the fields to create the recording with; none when there is one already.
 *
 * @throws TypeError when an argument has the wrong type, or some do not go together.
 * @throws ConfigurationError when the kind of key cannot do this (contract: createRecording).
 */
export function checkOptions(settings: Settings, options: UploadOptions): CreateRecordingRequest {
  checkSteering(options);
  const { recordingId, contentType, checksum } = options;
  if (checksum !== undefined && !["sha256", "md5"].includes(checksum)) {
    throw new TypeError(`checksum is ${String(checksum)}; it must be 'sha256' or 'md5'`);
  }
  if (contentType !== undefined && typeof contentType !== "string") {
    throw new TypeError(`contentType is a string, not ${typeof contentType}`);
  }
  const fields: CreateRecordingRequest = checkedFields(
    "createRecording",
    "CreateRecordingRequest",
    options,
    OWN,
  );
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
