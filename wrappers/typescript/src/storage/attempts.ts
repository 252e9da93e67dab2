// The PUTs of one upload: to which URL, how often, and after how long.

import type { ClientState } from "../api/client_state.ts";
import { NoResponse } from "../shared/outcome.ts";
import { retryWait } from "../shared/retry.ts";
import type { World } from "../shared/waiting.ts";
import { after, type Budget, budgetOf, decide } from "./decision.ts";
import { putError } from "./explanation.ts";
import type { StorageOutcome } from "./response.ts";
import { needsRefresh, type SignedUrl } from "./signed_url.ts";

/** What attempts are made with. */
export interface Attempting {
  readonly maxRetries: number;
  readonly state: ClientState;
  readonly world: World;
  readonly signal: AbortSignal;
  /** Ask the service for another URL. */
  askForUrl(): Promise<SignedUrl>;
  /** PUT the whole body once. */
  put(signedUrl: SignedUrl): Promise<StorageOutcome>;
  report(phase: "waiting" | "uploading", bytesLost: number): void;
}

/** All attempts of one upload, which share one budget. */
export class Attempts {
  readonly #with: Attempting;
  #budget: Budget;
  #bytesSent = 0;
  /** PUTs begun so far. */
  count = 0;

  constructor(attempting: Attempting) {
    this.#with = attempting;
    this.#budget = budgetOf(attempting.maxRetries);
  }

  /** PUT until the object is stored, or reject with the error of the last attempt. */
  async store(): Promise<StorageOutcome> {
    const { state, signal, maxRetries, world } = this.#with;
    let signedUrl: SignedUrl | null = null;
    let spent = 0;
    for (;;) {
      signal.throwIfAborted();
      this.count += 1;
      if (this.#bytesSent > 0) {
        const lost = this.#bytesSent;
        this.#bytesSent = 0;
        this.#with.report("waiting", lost);
      }
      this.#with.report("uploading", 0);
      // Looked at as late as possible: whatever took time since it was signed is over.
      if (signedUrl === null || needsRefresh(signedUrl.expiresAt, state.clocks.now())) {
        signedUrl = await this.#askForUrl();
      }
      const outcome = await this.#put(signedUrl);
      const action = decide(outcome, this.#budget);
      this.#budget = after(this.#budget, action);
      if (action.kind === "done") {
        state.quota.refund(spent);
        return outcome;
      }
      if (action.kind === "refresh") {
        signedUrl = null;
      } else if (action.kind === "retry" && state.quota.take(action.price)) {
        spent = action.price;
        this.#with.report("waiting", 0);
        const number = maxRetries - this.#budget.retries;
        await world.sleep(retryWait(number, action.askedWait, world.random), signal);
      } else {
        throw putError(outcome, signedUrl, this.count, state.clocks.api.now());
      }
    }
  }

  async #askForUrl(): Promise<SignedUrl> {
    const signedUrl = await this.#with.askForUrl();
    const { api } = this.#with.state.clocks;
    // An API that names no date has just named it in its signature.
    if (signedUrl.signedAt !== null && api.now() === null) api.learnTime(signedUrl.signedAt);
    return signedUrl;
  }

  async #put(signedUrl: SignedUrl): Promise<StorageOutcome> {
    const outcome = await this.#with.put(signedUrl);
    const { response, bytesSent } = outcome;
    this.#bytesSent = bytesSent;
    if (!(response instanceof NoResponse) && response.serverTime !== null) {
      this.#with.state.clocks.storage.learnTime(response.serverTime);
    }
    return outcome;
  }
}
