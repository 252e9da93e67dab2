// What the calls and uploads of one client learn and share, such as the servers' time.

import { createHash } from "node:crypto";
import { RetryQuota } from "../shared/retry.ts";
import { Pacer } from "./rate_limit.ts";
import { Clocks } from "./server_clock.ts";

const REMEMBERED = 4096;

/** Remembers what the newest ids and URLs of a client are for. */
export class Owners {
  readonly #owners: Map<string, string> = new Map();

  /** Return whether another owner has it; if not, it is this one's from now on. */
  isOfAnother(what: string, owner: string): boolean {
    const key = createHash("sha256").update(what).digest("base64"); // a URL is a secret
    const known = this.#owners.get(key);
    if (known !== undefined) return known !== owner;
    this.#owners.set(key, owner);
    if (this.#owners.size > REMEMBERED) {
      const [oldest] = this.#owners.keys();
      this.#owners.delete(oldest as string);
    }
    return false;
  }
}

/** Shared by all calls of one client. */
export class ClientState {
  readonly clocks: Clocks = new Clocks();
  readonly quota: RetryQuota = new RetryQuota();
  readonly pacer: Pacer = new Pacer();
  readonly owners: Owners = new Owners();
  /** S3's MD5 then proves nothing more, and is not computed. */
  sha256IsVerified = false;
  closed = false;
}
