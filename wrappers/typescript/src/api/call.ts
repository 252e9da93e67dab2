// One call of the API: send, retry, and turn a refusal into its error. Knows nothing of sockets.

import type { Call, CallOptions, Operation } from "../../../../generated/typescript/calling.ts";
import {
  ApiConnectionError,
  ApiTimeoutError,
  type BotaError,
  InvalidResponseError,
  RateLimitError,
} from "../errors.ts";
import { seconds } from "../shared/options.ts";
import { causeOf, NoResponse, type RequestRecord, Response } from "../shared/outcome.ts";
import {
  askedWait,
  type Headers,
  isTransient,
  mayRepeat,
  PRICE,
  retryWait,
  serverWait,
  TIMEOUT_PRICE,
} from "../shared/retry.ts";
import { monotonic, Stop, type World } from "../shared/waiting.ts";
import type { ClientState } from "./client_state.ts";
import { LOOK } from "./rate_limit.ts";
import { apiError, isOfAnother, readSuccess } from "./translate.ts";

const OF_ANOTHER = "the response is about another object";

/** How patient calls are, in seconds. */
export interface Patience {
  readonly timeout: number;
  readonly maxRetries: number;
  readonly maxWait: number | null;
}

/** A request that can be sent as often as needed; its path has no query. */
export interface Prepared {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
}

/** Makes the request of an operation. */
export type Prepare<Request> = (
  operation: Operation,
  call: Call,
  options: CallOptions,
) => Promise<Request>;

/** Sends a prepared request once. */
export type SendOnce<Request> = (
  request: Request,
  timeout: number,
  signal: AbortSignal,
) => Promise<Response | NoResponse>;

/** What a call is a part of. */
export interface Context {
  /** Whether it may be held back for as long as the service asks: an upload's end ends that. */
  readonly patient: boolean;
  /** What ends all of it; null for a call by itself, which has a signal of its own. */
  readonly signal: AbortSignal | null;
  /** Called with every request and the headers of its response, none where there was none. */
  record(request: RequestRecord, headers: Headers): void;
}

/** A call by itself. */
export const ALONE: Context = { patient: false, signal: null, record: () => {} };

/** Sends requests until they succeed, cannot succeed, or have been tried often enough. */
export class ApiCaller<Request extends Prepared> {
  readonly #patience: Patience;
  readonly #state: ClientState;
  readonly #world: World;
  readonly #prepare: Prepare<Request>;
  readonly #sendOnce: SendOnce<Request>;

  constructor(
    patience: Patience,
    state: ClientState,
    world: World,
    prepare: Prepare<Request>,
    sendOnce: SendOnce<Request>,
  ) {
    this.#patience = patience;
    this.#state = state;
    this.#world = world;
    this.#prepare = prepare;
    this.#sendOnce = sendOnce;
  }

  /** Send a request and return what its success holds, or reject with one of our errors. */
  async call(
    operation: Operation,
    call: Call,
    options: CallOptions,
    context: Context,
  ): Promise<unknown> {
    if (context.signal !== null) {
      return this.#untilDone(operation, call, options, context, context.signal);
    }
    const { signal } = options;
    const stop = new Stop({ signal }, this.#state.closing, `call of ${operation.id}`);
    try {
      return await this.#untilDone(operation, call, options, context, stop.signal);
    } finally {
      stop.end();
    }
  }

  async #untilDone(
    operation: Operation,
    call: Call,
    options: CallOptions,
    context: Context,
    signal: AbortSignal,
  ): Promise<unknown> {
    const request = await this.#prepare(operation, call, options);
    const timeout =
      options.timeout === undefined
        ? this.#patience.timeout
        : seconds("timeout", options.timeout, 1);
    const repeatable = mayRepeat(request.method, lowerCase(request.headers));
    let spent = 0;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(operation, request, timeout, signal, context);
      if (outcome instanceof Response && outcome.ok) {
        this.#state.quota.refund(spent);
        return readSuccess(operation, request.path, outcome);
      }
      const { transient, asked, price } = this.#weigh(operation, outcome, repeatable);
      if (
        !transient ||
        attempt > this.#patience.maxRetries ||
        this.#isTooLong(asked, timeout, context) ||
        !this.#state.quota.take(price)
      ) {
        throw this.#errorOf(outcome, request, attempt);
      }
      spent = price;
      await this.#world.sleep(retryWait(attempt, asked, this.#world.random), signal);
    }
  }

  #weigh(operation: Operation, outcome: Response | NoResponse, repeatable: boolean) {
    if (outcome instanceof NoResponse) {
      const transient = outcome.transient && (repeatable || !outcome.sent);
      return { transient, asked: null, price: outcome.timedOut ? TIMEOUT_PRICE : PRICE };
    }
    const limited = outcome.status === 429;
    const asked = serverWait(outcome.headers, this.#state.clocks.api.now(), limited);
    if (limited)
      this.#state.pacer.refused(operation.limits, asked ?? 0, this.#world.now(), outcome.headers);
    return {
      transient: isTransient(outcome.status) && (repeatable || limited),
      asked,
      price: PRICE,
    };
  }

  async #attempt(
    operation: Operation,
    request: Request,
    timeout: number,
    signal: AbortSignal,
    context: Context,
  ): Promise<Response | NoResponse> {
    const { pacer, clocks } = this.#state;
    const ticket = await this.#turn(operation, timeout, signal, context);
    const started = monotonic();
    let found: Response | null = null;
    let sent = true;
    try {
      const outcome = await this.#sendOnce(request, timeout, signal);
      if (outcome instanceof NoResponse) {
        sent = outcome.sent;
        return outcome;
      }
      found = outcome;
      clocks.api.learn(outcome.headers);
      return isOfAnother(request.method, request.path, outcome)
        ? new NoResponse(OF_ANOTHER, { sent: true })
        : outcome;
    } finally {
      pacer.responded(
        ticket,
        operation.limits,
        found?.headers ?? {},
        this.#world.now(),
        clocks.api.now(),
      );
      const record = {
        method: request.method,
        target: request.path,
        status: found?.status ?? null,
        milliseconds: (monotonic() - started) * 1000,
        sent,
      };
      context.record(record, found?.headers ?? {});
    }
  }

  async #turn(operation: Operation, timeout: number, signal: AbortSignal, context: Context) {
    for (let held = 0; ; ) {
      signal.throwIfAborted();
      const turn = this.#state.pacer.take(operation.limits, this.#world.now());
      if (typeof turn !== "number") return turn;
      if (this.#isTooLong(held + turn, timeout, context)) {
        const error = new RateLimitError({
          status: 429,
          code: "rate_limit_exceeded",
          said:
            `nothing was sent: the rate limit has room again in ${turn.toFixed(0)} seconds, which ` +
            "is longer than maxWait",
        });
        error.retryAfter = turn * 1000;
        throw error;
      }
      const wait = Math.min(turn, LOOK);
      await this.#world.sleep(wait, signal);
      held += wait;
    }
  }

  #errorOf(outcome: Response | NoResponse, request: Prepared, attempts: number): BotaError {
    const tries = attempts > 1 ? ` after ${attempts} attempts` : "";
    if (outcome instanceof Response) {
      const error = apiError(outcome, tries && `; given up${tries}`);
      if (error instanceof RateLimitError) {
        const asked = askedWait(outcome.headers, this.#state.clocks.api.now(), true);
        error.retryAfter = asked === null ? null : asked * 1000;
      }
      return error;
    }
    const text = `${request.method} ${request.path}: ${outcome.reason}${tries}`;
    if (outcome.reason === OF_ANOTHER) return new InvalidResponseError(text);
    return new (outcome.timedOut ? ApiTimeoutError : ApiConnectionError)(text, causeOf(outcome));
  }

  #isTooLong(wait: number | null, timeout: number, context: Context): boolean {
    return wait !== null && wait > (this.#patience.maxWait ?? timeout) && !context.patient;
  }
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
