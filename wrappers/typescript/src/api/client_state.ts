// What the calls and uploads of one client learn and share, such as the servers' time.

import { RetryQuota } from "../shared/retry.ts";
import { Pacer } from "./rate_limit.ts";
import { Clocks } from "./server_clock.ts";

/** Remembers what ids and URLs are for. */
export interface Owners {
  /** Return whether another owner has it; if not, it is this one's from now on. */
  isOfAnother(what: string, owner: string): boolean;
}

/** Shared by all calls of one client. */
export class ClientState {
  readonly clocks: Clocks = new Clocks();
  readonly quota: RetryQuota = new RetryQuota();
  readonly pacer: Pacer = new Pacer();
  readonly owners: Owners;
  /** S3's MD5 then proves nothing more, and is not computed. */
  sha256IsVerified = false;
  readonly #closing = new AbortController();

  constructor(owners: Owners) {
    this.owners = owners;
  }

  /** Aborted when the client is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** End whatever is under way. */
  close(): void {
    this.#closing.abort();
  }
}
