// The servers' time, by which signed URLs end. The local wall clock is never trusted.

import { type Headers, parseHttpDate } from "../shared/retry.ts";
import { monotonic } from "../shared/waiting.ts";

/** A server's time, by its last `Date` header and the monotonic time since. */
export class ServerClock {
  #offset: number | null = null;

  /** Take the time from a response's `Date` header, if it has a good one. */
  learn(headers: Headers): void {
    const date = parseHttpDate(headers["date"] ?? "");
    if (date !== null) this.learnTime(date);
  }

  learnTime(epochSeconds: number): void {
    this.#offset = epochSeconds - monotonic();
  }

  /** Return the server's time in epoch seconds; null when no response has named it yet. */
  now(): number | null {
    return this.#offset === null ? null : monotonic() + this.#offset;
  }
}

/** The time of the API, which dates the signatures, and of S3, which checks them. */
export class Clocks {
  readonly api: ServerClock = new ServerClock();
  readonly storage: ServerClock = new ServerClock();

  /** Return the time by which a URL expires: S3's, else the API's, else null. */
  now(): number | null {
    return this.storage.now() ?? this.api.now();
  }
}
