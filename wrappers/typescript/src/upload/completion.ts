// Completing an upload: a state of its own, in which no byte is ever sent again.

import type {
  RecordingsOperations,
  UploadsOperations,
} from "../../../../generated/typescript/operations.ts";
import type { Recording } from "../../../../generated/typescript/types.gen.ts";
import type { ClientState } from "../api/client_state.ts";
import {
  BadRequestError,
  BotaError,
  ConflictError,
  TooEarlyError,
  UnprocessableContentError,
  VerificationTimeoutError,
} from "../errors.ts";
import { backoff, serverWait } from "../shared/retry.ts";
import type { World } from "../shared/waiting.ts";
import { checkAbout, checkCompleted, isCompleted } from "./check.ts";
import type { Phase } from "./progress.ts";

/** Seconds of waiting for the service to verify the stored bytes. */
const VERIFICATION_DEADLINE = 300;

/** Seconds: the shortest wait between two requests. */
const VERIFICATION_PAUSE = 0.5;

/** The operations that a completion takes. */
export interface CompletionApi {
  readonly uploads: Pick<UploadsOperations, "complete">;
  readonly recordings: Pick<RecordingsOperations, "get">;
}

/** What a completion is done with. */
export interface Completing {
  readonly api: CompletionApi;
  readonly state: ClientState;
  readonly world: World;
  readonly signal: AbortSignal;
  report(phase: Phase): void;
}

/**
 * Complete an upload and wait until the service has verified it.
 *
 * Contract: a 425 means that the service still verifies, and the identical request is repeated; a
 * service that knows no `content_sha256` gets the documented request without a body. Resolves to null
 * when the service holds other bytes than were sent.
 */
export async function complete(
  { api, state, world, signal, report }: Completing,
  recordingId: string,
  sha256: string,
): Promise<Recording | null> {
  report("completing");
  let waited = 0;
  let proof: { content_sha256?: string } = { content_sha256: sha256 };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const recording = await api.uploads.complete(recordingId, proof);
      checkAbout(recording, recordingId, "completeUpload");
      if (isDamaged(recording, sha256)) return null;
      checkCompleted(recording);
      return recording;
    } catch (error) {
      if (error instanceof TooEarlyError) {
        if (waited >= VERIFICATION_DEADLINE) {
          throw new VerificationTimeoutError(
            `the bytes are stored, but the service has not verified them in ${VERIFICATION_DEADLINE} ` +
              "seconds; ask for the recording later",
            { cause: error },
          );
        }
        report("verifying");
        const asked = serverWait(error.headers, state.clocks.api.now(), false);
        const pause = Math.max(VERIFICATION_PAUSE, asked || backoff(attempt, world.random));
        await world.sleep(pause, signal);
        waited += pause;
      } else if (knowsNoSha256(error) && proof.content_sha256 !== undefined) {
        proof = {};
      } else if (error instanceof ConflictError) {
        return await afterConflict(api, recordingId, sha256, error);
      } else {
        throw error;
      }
    }
  }
}

function knowsNoSha256(error: unknown): boolean {
  const isRefusal = error instanceof BadRequestError || error instanceof UnprocessableContentError;
  return isRefusal && error.param === "content_sha256";
}

async function afterConflict(
  api: CompletionApi,
  recordingId: string,
  sha256: string,
  conflict: ConflictError,
): Promise<Recording | null> {
  // A completion that went through, but whose response was lost, can meet a 409 the second time.
  const found = await api.recordings.get(recordingId).catch((error: unknown) => {
    if (error instanceof BotaError) throw conflict;
    throw error;
  });
  if (found.id !== recordingId) throw conflict;
  if (isDamaged(found, sha256)) return null;
  if (!isCompleted(found)) throw conflict;
  return found;
}

function isDamaged(recording: Recording, sha256: string): boolean {
  const stored = recording.content_sha256;
  return (
    recording.status === "integrity_failure" || Boolean(stored && stored.toLowerCase() !== sha256)
  );
}
