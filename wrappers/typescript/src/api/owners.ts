// What the newest ids and URLs of a client are for.

import { createHash } from "node:crypto";
import type { Owners } from "./client_state.ts";

const REMEMBERED = 4096;

/** Remembers the newest ones, none of them in clear. */
export class NewestOwners implements Owners {
  readonly #owners: Map<string, string> = new Map();

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
