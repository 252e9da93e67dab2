// How large audio may be, and what it is called.

import { SourceError } from "../errors.ts";
import { quoted } from "../shared/text.ts";

/** The largest object that S3 takes in one PUT (AWS: "Uploading objects"). */
export const MAX_BYTES: number = 5 * 2 ** 30;

/** Return what messages call a source by its file's name. */
export function labelOf(name: string | null): string {
  return name ? quoted(name) : "the source";
}

/** Throw a SourceError if there is nothing to upload, or more than S3 takes. */
export function checkSize(name: string | null, size: number): void {
  if (size === 0) throw new SourceError(`${labelOf(name)} is empty: there is nothing to upload`);
  if (size > MAX_BYTES) {
    throw new SourceError(
      `${labelOf(name)} has ${size} bytes; S3 takes ${MAX_BYTES} (5 GiB) at most in one PUT, and ` +
        "the service offers no other way",
    );
  }
}

/** Return the name of a recording that is given none, from that of its file. */
export function titleOf(name: string | null): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they cannot stand in a name
  return name?.replace(/[\x00-\x1f\x7f-\x9f]|\p{Surrogate}/gu, "\ufffd").trim() || null;
}
