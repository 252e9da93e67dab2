// One request over node:http, whose body is sent piece by piece while the response is listened for.
//
// Never `fetch`: it holds the whole body in memory, loses a response that comes before the body's
// end, and cannot wait for `100 Continue`.

import type { ClientRequest, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import * as zlib from "node:zlib";
import { type NoResponse, noResponse, Response, StalledError } from "../shared/outcome.ts";
import type { Headers } from "../shared/retry.ts";
import { monotonic, timerMs } from "../shared/waiting.ts";
import type { Pool, Target } from "./pool.ts";
import { CHUNK, pieceSize, Ring } from "./ring.ts";
import { holdWriteErrors } from "./write_errors.ts";

/** Bytes of a response's body, compressed or not; no response of the contract comes near it. */
export const MAX_BODY: number = 8 << 20;

/** Seconds to wait for `100 Continue` (RFC 9110, section 10.1.1). */
const CONTINUE_WAIT = 1;

/** A body that is read while it is sent. */
export interface Body {
  /** Return the next piece, in the buffer or elsewhere; null at the end. May reject. */
  next(buffer: Buffer): Promise<Uint8Array | null>;
  /** Called when the kernel has accepted so many more bytes. May throw. */
  accepted(bytes: number): void;
}

/** Takes a piece of a response's body, and resolves when the next one may come. */
export type Sink = (chunk: Uint8Array) => Promise<void>;

/** Seconds to wait for a connection, for a piece to be accepted, and for the whole response. */
export interface Timeouts {
  readonly connect: number;
  readonly write: number;
  readonly read: number;
  /** For all of it together, from the connection to the response's end. */
  readonly total?: number;
}

/** A request as it will stand on the wire. */
export interface WireRequest {
  readonly method: string;
  readonly target: Target;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body | Uint8Array | null;
  /** Whether it must not go over a connection that was kept; see `Pool.request`. */
  readonly fresh?: boolean;
  readonly timeouts: Timeouts;
  readonly signal: AbortSignal | null;
  /** Returns what takes the body as it comes, of any length; null lets it be kept. May throw. */
  readonly receive?: (status: number, headers: Headers) => Sink | null;
}

/**
 * Send a request once, up to its end or to a response that comes before.
 *
 * Rejects with what the body or the sink rejects with, and with the signal's reason.
 */
export function exchange(pool: Pool, request: WireRequest): Promise<Response | NoResponse> {
  return new Promise((resolve, reject) => {
    request.signal?.throwIfAborted();
    new Exchange(pool, request, resolve, reject).run();
  });
}

class Exchange {
  readonly #pool: Pool;
  readonly #request: WireRequest;
  readonly #outgoing: ClientRequest;
  readonly #resolve: (outcome: Response | NoResponse) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #ring = new Ring();
  readonly #chunks: Buffer[] = [];
  #incoming: IncomingMessage | null = null;
  #timer: NodeJS.Timeout | undefined;
  #total: NodeJS.Timeout | undefined;
  #onContinue: (() => void) | null = null;
  #letGo: (() => void) | null = null;
  #received = 0;
  #isConnected = false;
  #isSent = false;
  #isOver = false;

  constructor(
    pool: Pool,
    request: WireRequest,
    resolve: (outcome: Response | NoResponse) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#pool = pool;
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
    const { target, method, headers, fresh = false } = request;
    this.#outgoing = pool.request(target, method, headers, fresh);
  }

  run(): void {
    const { signal, timeouts } = this.#request;
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    this.#arm(timeouts.connect, `no connection in ${timeouts.connect} seconds`);
    if (timeouts.total !== undefined) {
      const late = new StalledError(`no whole response in ${timeouts.total} seconds`);
      this.#total = setTimeout(() => this.#fail(late), timerMs(timeouts.total));
    }
    this.#outgoing
      .on("error", (error) => this.#onError(error))
      .once("continue", () => this.#onContinue?.())
      .once("response", (incoming) => this.#onResponse(incoming))
      .once("close", () => this.#onError(new Error("the server left without a response")))
      .once("socket", (socket) => this.#onSocket(socket));
  }

  #onSocket(socket: Socket): void {
    this.#letGo = holdWriteErrors(socket, () => this.#incoming !== null);
    const connected = (): void => {
      this.#isConnected = true;
      clearTimeout(this.#timer);
      this.#send().catch((error: unknown) => this.#breakOff(error));
    };
    if (!socket.connecting && !("secureConnecting" in socket && socket.secureConnecting))
      connected();
    else socket.once(this.#request.target.secure ? "secureConnect" : "connect", connected);
  }

  async #send(): Promise<void> {
    const { body, headers, target, timeouts } = this.#request;
    if (body === null || body instanceof Uint8Array) {
      this.#outgoing.end(body ?? undefined);
      this.#armForResponse();
      return;
    }
    if ("Expect" in headers) await this.#awaitContinue();
    let waiting = 0;
    let accepted = 0;
    let at = monotonic();
    let rate = 0;
    while (!this.#isStopped) {
      const isSlow = this.#pool.slowHosts.has(target.origin);
      const size = isSlow ? CHUNK : pieceSize(accepted, rate);
      const buffer = await this.#ring.take(size);
      if (buffer === null) return;
      const chunk = await body.next(buffer.subarray(0, size));
      // The loop reads once more before it writes again: else a response that came early is lost
      // when the server resets the connection. What is asked for here, as a file's bytes come, still
      // belongs to the turn that has read already, so the second one counts.
      await turn();
      await turn();
      if (this.#isStopped) return;
      if (chunk === null) break;
      waiting += 1;
      // With several on their way, what counts is that one of them is accepted.
      if (waiting === 1) this.#armForWrite(timeouts.write);
      this.#outgoing.write(chunk, (error) => {
        waiting -= 1;
        if (error || this.#isStopped) return;
        if (waiting > 0) this.#timer?.refresh();
        else clearTimeout(this.#timer);
        const before = at;
        at = monotonic();
        rate = chunk.length / (at - before);
        accepted += chunk.length;
        try {
          body.accepted(chunk.length);
        } catch (thrown) {
          this.#breakOff(thrown);
        }
        this.#ring.give(buffer);
        if (this.#isSent && waiting === 0) this.#armForResponse();
      });
    }
    if (this.#isStopped) return;
    this.#isSent = true;
    this.#outgoing.end();
    if (waiting === 0) this.#armForResponse();
  }

  async #awaitContinue(): Promise<void> {
    this.#outgoing.flushHeaders();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#pool.silentHosts.add(this.#request.target.origin);
        resolve();
      }, CONTINUE_WAIT * 1000);
      this.#onContinue = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#onContinue = null;
  }

  /** Nothing more is sent: a response has begun, or all is over. */
  get #isStopped(): boolean {
    return this.#isOver || this.#incoming !== null;
  }

  #onResponse(incoming: IncomingMessage): void {
    this.#incoming = incoming;
    this.#armForResponse();
    this.#onContinue?.();
    this.#ring.close();
    incoming.on("error", () => {
      // What `close` or the last piece says is all that counts.
    });
    let sink: Sink | null;
    try {
      sink = this.#request.receive?.(incoming.statusCode ?? 0, headersOf(incoming)) ?? null;
    } catch (thrown) {
      this.#breakOff(thrown);
      return;
    }
    if (sink !== null) {
      void this.#pass(incoming, sink);
      return;
    }
    incoming
      .on("data", (chunk: Buffer) => {
        this.#chunks.push(chunk);
        this.#received += chunk.length;
        if (this.#received > MAX_BODY) this.#fail(new Error(TOO_LONG));
      })
      .once("close", () => {
        if (incoming.complete) void this.#finish(incoming);
        else this.#fail(new Error("the server left before the end of its response"));
      });
  }

  /** Give a body to its sink piece by piece. No time counts in which the sink is busy. */
  async #pass(incoming: IncomingMessage, sink: Sink): Promise<void> {
    try {
      for await (const chunk of incoming) {
        clearTimeout(this.#timer);
        try {
          await sink(chunk as Buffer);
        } catch (thrown) {
          this.#breakOff(thrown);
          return;
        }
        this.#armForResponse();
      }
    } catch (error) {
      this.#fail(error as Error);
      return;
    }
    await this.#finish(incoming);
  }

  async #finish(incoming: IncomingMessage): Promise<void> {
    if (this.#isOver) return;
    // A body that was not sent to its end leaves a connection on which nothing can follow.
    if (!this.#outgoing.writableFinished) this.#outgoing.destroy();
    this.#end();
    const headers = headersOf(incoming);
    try {
      const body = await decoded(Buffer.concat(this.#chunks), headers["content-encoding"] ?? "");
      this.#resolve(new Response(incoming.statusCode ?? 0, headers, body));
    } catch (error) {
      this.#resolve(noResponse(error, true));
    }
  }

  #onError(error: Error): void {
    // After a whole response, an error is about what came behind it.
    if (this.#incoming === null) this.#fail(error);
  }

  readonly #onAbort = (): void => {
    this.#breakOff(this.#request.signal?.reason);
  };

  #fail(error: Error): void {
    if (this.#isOver) return;
    this.#end();
    this.#outgoing.destroy();
    this.#resolve(noResponse(error, this.#isConnected));
  }

  #breakOff(reason: unknown): void {
    if (this.#isOver) return;
    this.#end();
    this.#outgoing.destroy();
    this.#reject(reason);
  }

  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#total);
    this.#onContinue?.();
    this.#letGo?.();
    this.#ring.close();
    this.#request.signal?.removeEventListener("abort", this.#onAbort);
  }

  #armForWrite(seconds: number): void {
    this.#arm(seconds, `the server accepted no byte for ${seconds} seconds`, () =>
      // It may have taken a part of a large piece, which nobody sees.
      this.#pool.slowHosts.add(this.#request.target.origin),
    );
  }

  #armForResponse(): void {
    const { read } = this.#request.timeouts;
    this.#arm(read, `no whole response in ${read} seconds`);
  }

  #arm(seconds: number, late: string, onLate?: () => void): void {
    clearTimeout(this.#timer);
    if (this.#isOver) return;
    this.#timer = setTimeout(() => {
      onLate?.();
      this.#fail(new StalledError(late));
    }, timerMs(seconds));
  }
}

const TOO_LONG = `a response of more than ${MAX_BODY} bytes`;

function headersOf(incoming: IncomingMessage): Headers {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    // Nothing here sends a cookie back.
    if (name !== "set-cookie")
      found[name] = Array.isArray(value) ? value.join(", ") : (value ?? "");
  }
  return found;
}

const DECODERS: Readonly<Record<string, typeof zlib.gunzip>> = {
  gzip: zlib.gunzip,
  "x-gzip": zlib.gunzip,
  deflate: zlib.inflate,
};

/** Return a body without its codings, or reject when it is longer than MAX_BODY. */
async function decoded(body: Buffer, codings: string): Promise<Buffer> {
  let found = body;
  for (const coding of codings.toLowerCase().split(",").reverse()) {
    const decode = DECODERS[coding.trim()];
    if (decode === undefined || found.length === 0) continue;
    const coded = found;
    try {
      found = await new Promise((resolve, reject) => {
        decode(coded, { maxOutputLength: MAX_BODY }, (error, plain) =>
          error ? reject(error) : resolve(plain),
        );
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
        throw new Error(TOO_LONG);
      throw error;
    }
  }
  return found;
}
