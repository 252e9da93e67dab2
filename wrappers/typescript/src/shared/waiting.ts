// Waiting for time to pass, and stopping from outside what takes a while.

import { DeadlineExceededError, UploadCancelledError } from "../errors.ts";

/** What of the real world a client uses beside the network. Tests bring their own. */
export interface World {
  /** Wait for so many seconds; reject with the signal's reason when it is aborted. */
  sleep(seconds: number, signal: AbortSignal | null): Promise<void>;
  /** Return a random number, 0 to 1. */
  random(): number;
  /** Return the monotonic seconds by which requests are paced. */
  now(): number;
}

/** The real one. */
export const WORLD: World = { sleep, random: Math.random, now: monotonic };

function sleep(seconds: number, signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, timerMs(seconds));
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/**
 * Return seconds as the whole milliseconds that a timer takes: 24 days at most, of which a longer one
 * would make 1 ms.
 */
export function timerMs(seconds: number): number {
  return Math.min(Math.round(seconds * 1000), 2 ** 31 - 1);
}

/** Return monotonic seconds. */
export function monotonic(): number {
  return performance.now() / 1000;
}

/**
 * Settle as a promise does, or reject with the signal's reason as soon as it is aborted.
 *
 * Not by `Promise.race` with one promise of the signal's: that would keep every value until the end.
 */
export function orAborted<Result>(
  promise: Promise<Result>,
  signal: AbortSignal | null,
): Promise<Result> {
  if (signal === null) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** What ends something early: the caller's signal or its deadline, each with an error of ours. */
export class Stop {
  readonly #controller = new AbortController();
  readonly #given: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #onAbort: () => void;

  /**
   * @param deadline milliseconds from now on.
   * @param what what it ends, for messages.
   */
  constructor(given: AbortSignal | undefined, deadline: number | undefined, what: string) {
    this.#given = given;
    this.#onAbort = () =>
      this.#controller.abort(
        new UploadCancelledError(`the ${what} was cancelled`, { cause: given?.reason }),
      );
    if (given?.aborted) this.#onAbort();
    else given?.addEventListener("abort", this.#onAbort, { once: true });
    if (deadline !== undefined) {
      const late = `the ${what} was not done after ${deadline / 1000} seconds`;
      this.#timer = setTimeout(
        () => this.#controller.abort(new DeadlineExceededError(late)),
        timerMs(deadline / 1000),
      );
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Let go of the caller's signal and of the timer. */
  end(): void {
    clearTimeout(this.#timer);
    this.#given?.removeEventListener("abort", this.#onAbort);
  }
}
