// What an upload reports while it runs, and when it is done.

import type { Recording } from "../../../../generated/typescript/types.gen.ts";
import type { RequestRecord } from "../shared/outcome.ts";

/**
 * `preparing` (reading the source, creating the recording), `waiting` (before another attempt),
 * `uploading`, `completing`, or `verifying` (the service checks the bytes).
 */
export type Phase = "preparing" | "waiting" | "uploading" | "completing" | "verifying";

/** Where an upload stands. */
export interface Progress {
  readonly phase: Phase;
  /** The recording; null before it exists. */
  readonly recordingId: string | null;
  /** The number of the PUT, from 1; 0 before the first. */
  readonly attempt: number;
  /** Bytes of this attempt given to the network; begins at 0 with each attempt. */
  readonly bytesSent: number;
  /** Size of the source. */
  readonly totalBytes: number;
  /** Bytes of the last attempt that were lost, so that they are sent again; mostly 0. */
  readonly bytesLost: number;
}

/** One finished upload. */
export interface Receipt {
  readonly recordingId: string;
  /** The recording as the last response describes it. */
  readonly recording: Recording;
  /** Size of the stored object. */
  readonly bytes: number;
  /** Of the bytes that were sent, 64 lower-case hex digits. */
  readonly sha256: string;
  /** Whether the service confirmed that it stored bytes of this SHA-256. */
  readonly verified: boolean;
  /** S3's ETag of the object, without quotes; null when S3 gave none. */
  readonly etag: string | null;
  /** The type that the audio was uploaded as. */
  readonly contentType: string;
  /** PUTs made. */
  readonly attempts: number;
  /** Every HTTP request made, in order. */
  readonly requests: readonly RequestRecord[];
  /** From the call to its end. */
  readonly milliseconds: number;
}
