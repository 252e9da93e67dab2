// The buffers that a body is read into and sent from.

/** Bytes read and sent at a time: a network that takes these in time is slow, and no other stalls. */
export const CHUNK: number = 256 << 10;

/** Bytes at a time over a fast network. Measured: an eighth less CPU, and a fifth less time. */
export const LARGE: number = 2 << 20;

/** What was accepted before may still be in the system's buffers: it says nothing of the network. */
const BUFFERED = 16 << 20;

/** Return how many bytes to send next, after so many were accepted, the last ones at a rate a second. */
export function pieceSize(accepted: number, rate: number): number {
  return accepted >= BUFFERED && rate >= LARGE ? LARGE : CHUNK;
}

/** One is read while the other is on its way to the kernel. Measured: more take memory alone. */
const RING = 2;

/** A few buffers, each of which is filled again once the kernel has what was in it. */
export class Ring {
  readonly #free: Buffer[] = [];
  #made = 0;
  #waiter: ((buffer: Buffer | null) => void) | null = null;
  #isClosed = false;

  /** Wait for a buffer of so many bytes, or a smaller one; null when the ring was closed. */
  async take(size: number): Promise<Buffer | null> {
    if (this.#isClosed) return null;
    const free = this.#free.pop();
    if (free !== undefined && free.length >= size) return free;
    if (free !== undefined || this.#made < RING) {
      this.#made += free === undefined ? 1 : 0;
      return Buffer.allocUnsafeSlow(size);
    }
    return new Promise((resolve) => {
      this.#waiter = resolve;
    });
  }

  give(buffer: Buffer): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter !== null) waiter(buffer);
    else this.#free.push(buffer);
  }

  close(): void {
    this.#isClosed = true;
    this.#waiter?.(null);
  }
}
