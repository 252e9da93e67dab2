// Waiting for time to pass, and stopping from outside what takes a while.

import { ClientClosedError, DeadlineExceededError, UploadCancelledError } from "../errors.ts";

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

/** What may end something early. */
export interface Stops {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds from now on. */
  readonly deadline?: number | undefined;
}

/** An error that something was ended with from outside. */
export type StopError = UploadCancelledError | DeadlineExceededError | ClientClosedError;

/** Return whether an error is one that a Stop ends with. */
export function isStop(error: unknown): error is StopError {
  return (
    error instanceof UploadCancelledError ||
    error instanceof DeadlineExceededError ||
    error instanceof ClientClosedError
  );
}

/** What ends something early: the caller's signal, its deadline, the client's end. */
export class Stop {
  readonly #controller = new AbortController();
  readonly #over = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param closing aborted when the client is closed.
   * @param what what it ends, for messages.
   */
  constructor({ signal, deadline }: Stops, closing: AbortSignal, what: string) {
    this.#follow(
      closing,
      () => new ClientClosedError(`the client was closed, and the ${what} ended`),
    );
    if (signal !== undefined) {
      this.#follow(
        signal,
        () => new UploadCancelledError(`the ${what} was cancelled`, { cause: signal.reason }),
      );
    }
    if (deadline !== undefined) {
      const late = `the ${what} was not done after ${deadline / 1000} seconds`;
      this.#timer = setTimeout(
        () => this.#controller.abort(new DeadlineExceededError(late)),
        timerMs(deadline / 1000),
      );
    }
  }

  #follow(signal: AbortSignal, error: () => StopError): void {
    const stop = (): void => this.#controller.abort(error());
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true, signal: this.#over.signal });
  }

  /** Aborted with one of our errors, of which no two stops share one. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Let go of the signals and of the timer. */
  end(): void {
    clearTimeout(this.#timer);
    this.#over.abort();
  }
}
