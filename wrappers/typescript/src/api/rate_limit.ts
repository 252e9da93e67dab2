// Keeps requests under the service's rate limits, so that none gets a 429.
//
// The contract gives the limits of a project (`x-bota-rate-limit`) and `X-RateLimit-Limit`,
// `-Remaining` and `-Reset` on every response, but not how the service measures its minute. A limit
// is therefore kept over every window, each request counted until a window after its response: that
// holds for fixed, sliding and leaking windows alike. All times are monotonic seconds.

import { LIMITS, WINDOW as WINDOW_MS } from "../../../../generated/typescript/operations.ts";
import { type Headers, headerNumber } from "../shared/retry.ts";

const WINDOW: number = WINDOW_MS / 1000;

/** Seconds after which a request without a known response no longer counts as under way. */
const RESPONSE_WITHIN = 90;

/** Requests in a window: a limit from here on is above what a client can do, and not kept. */
const UNPACED = 6_000;

/** Seconds between two looks while every request that counts is still under way. */
const POLL = 0.1;

/** Seconds between two looks of who waits: a response may have named a larger limit by then. */
export const LOOK = 5;

/** A request that counts until `end`. */
export interface Ticket {
  end: number;
}

interface Limit {
  /** Its number, as the service's headers name it. */
  named: number | null;
  /** The requests of other clients, until `othersEnd`. */
  others: number;
  othersEnd: number;
  /** A 429 means that nothing is sent before. */
  closedUntil: number;
  refused: boolean;
  tickets: Ticket[];
}

/** Says when a request may be sent. Knows no limit until a response names one. */
export class Pacer {
  readonly #limits: Map<string, Limit> = new Map();

  /**
   * Ask to send a request that counts in these classes, the widest one first.
   *
   * Returns a ticket for `responded`, or the seconds to wait before asking again.
   */
  take(classes: readonly string[], now: number): Ticket | number {
    const limits = classes.map((name) => this.#limit(name));
    const closed = Math.max(0, ...limits.map((limit) => limit.closedUntil));
    if (closed > now) return closed - now;
    for (const limit of limits) {
      const room = roomOf(limit, now);
      const ends = counting(limit, now).map((ticket) => ticket.end);
      // Those under way count until their responses, which nobody can foretell.
      if (ends.length >= room) return Math.min(Math.max(Math.min(...ends) - now, POLL), WINDOW);
    }
    const ticket = { end: now + RESPONSE_WITHIN + WINDOW };
    for (const limit of limits) limit.tickets.push(ticket);
    return ticket;
  }

  /** Take note of a response, or with no headers of its absence. */
  responded(
    ticket: Ticket,
    classes: readonly string[],
    headers: Headers,
    now: number,
    serverNow: number | null,
  ): void {
    const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((name) =>
      headerNumber(headers[`x-ratelimit-${name}`] ?? ""),
    ) as [number | null, number | null, number | null];
    // One under a limit that nobody can reach counts no longer than it takes.
    ticket.end = limit === null || limit < UNPACED ? now + WINDOW : now;
    if (classes.length === 0 || limit === null || remaining === null) return;
    if (remaining < 0 || remaining > limit || limit < 1) return;
    const found = this.#learn(classes, Math.floor(limit), Math.floor(remaining));
    if (limit < UNPACED && reset !== null && serverNow !== null) {
      found.others = Math.max(Math.floor(limit - remaining) - counting(found, now).length, 0);
      found.othersEnd = now + Math.min(reset - serverNow, WINDOW);
    }
  }

  /**
   * Take note of a 429: nobody sends for `wait` seconds what counts in the class it is of, and the
   * documented limit counts.
   *
   * That is the widest one if its limit is the one that the headers name, else the narrowest.
   */
  refused(classes: readonly string[], wait: number, now: number, headers: Headers): void {
    const [widest, narrowest] = [classes[0], classes.at(-1)];
    if (widest === undefined || narrowest === undefined) return;
    const wide = this.#limit(widest).named ?? LIMITS[widest];
    // One that the service itself calls out of reach was not what refused.
    const isWidest =
      wide !== undefined &&
      wide < UNPACED &&
      headerNumber(headers["x-ratelimit-limit"] ?? "") === wide;
    const name = isWidest ? widest : narrowest;
    const documented = LIMITS[name] ?? 1;
    const limit = this.#limit(name);
    limit.closedUntil = Math.max(limit.closedUntil, now + Math.min(wait, WINDOW));
    if (limit.named === null || limit.named < UNPACED) {
      limit.named = Math.min(limit.named ?? documented, documented);
      limit.refused = true;
    }
  }

  #learn(classes: readonly string[], limit: number, remaining: number): Limit {
    // The headers name the class that has least left, but not which one that is.
    const wide = this.#limit(classes[0] ?? "");
    const narrow = this.#limit(classes.at(-1) ?? "");
    if (wide === narrow) {
      wide.named = limit;
      return wide;
    }
    if (limit === wide.named) {
      // Of the narrow class there are at least as many left, unless the service never names its
      // limit.
      if (!narrow.refused) narrow.named = Math.max(narrow.named ?? 0, remaining) || null;
      return wide;
    }
    narrow.named = limit;
    return narrow;
  }

  #limit(name: string): Limit {
    let found = this.#limits.get(name);
    if (found === undefined) {
      found = { named: null, others: 0, othersEnd: 0, closedUntil: 0, refused: false, tickets: [] };
      this.#limits.set(name, found);
    }
    return found;
  }
}

function roomOf(limit: Limit, now: number): number {
  if (limit.named === null || limit.named >= UNPACED) return Number.POSITIVE_INFINITY;
  return Math.max(limit.named - (now < limit.othersEnd ? limit.others : 0), 1);
}

function counting(limit: Limit, now: number): readonly Ticket[] {
  limit.tickets = limit.tickets.filter((ticket) => ticket.end > now);
  return limit.tickets;
}
