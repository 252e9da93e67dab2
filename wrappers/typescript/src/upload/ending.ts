// What an upload that ended early leaves in the service, in words.

import type { BotaError } from "../errors.ts";
import { isInDoubt, type RequestRecord } from "../shared/outcome.ts";
import { isStop } from "../shared/waiting.ts";

/** What an upload has left in the service, as far as is known. */
export type Stage = "nothing" | "creating" | "created" | "sending" | "stored";

/** Where an upload ended. */
export interface Ending {
  readonly stage: Stage;
  readonly recordingId: string | null;
  /** Whether the upload created the recording. */
  readonly isNew: boolean;
  /** The requests that the stage depends on, in order: creations, or completions. */
  readonly asked: readonly RequestRecord[];
}

/** Return what an upload leaves in the service, where it ended. */
export function wordsFor({ stage, recordingId, isNew, asked }: Ending): string {
  const of = `the recording ${recordingId}`;
  const inDoubt = asked.some(isInDoubt);
  switch (stage) {
    case "nothing":
      return "no recording was created";
    case "creating":
      return inDoubt
        ? "a recording may have been created; no response says so"
        : "no recording was created";
    case "created":
      return isNew ? `${of} is there, without its audio` : `nothing was stored in ${of}`;
    case "sending":
      return `${of} is there; its audio may be stored or not, but is not completed`;
    case "stored":
      return inDoubt || asked.at(-1)?.status === 425
        ? `${of} has its audio stored, but its completion is not known`
        : `${of} has its audio stored, but is not completed`;
  }
}

/** Let an error say what the upload leaves, unless it does already. */
export function describe(error: BotaError, state: string, recordingId: string | null): void {
  if (error.state !== null) return;
  error.state = state;
  error.recordingId = recordingId;
  if (isStop(error)) error.message += `; ${state}`;
}
